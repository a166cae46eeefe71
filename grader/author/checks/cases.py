"""A student sees one case at least, and hard-coding its answer is not enough."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.model import Exercise


def are_public_and_hidden(_: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """An exercise has a public case and a hidden one."""
    if all(case.hidden for case in exercise.cases):
        yield Problem("every case is hidden, so a student can try none: yield a call without hidden=True")
    if not any(case.hidden for case in exercise.cases):
        yield Problem("no case is hidden, so answers can be hard-coded: yield a call with hidden=True")
