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
_CHARACTERS = 2  # that take as much memory in an array of text as a number


@dataclass(slots=True)
class Size:
    numbers: int = 0
    elements: int = 0
    longest: int = 0  # characters of the longest text

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
    mine = size_of(actual)
    if (
        mine.room <= NUMBERS and mine.elements <= ELEMENTS
    ):  # nearly always: the expected one need not be measured
        return ""
    right = size_of(expected)
    if mine.elements > ELEMENTS + TIMES * right.elements:
        found, wanted = plural_of(mine.elements, "element"), plural_of(right.elements, "element")
    elif mine.numbers > NUMBERS + TIMES * right.numbers:
        found, wanted = plural_of(mine.numbers, "value"), plural_of(right.numbers, "value")
    elif mine.room > NUMBERS + TIMES * right.room:
        found, wanted = f"a text of {mine.longest:,} characters", "nothing as long"
    else:
        return ""
    return f"the result is far too large: it holds {found}, expected {wanted}"


def plural_of(number: int, noun: str) -> str:
    return count_of(number, noun, ",")


def size_of(value: Value) -> Size:
    """Measure a value."""
    size = Size()
    _add(value, size)
    return size


def _add(value: Value, size: Size) -> None:
    # walks on its own, with shortcuts: it is what every value goes through, and it measures containers and keys too
    if isinstance(value, np.ndarray):
        size.elements += 1
        size.numbers += value.size
        if value.dtype.kind in "US":
            size.longest = max(size.longest, value.dtype.itemsize)
            size.numbers += value.size * value.dtype.itemsize // _CHARACTERS
        return
    if isinstance(value, str | bytes):
        size.longest = max(size.longest, len(value))
    elif isinstance(value, Mapping):
        size.elements += len(value)
        for key, item in value.items():
            if not isinstance(key, str) or len(key) > size.longest:
                _add(key, size)
            _add(item, size)
        return
    elif isinstance(value, list | tuple):
        size.elements += 1
        for item in value:
            if type(item) is float:
                size.elements += 1
                size.numbers += 1
            else:
                _add(item, size)
        return
    size.elements += 1
    size.numbers += 1
