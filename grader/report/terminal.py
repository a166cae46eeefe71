"""The report on a terminal: a readable block for `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.text import number, shortened
from grader.report.view import page

if TYPE_CHECKING:
    from rich.console import Console

    from grader.model import Result
    from grader.report.page import CaseView, ExerciseView

STYLES = {"good": "green", "part": "yellow", "bad": "red", "quiet": "dim"}
ASCII = {"✓": "+", "✗": "x", "◐": "/", "○": "o", "–": "-", "!": "!", "?": "?"}


def print_result(result: Result, console: Console, hints: int = 0) -> None:
    """Print a result as a block: each exercise with its verdict, points, difference and diagnosis.

    `hints` is how many hints of each failed exercise are asked for.
    """
    lines = _Lines(console)
    shown = page(result)
    if shown.score is None:
        lines.add(shown.summary, "bold")
        lines.add(result.message, indent=2)
        return
    lines.add(f"{shown.title or shown.student}: {number(shown.score)} of {number(shown.points or 0)}", "bold")
    width = max(len(exercise.name) for exercise in shown.exercises) if shown.exercises else 0
    for exercise in shown.exercises:
        _exercise(exercise, min(width, 40), hints, lines)
    if shown.first:
        verb = "Start with {}" if shown.first.word.tone == "quiet" else "Fix {} first"
        lines.add(f"\n{verb.format(shown.first.name)}. {shown.first.headline}", "bold")
    else:
        lines.add(f"\n{shown.summary}")


def _exercise(exercise: ExerciseView, width: int, hints: int, lines: _Lines) -> None:
    points = f"{number(exercise.score)}/{number(exercise.points)}"
    said = exercise.word
    lines.add(f"{said.sign} {exercise.name:{width}}  {points:>7}  {said.text}", STYLES[said.tone])
    if exercise.followed_through:
        lines.add(exercise.followed_through, indent=4)
    if exercise.diagnosis:
        origin = f" (from {exercise.diagnosis_from})" if exercise.diagnosis_from else ""
        lines.add(f"{exercise.diagnosis}{origin}", "bold", indent=4)
    if exercise.said_once:
        lines.add(exercise.said_once, indent=4)
    for case in exercise.shown_cases[:1]:
        _case(case, lines)
    for note in exercise.notes:
        lines.add(note, indent=4)
    for hint in exercise.hints[:hints]:
        lines.add(f"Hint: {hint}", "cyan", indent=4)


def _case(case: CaseView, lines: _Lines) -> None:
    """Say the first failed case in full: the others are mostly alike."""
    for difference in case.differences:
        lines.add(f"case {case.number}: {difference.text}", indent=4)
    if case.stop:
        where = (
            f" ({case.stop.frames[0].origin}, line {case.stop.frames[0].line})" if case.stop.frames else ""
        )
        lines.add(f"case {case.number}: {case.stop.type}: {case.stop.message}{where}", indent=4)
    if case.detail:
        lines.add(case.detail, indent=4)
    if case.output:
        lines.add(f"it printed: {case.output}", "dim", indent=4)


class _Lines:
    """Prints lines of a student's text as text: no markup, nothing the terminal cannot show."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def add(self, text: str, style: str = "", indent: int = 0) -> None:
        from rich.padding import Padding
        from rich.text import Text

        clean = shortened(text, 1_500)
        if self.console.options.ascii_only:
            clean = "".join(ASCII.get(char, char) for char in clean)
            clean = clean.encode("ascii", "backslashreplace").decode("ascii")
        line = Text(clean, style)
        self.console.print(Padding(line, (0, 0, 0, indent), expand=False) if indent else line)
