"""How large a returned value is beside the expected one: what is far larger is wrong, and is not looked at.

All that judging does with a value (canonical forms, judges, comparison, signatures, figures) takes time and
memory by the numbers that it holds, by its elements (entries of lists and dictionaries), and, where a list is
made an array, by its elements times its longest text. So these three are measured first, in one walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader.model import Value
from grader.wording import count_of

TIMES = 10  # as large as what is expected a value may be, ...
NUMBERS = 1 << 17  # ... and so many numbers (1 MB as doubles) ...
ELEMENTS = 5_000  # ... and elements larger
_SINGLE = {float, int, bool, complex, type(None)}
_CHARACTERS = 2  # that take as much memory in an array of text as a number


@dataclass(frozen=True, slots=True)
class Size:
    numbers: int
    elements: int
    longest: int  # characters of the longest text

    @property
    def room(self) -> int:
        """Numbers that take as much memory as an array of all this may."""
        return max(self.numbers, self.elements * self.longest // _CHARACTERS)


@dataclass(frozen=True, slots=True)
class TooLarge:
    """Stands in the place of a value that was let go of."""

    type_name: str


def too_large(actual: Value, expected: Value) -> str:
    """Say in a sentence that a value is far larger than the expected one; nothing where it is not."""
    if type(actual) is np.ndarray and actual.size <= NUMBERS and actual.dtype.kind not in "US":
        return ""
    actual_size = size_of(actual)
    # nearly always: the expected one need not be measured
    if actual_size.room <= NUMBERS and actual_size.elements <= ELEMENTS:
        return ""
    expected_size = size_of(expected)
    if actual_size.elements > ELEMENTS + TIMES * expected_size.elements:
        held, limit = plural_of(actual_size.elements, "element"), plural_of(expected_size.elements, "element")
    elif actual_size.numbers > NUMBERS + TIMES * expected_size.numbers:
        held, limit = plural_of(actual_size.numbers, "value"), plural_of(expected_size.numbers, "value")
    elif actual_size.room > NUMBERS + TIMES * expected_size.room:
        held, limit = f"a text of {actual_size.longest:,} characters", "nothing that long"
    else:
        return ""
    return f"the result is far too large: it holds {held}, expected {limit}"


def plural_of(number: int, noun: str) -> str:
    return count_of(number, noun, ",")


def size_of(value: Value) -> Size:
    """Measure a value."""
    # walks on its own, in one loop: every value goes through it, and containers and keys are measured too
    numbers = elements = longest = 0
    left = [value]
    while left:
        one = left.pop()
        kind = type(one)
        elements += 1
        if kind is np.ndarray:
            numbers += one.size
            if one.dtype.kind in "US":
                longest = max(longest, one.dtype.itemsize)
                numbers += one.size * one.dtype.itemsize // _CHARACTERS
        elif kind in _SINGLE:
            numbers += 1
        elif isinstance(one, list | tuple):
            others = [item for item in one if type(item) not in _SINGLE]
            elements += len(one) - len(others)
            numbers += len(one) - len(others)
            left += others
        elif isinstance(one, Mapping):
            elements += len(one)
            longest = max(longest, max((len(key) for key in one if isinstance(key, str)), default=0))
            left += one.values()
        elif isinstance(one, str | bytes):
            longest = max(longest, len(one))
    return Size(numbers, elements, longest)
