"""Every share of a dictionary's points is of keys that the reference returns in some case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.judge.parts import canonical, split
from grader.model import Exercise, Value
from grader.values import fits


def fit_keys(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Every pattern of `shares` fits a key."""
    values = [observation.value for observation in context.expected_answers(exercise)]
    keys = {str(key): None for value in values for key in _keys(exercise, value)}
    for pattern in exercise.shares:
        if not any(fits(key, [pattern]) for key in keys):
            yield Problem(f"shares={pattern!r} fits no key; there are: {', '.join(keys) or 'none'}")


def _keys(exercise: Exercise, value: Value) -> Iterator[object]:
    parts = split(exercise, canonical(exercise, value))
    for part in parts.values() if isinstance(parts, dict) else ():
        yield from part if isinstance(part, Mapping) else ()
