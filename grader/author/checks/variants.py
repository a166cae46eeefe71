"""A legitimate other solution earns every point."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.model import CaseResult, Exercise, ExerciseResult, Outcome, Variant


def earns_all(context: VerificationContext, exercise: Exercise, variant: Variant) -> Iterator[Problem]:
    """Run a variant as a submission is run."""
    result = context.score(exercise, context.observe(exercise, variant.source))
    if result.score != exercise.points:
        differs = any(case.difference for case in result.cases)
        advice = (
            "; widen rtol and atol, or accept its form with judge=, canonical= or ignore=" if differs else ""
        )
        yield Problem(
            f"this right solution earns {result.score:g} of {exercise.points:g}: "
            f"{reason_of_loss(result)}{advice}",
            line=variant.line,
        )


def reason_of_loss(result: ExerciseResult) -> str:
    """Say why an exercise's points were not all earned."""
    return next(filter(None, map(_case_reason, result.cases)), "; ".join(result.notes))


def _case_reason(result: CaseResult) -> str:
    number, observation = result.case.number, result.observation
    if observation.raised:
        return f"case {number} raises {observation.raised.type}: {observation.raised.message}"
    if result.difference:
        return f"case {number}: {result.difference.text}"
    if observation.outcome is not Outcome.RETURNED:
        return f"case {number}: {observation.outcome} {observation.detail}"
    return ""
