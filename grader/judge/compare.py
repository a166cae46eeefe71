"""Say where a returned value departs from the expected one, in one sentence.

Strict in shape (but one number is one number, whatever its shape), generous in kind (a list of numbers is an
array; booleans, integers and floats are numbers). How near a number must be, grader/tolerance.py says. The walk
over both values is this module's own: each step may end in a sentence that names the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Difference, DifferenceKind, Value
from grader.tolerance import Tolerance
from grader.values import leaves
from grader.wording import count_of

Array = NDArray[Any]


def compare(
    actual: Value, expected: Value, part: str = "", tolerance: Tolerance | None = None
) -> Difference | None:
    """Return the first difference of a part, or None where it is right."""
    walk = _Walk(part, tolerance or Tolerance())
    return walk.compare(actual, expected, part or "the result")


@dataclass(frozen=True, slots=True)
class _Walk:
    part: str
    tolerance: Tolerance

    def compare(self, actual: Value, expected: Value, where: str) -> Difference | None:
        array = as_numbers(expected)
        if array is not None:
            flat = self._flat(actual, expected, array, where) if array.size == 1 else None
            return flat or self._numbers(actual, array, where)
        if isinstance(expected, Mapping):
            return self._mapping(actual, expected, where)
        if isinstance(expected, list | tuple):
            return self._sequence(actual, expected, where)
        actual, expected = _plain_text(actual), _plain_text(expected)
        if type(actual) is type(expected) and _equal(actual, expected):
            return None
        return self._say(DifferenceKind.VALUE, f"{where} is {show(actual)}, expected {show(expected)}")

    def _say(
        self, kind: DifferenceKind, text: str, actual: Value = None, expected: Value = None
    ) -> Difference:
        return Difference(self.part, kind, text, actual, expected)

    def _mapping(self, actual: Value, expected: Mapping[Any, Value], where: str) -> Difference | None:
        if not isinstance(actual, Mapping):
            text = f"{where} is {show(actual)}, expected a dictionary with {_keys(expected)}"
            return self._say(DifferenceKind.TYPE, text)
        for key, value in expected.items():
            if self.tolerance.ignores(key):
                continue
            if key not in actual:
                text = f"{where} has no key {show(key)}; it has {_keys(actual)}"
                return self._say(DifferenceKind.MISSING, text)
            difference = self.compare(actual[key], value, f"{where}[{show(key)}]")
            if difference:
                return difference
        return None

    def _sequence(self, actual: Value, expected: Sequence[Value], where: str) -> Difference | None:
        if isinstance(actual, np.ndarray) and actual.ndim and len(actual) == len(expected):
            actual = list(actual)
        if not isinstance(actual, list | tuple):
            kind = type(expected).__name__
            return self._say(
                DifferenceKind.TYPE, f"{where} is {show(actual)}, expected a {kind} of {len(expected)}"
            )
        if len(actual) != len(expected):
            text = f"{where} has {count_of(len(actual), 'element')}, expected {len(expected)}"
            return self._say(DifferenceKind.MISSING, text)
        pairs = enumerate(zip(actual, expected, strict=True))
        differences = (
            self.compare(item, expected_item, f"{where}[{index}]") for index, (item, expected_item) in pairs
        )
        return next((difference for difference in differences if difference), None)

    def _flat(self, actual: Value, expected: Value, array: Array, where: str) -> Difference | None:
        """Tell a number, or a list of fewer levels, from the list of one number that is expected."""
        number = as_numbers(actual) if isinstance(expected, list | tuple) else None
        if number is None or number.size != 1 or number.ndim >= array.ndim:
            return None
        if number.ndim:
            return self._shape(number, array, where)
        is_right = self.tolerance.accepts(number.reshape(array.shape), array).all()
        kind = DifferenceKind.SHAPE if is_right else DifferenceKind.VALUE
        text = f"{where} is a number, expected a {type(expected).__name__} of 1"
        return self._say(kind, f"{text}; the number is right" if is_right else text, number, array)

    def _numbers(self, actual: Value, expected: Array, where: str) -> Difference | None:
        array = as_numbers(actual)
        if array is None:
            return self._say(DifferenceKind.TYPE, _no_numbers(actual, expected, where))
        if array.size == expected.size == 1:
            array = array.reshape(expected.shape)
        if array.shape != expected.shape:
            return self._shape(array, expected, where)
        if (array == expected).all():  # most right answers are, to the last bit; NaN equals nothing
            return None
        wrong = ~self.tolerance.accepts(array, expected)
        if not wrong.any():
            return None
        return self._say(DifferenceKind.VALUE, _sentence(array, expected, wrong, where), array, expected)

    def _shape(self, actual: Array, expected: Array, where: str) -> Difference:
        text = f"{where} has shape {actual.shape}, expected {expected.shape}"
        if actual.size == expected.size and self.tolerance.accepts(actual.ravel(), expected.ravel()).all():
            return self._say(DifferenceKind.SHAPE, f"{text}; its values are right", actual, expected)
        return self._say(DifferenceKind.VALUE, text, actual, expected)


def as_numbers(value: Value) -> Array | None:
    """Return a number, an array of numbers or a rectangular list of numbers as a float or complex array."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value
    if isinstance(value, list | tuple):
        kinds = set(map(type, value))
        if kinds == {float}:
            return np.array(value)
        if kinds and kinds <= {float, int, bool}:
            return np.array([_float(item) for item in value])
        items = [_item(item) for item in value]
        if not items or any(item is None or item.shape != items[0].shape for item in items):  # type: ignore[union-attr]
            return None
        return np.stack([item for item in items if item is not None])
    if isinstance(value, int) and not isinstance(value, bool):
        return np.asarray(_float(value))
    if isinstance(value, bool | float | complex | np.ndarray | np.generic):
        array = np.asarray(value)
        with np.errstate(all="ignore"):  # of what a student's process sends, some numbers fit no double
            if array.dtype.kind in "biuf":
                return array.astype(np.float64)
            return array.astype(np.complex128) if array.dtype.kind == "c" else None
    return None


