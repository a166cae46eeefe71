"""Measures how far right and wrong solutions stay from the tolerance between them.

Distances are in tolerances: 1 is the largest departure that passes. Right solutions should stay below a tenth,
and each mistake should pass ten in some case; between the two lies the head-room that another machine, another
NumPy or another order of operations needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.author.calls import answers
from grader.author.desk import Desk
from grader.author.finding import Problem, warning
from grader.judge.compare import as_numbers
from grader.judge.parts import canonical, split
from grader.model import Case, Exercise, Observation, Outcome, Value

HEADROOM = 10.0
ROUNDING = 1e-3  # tolerances: nearer than this, a mistake changes nothing in that case


@dataclass(frozen=True, slots=True)
class Room:
    """One case's distances, in tolerances."""

    case: int
    right: float  # the farthest right solution
    single: float | None  # the reference on arguments in single precision: told, never judged
    wrong: float | None  # the nearest mistake that changes this case by a finite distance


def has_headroom(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """Tolerances keep a factor of ten from right solutions, and from every mistake."""
    if exercise.judge:
        return
    right, wrong = _programs(desk, exercise)
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


def rooms(desk: Desk, exercise: Exercise) -> list[Room]:
    """Return every case's distances, for the record."""
    if exercise.judge:
        return []
    right, wrong = _programs(desk, exercise)
    single = _single(desk, exercise)
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


def _programs(desk: Desk, exercise: Exercise) -> tuple[Measured, Measured]:
    right: Measured = {
        variant.name: (variant.line, _distances(desk, exercise, desk.observe(exercise, variant.source)))
        for variant in exercise.variants
    }
    known = desk.key.mistakes[exercise.name]
    wrong: Measured = {
        mistake.name: (mistake.line, _distances(desk, exercise, known[mistake.name]))
        for mistake in exercise.mistakes
    }
    return right, wrong


def _distances(desk: Desk, exercise: Exercise, seen: Sequence[Observation]) -> list[float]:
    triples = zip(exercise.cases, seen, desk.expected(exercise), strict=False)
    return [distance(exercise, case, mine, right) for case, mine, right in triples]


def _single(desk: Desk, exercise: Exercise) -> list[float]:
    from dataclasses import replace

    narrowed = [
        replace(case, arguments=tuple(replace(a, value=_narrowed(a.value)) for a in case.arguments))
        for case in exercise.cases
    ]
    function = desk.functions(desk.assignment.reference)[exercise.names[0]]
    return _distances(desk, exercise, answers(function, replace(exercise, cases=tuple(narrowed))))


def _narrowed(value: Value) -> Value:
    if isinstance(value, np.ndarray):
        return value.astype(np.float32) if value.dtype == np.float64 else value
    if isinstance(value, Mapping):
        return {key: _narrowed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_narrowed(item) for item in value)
    return value


def distance(exercise: Exercise, case: Case, actual: Observation, expected: Observation) -> float:
    """Return how many tolerances an answer departs, infinite where it is of another form."""
    if actual.outcome is not Outcome.RETURNED:
        return math.inf
    mine, right = (split(exercise, canonical(exercise, seen.value)) for seen in (actual, expected))
    if not isinstance(mine, dict) or not isinstance(right, dict):
        return math.inf
    common = [name for name in right if name in mine]
    return max((_far(mine[name], right[name], case, exercise) for name in common), default=0.0)


def _far(mine: Value, right: Value, case: Case, exercise: Exercise) -> float:
    numbers = as_numbers(right)
    if numbers is not None:
        return _between(as_numbers(mine), numbers, case)
    if isinstance(right, Mapping):
        from fnmatch import fnmatchcase

        keys = [k for k in right if not any(fnmatchcase(str(k), pattern) for pattern in exercise.ignore)]
        if not isinstance(mine, Mapping) or not all(key in mine for key in keys):
            return math.inf
        return max((_far(mine[key], right[key], case, exercise) for key in keys), default=0.0)
    if isinstance(right, list | tuple):
        if not isinstance(mine, list | tuple | np.ndarray) or len(mine) != len(right):
            return math.inf
        return max((_far(a, b, case, exercise) for a, b in zip(mine, right, strict=True)), default=0.0)
    return 0.0 if type(mine) is type(right) and np.array_equal(mine, right) else math.inf


def _between(mine: Any, right: Any, case: Case) -> float:
    if mine is None or mine.size != right.size or (mine.shape != right.shape and mine.size != 1):
        return math.inf
    mine = mine.reshape(right.shape)
    with np.errstate(all="ignore"):
        finite = np.abs(right[np.isfinite(right)])
        allowed = case.atol + case.rtol * (finite.max() if finite.size else 0.0)
        gap = np.where((mine == right) | (np.isnan(mine) & np.isnan(right)), 0.0, np.abs(mine - right))
    largest = float(np.max(gap, initial=0.0))
    if not math.isfinite(largest):
        return math.inf
    return largest / allowed if allowed else (math.inf if largest else 0.0)
