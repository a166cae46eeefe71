"""What the text of a submission tells before anything of it is run: its program, and what is proved of that.

It is told by whoever reads the text (grader/reader), and believed as far as it concerns that submission alone: a
reader that lies harms the mark of whoever made it lie, and nobody else's (equality.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.grading.analysis import Analysis
from grader.model import Assignment, Program, Submission
from grader.submission import extract


@dataclass(frozen=True, slots=True)
class StaticAnalysis:
    """A program, and by which of its statements its functions answer."""

    program: Program
    plain: bool  # every statement does the same wherever it stands and whatever stands beside it
    slices: Mapping[str, tuple[int, ...]]  # by exercise: the statements it can reach, where those are plain
    steady: frozenset[str]  # exercises that are proved to answer the same call in one way


def analyse(submission: Submission, assignment: Assignment) -> StaticAnalysis:
    """Extract a submission's program, and look at its statements."""
    program = extract(submission, assignment)
    analysis = Analysis(program)
    behind = {exercise.name: assignment.names_behind(exercise.name) for exercise in assignment.exercises}
    slices = {name: analysis.plain_slice(names) for name, names in behind.items()}
    return StaticAnalysis(
        program,
        analysis.plain,
        {name: places for name, places in slices.items() if places is not None},
        frozenset(name for name, names in behind.items() if analysis.is_steady(names)),
    )
