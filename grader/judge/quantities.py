"""The quantities of a case that a formula may be off by, as expressions with one number a case."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from grader.model import Argument, Case

EXAMPLES = ("X", "Y", "A", "AL", "A2", "A3", "A_prev", "dZ", "dA", "Z", "dZ_tilde", "X_train", "y", "yhat")
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


def expressions(cases: Sequence[Case]) -> Iterator[Expression]:
    """Yield factors that mistakes come with, the simplest first."""
    count = len(cases)
    for number, value in NUMBERS.items():
        yield from _pair(number, np.full(count, value))
    named = [
        (words, values)
        for words, values in _quantities(cases).items()
        if np.ptp(values) and (values != 0).all()
    ]
    for words, values in named:
        yield from _powers(words, values)
    for words, values in named:
        yield from _pair(f"2 * {_short(words)}", values * 2, words)
        yield from _pair(f"half of {_short(words)}", values / 2, words)
    for (one, first), (other, second) in combinations(named, 2):
        yield from _pair(f"{_short(one)} * {_short(other)}", first * second, one, other)
        yield Expression(
            f"{_short(one)} / {_short(other)}", first / second, quantities=frozenset({one, other})
        )
        yield Expression(
            f"{_short(other)} / {_short(one)}", second / first, quantities=frozenset({one, other})
        )


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


def _quantities(cases: Sequence[Case]) -> dict[str, NDArray[np.float64]]:
    """Return named numbers that every case has: sizes, the arguments that are numbers, what is made of those."""
    found = [_of_case(case) for case in cases]
    shared = [name for name in found[0] if all(name in one for one in found)]
    return {name: np.array([one[name] for one in found], float) for name in shared}


def _of_case(case: Case) -> dict[str, float]:
    found: dict[str, float] = {}
    for argument in case.arguments:
        found.update(dict(_sizes(argument)))
        value = argument.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[argument.name] = float(value)
            if 0 < value < 1:
                found[f"1 - {argument.name}"] = 1.0 - value
    if "t" in found:
        for beta in [name for name in found if name.startswith("beta")]:
            found[f"1 - {beta}^t"] = 1 - found[beta] ** found["t"]
    return found


def _sizes(argument: Argument) -> Iterator[tuple[str, float]]:
    value = argument.value
    if isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
        value, name = value[0], "A"  # a cache begins with the layer's input
    else:
        name = argument.name
    if not isinstance(value, np.ndarray):
        return
    if value.ndim == 2:
        yield (
            ("m, the number of examples" if name in EXAMPLES else f"the number of columns of {name}"),
            value.shape[1],
        )
        yield f"the number of rows of {name}", value.shape[0]
    if value.ndim == 1:
        yield "the number of elements", value.size
