"""Which assignment a submission answers, from the functions it defines and the support modules it imports."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import SubmissionError
from grader.submission.extraction.imports import IMPORTED, strip_version
from grader.submission.reading.reader import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Assignment, Exercise, Submission
    from grader.submission.arrival.delivery import Delivery

DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def[ \t]+(\w+)|(\w+)[ \t]*=[ \t]*lambda\b)", re.MULTILINE)
CLOSE = 0.15  # a runner-up is named whose score falls short by less
MODULES = 0.2  # what an import of a support module counts, where all of the functions count 1


@dataclass(frozen=True, slots=True)
class Recognition:
    assignment: str | None  # its id; None: no exercise and no support module of any assignment was found
    runner_up: str | None = None  # another that fits almost as well


def recognise(submission: Submission, assignments: Sequence[Assignment]) -> Recognition:
    """Find the assignment that the submission's functions and imports fit best.

    The text is searched rather than parsed, so that cells that do not parse count as well.
    """
    code = code_of(submission)
    defined = functions_in(code)
    imported = frozenset(strip_version(name.rpartition(".")[2]) for name in IMPORTED.findall(code))
    commonness = _commonness(assignments)
    scores = {
        assignment.id: round(_score(assignment, defined, imported, commonness), 4)
        for assignment in assignments
    }
    ranked = sorted((name for name in scores if scores[name] > 0), key=lambda name: (-scores[name], name))
    if not ranked:
        return Recognition(None)
    close = len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < CLOSE
    return Recognition(ranked[0], ranked[1] if close else None)


def code_of(submission: Submission) -> str:
    """Return all of a submission's code."""
    return "\n".join(cell.source for cell in submission.cells)


def functions_in(code: str) -> frozenset[str]:
    """Return the names of the functions that a text defines, whether it parses or not."""
    return frozenset(first or second for first, second in DEFINED.findall(code))


def assignment_of(delivery: Delivery, assignments: Sequence[Assignment]) -> str:
    """Name the assignment that a delivery answers, or else the folder it lies in."""
    try:
        return recognise(read(delivery), assignments).assignment or delivery.group
    except SubmissionError:
        return delivery.group


def _commonness(assignments: Sequence[Assignment]) -> Counter[str]:
    """Count the assignments that each function and each support module belongs to."""
    exercises = (name for assignment in assignments for name in _names(assignment.exercises))
    modules = (f"import {name}" for assignment in assignments for name in assignment.modules)
    return Counter([*exercises, *modules])


def _names(exercises: Sequence[Exercise]) -> frozenset[str]:
    return frozenset(name for exercise in exercises for name in exercise.names)


def _score(
    assignment: Assignment, defined: frozenset[str], imported: frozenset[str], commonness: Counter[str]
) -> float:
    """Weigh how much of the assignment is there, and how much of what is there it explains.

    A name counts the less, the more assignments have it. The second factor tells an assignment from one
    whose functions are all helpers of it: two_layer_model is of no use to the former.
    """
    whole = sum(1 / commonness[exercise.name] for exercise in assignment.exercises)
    present = sum(
        1 / commonness[exercise.name] for exercise in assignment.exercises if defined & set(exercise.names)
    )
    relevant = [name for name in defined if commonness[name]]
    exercise_names, support = _names(assignment.exercises), "\n".join(assignment.modules.values())
    explained = sum(1 for name in relevant if name in exercise_names or f"def {name}(" in support)
    functions = present / whole * explained / len(relevant) if relevant and whole else 0.0
    helpers = [
        1 / commonness[f"import {name}"] for name in assignment.modules if strip_version(name) in imported
    ]
    return (functions + MODULES * max(helpers, default=0.0)) / (1 + MODULES)
