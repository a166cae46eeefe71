"""The quantities of a case that a formula may be off by, as expressions with one number a case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from grader.conventions import Quantities
from grader.judge.formula import evaluate
from grader.model import Argument, Case, Exercise

NUMBERS = {
    "2": 2.0, "3": 3.0, "4": 4.0, "10": 10.0, "100": 100.0, "1000": 1000.0,
    "the logarithm of 10": math.log(10), "the logarithm of 2": math.log(2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """A factor in words, with its value in every case; `inverse` where the words stand below the line."""

    words: str
    values: NDArray[np.float64]
    inverse: bool = False
    quantities: frozenset[str] = frozenset()


def expressions(exercise: Exercise) -> Iterator[Expression]:
    """Yield factors that mistakes come with, the simplest first, in the words of the exercise's course."""
    count = len(exercise.cases)
    for number, value in NUMBERS.items():
        yield from _pair(number, np.full(count, value))
    quantities = _quantities(exercise.cases, exercise.quantities)
    named = [
        (words, values) for words, values in quantities.items() if np.ptp(values) and (values != 0).all()
    ]
    for words, values in named:
        yield from _powers(words, values)
    for words, values in named:
        yield from _pair(f"2 * {_short(words)}", values * 2, words)
        yield from _pair(f"half of {_short(words)}", values / 2, words)
    for (first, numbers), (second, divisors) in combinations(named, 2):
        both = frozenset({first, second})
        yield from _pair(f"{_short(first)} * {_short(second)}", numbers * divisors, first, second)
        yield Expression(f"{_short(first)} / {_short(second)}", numbers / divisors, quantities=both)
        yield Expression(f"{_short(second)} / {_short(first)}", divisors / numbers, quantities=both)


def _pair(words: str, values: NDArray[np.float64], *quantities: str) -> Iterator[Expression]:
    """Yield a factor and its inverse."""
    yield Expression(words, values, quantities=frozenset(quantities))
    yield Expression(words, 1 / values, inverse=True, quantities=frozenset(quantities))


def _powers(words: str, values: NDArray[np.float64]) -> Iterator[Expression]:
    yield from _pair(words, values, words)
    if (values > 0).all():
        yield from _pair(f"the square root of {_short(words)}", np.sqrt(values), words)
    yield from _pair(f"the square of {_short(words)}", values**2, words)


def _short(words: str) -> str:
    return words.split(",")[0]


def _quantities(cases: Sequence[Case], course: Quantities) -> dict[str, NDArray[np.float64]]:
    """Return named numbers that every case has: sizes, the arguments that are numbers, what is made of those."""
    tables = [_of_case(case, course) for case in cases]
    shared = [name for name in tables[0] if all(name in numbers for numbers in tables)]
    return {name: np.array([numbers[name] for numbers in tables], float) for name in shared}


def _of_case(case: Case, course: Quantities) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for argument in case.arguments:
        numbers.update(dict(_sizes(argument, course)))
        value = argument.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            numbers[argument.name] = float(value)
            if 0 < value < 1:
                numbers[f"1 - {argument.name}"] = 1.0 - value
    for derived in course.derived:
        if (number := evaluate(derived.formula, numbers)) is not None:
            numbers[derived.words] = number
    return numbers


def _sizes(argument: Argument, course: Quantities) -> Iterator[tuple[str, float]]:
    value, name = argument.value, argument.name
    if isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
        value, name = value[0], course.first_of_a_tuple or f"{name}[0]"
    if not isinstance(value, np.ndarray):
        return
    words = {
        way: next((size.words for size in course.sizes if name in getattr(size, way)), "")
        for way in ("columns", "rows", "elements")
    }
    if value.ndim == 2:
        yield words["columns"] or f"the number of columns of {name}", value.shape[1]
        yield words["rows"] or f"the number of rows of {name}", value.shape[0]
    if value.ndim == 1:
        yield words["elements"] or "the number of elements", value.size
