"""The report on a terminal: a line for each submission of `grade`, a readable block for `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Result, Status
from grader.report.text import number, plain
from grader.report.view import page

if TYPE_CHECKING:
    from rich.console import Console


def one_line(result: Result) -> str:
    """Say a submission's score and what to fix first in one line of plain text."""
    shown = page(result)
    student = plain(shown.student).replace("\n", " ")
    if result.status is not Status.GRADED:
        return f"{student}: {result.status.replace('_', ' ')}: {plain(shown.message).splitlines()[0]}"
    points = f"{number(shown.score or 0)} of {number(shown.points or 0)}"
    first = f", fix first: {shown.first.name} ({shown.first.word.text})" if shown.first else ""
    return f"{student}: {points}{first}"


def print_result(result: Result, console: Console) -> None:
    """Print a result as a block: each exercise with its verdict, points, difference and diagnosis."""
    console.print(one_line(result), markup=False, highlight=False)
