"""How large a returned value is beside the expected one: what is far larger is wrong, and is not looked at.

All that judging does with a value (canonical forms, judges, comparison, signatures, figures) takes time and
memory by the numbers that it holds, by its elements (entries of lists and dictionaries), and, where a list is
made an array, by its elements times its longest text. So these three are measured first, in one walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader.judge.compare import plural
from grader.model import Value

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
    actual_size = size_of(actual)
    if (
        actual_size.room <= NUMBERS and actual_size.elements <= ELEMENTS
    ):  # nearly always: the expected one need not be measured
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
    return plural(number, noun).replace(str(number), f"{number:,}", 1)


def size_of(value: Value) -> Size:
    """Measure a value."""
    size = Size()
    _add(value, size)
    return size


def _add(value: Value, size: Size) -> None:
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
