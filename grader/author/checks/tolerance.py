"""Measures how far right and wrong solutions stay from the tolerance between them.

Distances are in tolerances: 1 is the largest departure that passes. Right solutions should stay below a tenth,
and each mistake should pass ten in some case; between the two lies the head-room that another machine, another
NumPy or another order of operations needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.author.answers import answers
from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.judge.compare import as_numbers
from grader.judge.parts import canonical, split
from grader.model import Case, Exercise, Observation, Outcome, Value
from grader.tolerance import Tolerance
from grader.values import fits, map_leaves

HEADROOM = 10.0
ROUNDING = 1e-3  # tolerances: nearer than this, a mistake changes nothing in that case


@dataclass(frozen=True, slots=True)
class Room:
    """One case's distances, in tolerances."""

    case: int
    right: float  # the farthest right solution
    single: float | None  # the reference on arguments in single precision: told, never judged
    wrong: float | None  # the nearest mistake that changes this case by a finite distance


def has_headroom(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Tolerances keep a factor of ten from right solutions, and from every mistake."""
    if exercise.judge:
        return
    right, wrong = _programs(context, exercise)
    for name, (line, distances) in right.items():
        far = max(distances)
        if 1 / HEADROOM < far <= 1:
            yield warning(
                f"{name} passes with {far:.2g} of the tolerance in case {1 + distances.index(far)}: widen rtol or atol",
                line,
            )
    for name, (line, distances) in wrong.items():
        far = max(distances)
        if 1 < far < HEADROOM:
            yield warning(
                f"the mistake {name} fails by {far:.2g} tolerances only, in case {1 + distances.index(far)}: "
                "narrow rtol and atol, or add a call that it changes more",
                line,
            )


def rooms(context: VerificationContext, exercise: Exercise) -> list[Room]:
    """Return every case's distances, for the record."""
    if exercise.judge:
        return []
    right, wrong = _programs(context, exercise)
    single = _single(context, exercise)
    return [
        Room(
            case.number,
            max((d[index] for _, d in right.values() if math.isfinite(d[index])), default=0.0),
            _finite(single[index]),
            _finite(min((d[index] for _, d in wrong.values() if d[index] > ROUNDING), default=math.inf)),
        )
        for index, case in enumerate(exercise.cases)
    ]


def _finite(distance: float) -> float | None:
    return distance if math.isfinite(distance) else None


Measured = dict[str, tuple[int, list[float]]]  # name -> line of checks.py, a distance a case


def _programs(context: VerificationContext, exercise: Exercise) -> tuple[Measured, Measured]:
    right: Measured = {
        variant.name: (variant.line, _distances(context, exercise, context.observe(exercise, variant.source)))
        for variant in exercise.variants
    }
    answers = context.key.mistakes[exercise.name]
    wrong: Measured = {
        mistake.name: (mistake.line, _distances(context, exercise, answers[mistake.name]))
        for mistake in exercise.mistakes
    }
    return right, wrong


def _distances(
    context: VerificationContext, exercise: Exercise, observations: Sequence[Observation]
) -> list[float]:
    triples = zip(exercise.cases, observations, context.expected_answers(exercise), strict=False)
    return [distance(exercise, *triple) for triple in triples]


def _single(context: VerificationContext, exercise: Exercise) -> list[float]:
    narrow = tuple(
        replace(case, arguments=tuple(replace(a, value=_narrow(a.value)) for a in case.arguments))
        for case in exercise.cases
    )
    function = context.functions(context.assignment.reference)[exercise.names[0]]
    return _distances(context, exercise, answers(function, replace(exercise, cases=narrow)))


def _narrow(value: Value) -> Value:
    """Return a value in single precision."""

    def narrow(leaf: Value) -> Value:
        return leaf.astype(np.float32) if isinstance(leaf, np.ndarray) and leaf.dtype == np.float64 else leaf

    return map_leaves(narrow, value)


def distance(exercise: Exercise, case: Case, actual: Observation, expected: Observation) -> float:
    """Return how many tolerances an answer departs, infinite where it is of another form."""
    if actual.outcome is not Outcome.RETURNED:
        return math.inf
    parts, right = (split(exercise, canonical(exercise, item.value)) for item in (actual, expected))
    if not isinstance(parts, dict) or not isinstance(right, dict):
        return math.inf
    common = [name for name in right if name in parts]
    return max((_distance(parts[name], right[name], case, exercise) for name in common), default=0.0)


def _distance(actual: Value, expected: Value, case: Case, exercise: Exercise) -> float:
    # walks as the comparison does, not leaf by leaf: a list of numbers is measured as an array
    numbers = as_numbers(expected)
    if numbers is not None:
        return _between(as_numbers(actual), numbers, case)
    if isinstance(expected, Mapping):
        keys = [key for key in expected if not fits(key, exercise.ignore)]
        if not isinstance(actual, Mapping) or not all(key in actual for key in keys):
            return math.inf
        return max((_distance(actual[key], expected[key], case, exercise) for key in keys), default=0.0)
    if isinstance(expected, list | tuple):
        if not isinstance(actual, list | tuple | np.ndarray) or len(actual) != len(expected):
            return math.inf
        pairs = zip(actual, expected, strict=True)
        return max((_distance(a, b, case, exercise) for a, b in pairs), default=0.0)
    return 0.0 if type(actual) is type(expected) and np.array_equal(actual, expected) else math.inf


def _between(actual: Any, expected: Any, case: Case) -> float:
    """Return the largest departure of an array, in what the case allows."""
    if (
        actual is None
        or actual.size != expected.size
        or (actual.shape != expected.shape and actual.size != 1)
    ):
        return math.inf
    actual = actual.reshape(expected.shape)
    with np.errstate(all="ignore"):
        allowed = Tolerance(case.rtol, case.atol).allowance(expected)
        equal = (actual == expected) | (np.isnan(actual) & np.isnan(expected))
        gap = np.where(equal, 0.0, np.abs(actual - expected))
    largest = float(np.max(gap, initial=0.0))
    if not math.isfinite(largest):
        return math.inf
    return largest / allowed if allowed else (math.inf if largest else 0.0)
