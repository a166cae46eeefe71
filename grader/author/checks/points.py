"""The points add up to what the assignment is worth, and every share of them can be earned."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.model import Exercise


def add_up(context: VerificationContext) -> Iterator[Problem]:
    """The exercises' points add up to what the assignment says it is worth."""
    total, worth = context.assignment.points, context.checks.points
    if total != worth:
        exercises = context.assignment.exercises
        summands = ", ".join(f"{exercise.name} {exercise.points:g}" for exercise in exercises)
        yield Problem(
            f"the points add up to {total:g}, not {worth:g} ({summands}): change them, or say "
            f"Assignment(..., points={total:g})"
        )


def can_be_earned(_: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Every share of the points is one that can be earned."""
    if not exercise.points >= 0:
        yield Problem(f"{exercise.name} is worth {exercise.points:g} points; give it 0 or more")
    for case in exercise.cases:
        if not case.weight > 0:
            yield Problem(f"case {case.number} has the weight {case.weight:g}; a weight is above 0")
    for part in exercise.parts:
        if not part.weight >= 0:
            yield Problem(f"the part {part.name!r} has the weight {part.weight:g}; it is 0 (given) or more")
    if not any(part.weight > 0 for part in exercise.parts if not part.optional):
        yield Problem("every part has the weight 0, so no point can be earned; give one a weight above 0")
    if not 0 <= exercise.shape_credit <= 1:
        yield Problem(f"shape_credit is {exercise.shape_credit:g}; it is a share, from 0 to 1")
    if not 0 <= exercise.vectorized_points <= exercise.points:
        yield Problem(f"a loop costs {exercise.vectorized_points:g} of {exercise.points:g} points")
