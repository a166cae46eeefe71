"""Proves that what is optional is asked of those who have the course's own starter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.model import Exercise
from grader.submission import read


def is_asked_for(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Neither the reference nor the starter is taken for an edition without the function."""
    if exercise.elsewhere is None:
        return
    for name, text in (("the reference", context.assignment.reference), ("the starter", _starter(context))):
        if exercise.elsewhere(text):
            yield Problem(
                f"optional= takes {name} for an edition without {exercise.name}: whoever deletes it would gain "
                "its points; look for what only the other edition's notebooks say"
            )


def _starter(context: VerificationContext) -> str:
    """Return all that the starter says."""
    from grader.student.release.starter import starter

    brief = Path(context.assignment.folder) / "README.md"
    text = brief.read_text(encoding="utf-8") if brief.is_file() else ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "starter.ipynb"
        path.write_text(starter(context.assignment, text), encoding="utf-8")
        submission = read(path)
    return "\n".join([submission.prose, *(cell.source for cell in submission.cells)])