def _item(value: Value) -> Array | None:
    """Return an element of a list: a list of numbers, or one number in whatever shape; not a larger array."""
    array = as_numbers(value)
    if array is None or isinstance(value, list | tuple):
        return array
    return array.reshape(()) if array.size == 1 else None


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _equal(actual: Value, expected: Value) -> bool:
    if isinstance(expected, np.ndarray):
        return bool(np.array_equal(actual, expected))
    return bool(actual == expected)


def _plain_text(value: Value) -> Value:
    """Return NumPy's text as Python's."""
    is_text = isinstance(value, np.ndarray | np.generic) and value.ndim == 0 and value.dtype.kind == "U"
    return str(value) if is_text else value


def _no_numbers(actual: Value, expected: Array, where: str) -> str:
    """Say what there is instead of numbers, by its type."""
    if isinstance(_plain_text(actual), np.ndarray | list | tuple):
        for leaf in leaves(actual):
            if as_numbers(leaf) is None and (not isinstance(leaf, np.ndarray) or leaf.size):
                entry = leaf.flat[0] if isinstance(leaf, np.ndarray) else leaf
                return f"{where} holds {_example(entry)} where numbers are expected"
    return f"{where} is {_describe(_plain_text(actual))}, expected {_kind(expected)}"


def _example(entry: Value) -> str:
    if isinstance(entry, str):
        return f"text, such as {show(str(entry))},"
    return f"bytes, such as {bytes(entry)[:60]!r}," if isinstance(entry, bytes) else show(entry)


def _describe(value: Value) -> str:
    if isinstance(value, str):
        return f"the text {show(value)}"
    if isinstance(value, np.ndarray) and not value.size:
        return "an empty array of text"
    rows = [row for row in value if isinstance(row, list | tuple)] if isinstance(value, list | tuple) else []
    if len(set(map(len, rows))) > 1:
        return f"a {type(value).__name__} whose rows differ in length"
    return show(value)


def _sentence(actual: Array, expected: Array, wrong: NDArray[np.bool_], where: str) -> str:
    """Write where the first wrong element stands, what it is, and how many and how far others are."""
    index = tuple(int(i) for i in np.unravel_index(int(wrong.argmax()), wrong.shape))
    actual_text, expected_text = digits_that_differ(actual[index], expected[index])
    position = f"{where}[{', '.join(map(str, index))}]" if index and expected.size > 1 else where
    text = f"{position} is {actual_text}, expected {expected_text}"
    if expected.size == 1:
        return text
    count = int(wrong.sum())
    with np.errstate(all="ignore"):
        far = np.abs(actual - expected)[wrong]
    largest = far[np.isfinite(far)].max(initial=0.0)
    how_far = f", the largest by {largest:.2g}" if count > 1 and largest else ""
    return f"{text} ({count} of {expected.size} values differ{how_far})"


def digits_that_differ(actual: Any, expected: Any) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes to tell them apart, at least four."""
    if actual.dtype.kind == "c":
        return str(actual), str(expected)
    for digits in range(4, 18):
        actual_text, expected_text = f"{float(actual):.{digits}g}", f"{float(expected):.{digits}g}"
        if actual_text != expected_text:
            break
    return actual_text, expected_text


def show(value: Value, limit: int = 60) -> str:
    """Name a value in a sentence, briefly."""
    if isinstance(value, str):
        return '"' + value[:limit] + '"'
    if isinstance(value, bytes):
        return f"the bytes {value[:limit]!r}"
    if value is None or isinstance(value, bool | int | float | complex):
        return repr(value)[:limit]
    if isinstance(value, np.ndarray):
        return f"{_kind(value)}" if value.ndim else str(value)[:limit]
    if isinstance(value, Mapping):
        return "a dictionary"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    return f"a value of type {getattr(value, 'type_name', type(value).__name__)}"


def _kind(array: Array) -> str:
    return f"an array of shape {array.shape}" if array.ndim else "a number"


def _keys(mapping: Mapping[Any, Value], limit: int = 12) -> str:
    names = [show(key) for key in list(mapping)[:limit]]
    rest = ", ..." if len(mapping) > limit else ""
    return (", ".join(names) + rest) if names else "none"
