"""Whole submissions of the author's: the reference earns every point, and the starter none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.author.checks.variants import reason_of_loss
from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.grading.grade import GradingContext, grade
from grader.model import Result, Status
from grader.student.release.starter import starter
from grader.submission import read


def reference_earns_all(context: VerificationContext) -> Iterator[Problem]:
    """The reference, handed in as a module, earns every point."""
    result = handed_in(context, "reference.py", context.assignment.reference)
    if result.status is not Status.GRADED:
        yield Problem(f"the reference cannot be graded: {result.message}")
    for part in result.exercises:
        exercise = part.exercise
        if part.score != exercise.points:
            yield Problem(
                f"the reference, handed in, earns {part.score:g} of {exercise.points:g} for "
                f"{exercise.name}: {reason_of_loss(part)}",
                line=exercise.line,
            )


def starter_earns_nothing(context: VerificationContext) -> Iterator[Problem]:
    """The starter, handed in as it is given out, earns nothing and breaks nothing."""
    result = handed_in(context, "starter.ipynb", starter(context.assignment, context.brief))
    if result.status is not Status.GRADED:
        yield Problem(f"the starter cannot be graded: {result.message}")
    for part in result.exercises:
        if part.score:
            message = (
                f"the starter earns {part.score:g} for {part.exercise.name}: no case may pass without work"
            )
            yield Problem(message, line=part.exercise.line)


def handed_in(context: VerificationContext, name: str, text: str) -> Result:
    """Return what a submission of the author's earns, graded as a student's is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return grade(read(path), GradingContext(context.assignment, context.key, context.worker))
