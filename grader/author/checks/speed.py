"""The reference leaves a slower solution most of the time that a call may take."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.model import Exercise

SLOW, TOO_SLOW = 0.2, 0.5  # of the time that a call may take


def in_time(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Warn of a call that takes a fifth of its time; no sound one takes half of it."""
    if context.slowest(exercise) > SLOW * exercise.seconds:
        yield warning(_sentence(context, exercise))


def too_slow(context: VerificationContext, exercise: Exercise) -> str:
    """Say that the reference is too slow to judge anything by; empty where it is not."""
    return _sentence(context, exercise) if context.slowest(exercise) > TOO_SLOW * exercise.seconds else ""


def _sentence(context: VerificationContext, exercise: Exercise) -> str:
    return (
        f"the reference takes {context.slowest(exercise):.2g} s of the {exercise.seconds:g} s that a call may "
        "take: make its largest case smaller, or say seconds="
    )
