"""The reference answers every case in time, in parts that can be told apart: what all else rests on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.author.checks.arguments_kept import changed_default
from grader.author.checks.plain_arguments import foreign_argument
from grader.author.checks.speed import too_slow
from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.errors import AssignmentError
from grader.judge.parts import canonical, split
from grader.model import CaseResult, Difference, Exercise
from grader.values import arrays


def answers(context: VerificationContext) -> Iterator[Problem]:
    """Say what stands in the way of running anything, once."""
    for exercise in context.assignment.exercises:
        reason = fault(context, exercise)
        if reason and reason == str(context.failure or ""):
            yield _without_key(context)
            return
        if reason:
            yield Problem(f"{exercise.name}: {reason}", line=exercise.line)


def _without_key(context: VerificationContext) -> Problem:
    """Make the key's failure a problem at its own line."""
    error = context.failure
    if isinstance(error, AssignmentError):
        return Problem(error.reason, line=error.line or 0)
    return Problem(str(error))


def fault(context: VerificationContext, exercise: Exercise) -> str:
    """Say why nothing more can be said of an exercise; empty where all is well."""
    return context.get(_fault, exercise)


def _nan(result: CaseResult) -> str:
    if any(np.isnan(array).any() for array in arrays(result.observation.value)):
        return ", and NaN is never right: choose arguments whose answer is a number"
    return ""


def _only_changes(context: VerificationContext, exercise: Exercise) -> str:
    """Say that a reference returns nothing and works on its arguments, which nobody looks at."""
    observations = context.observed_reference(exercise)
    changed = next((observation.changed for observation in observations if observation.changed), ())
    if not changed or any(observation.value is not None for observation in observations):
        return ""
    return f"the reference returns nothing, and changes {changed[0]}; only what is returned is compared: return it"


def _fault(context: VerificationContext, exercise: Exercise) -> str:
    if reason := foreign_argument(exercise):
        return reason
    if context.failure:
        return str(context.failure)
    if reason := changed_default(context, exercise) or _only_changes(context, exercise):
        return reason
    for case, observation in zip(exercise.cases, context.expected_answers(exercise), strict=True):
        parts = split(exercise, canonical(exercise, observation.value))
        if isinstance(parts, Difference):
            return f"case {case.number} of the reference: {parts.text}; name its parts with returns="
        own = context.score_case(exercise, case, observation, observation)
        if own.difference:
            return f"its own answer to case {case.number} is not right: {own.difference.text}{_nan(own)}"
    return too_slow(context, exercise)
