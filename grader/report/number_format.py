"""Columns of numbers, written alike so that they can be compared at a glance."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def format_number(actual: NDArray[Any], expected: NDArray[Any]) -> tuple[list[str], list[str]]:
    """Write two flat arrays in one format; a pair that differs is given the digits to show it."""
    actual_numbers, expected_numbers = actual.tolist(), expected.tolist()
    form = _form(actual_numbers + expected_numbers)
    texts = (
        [format(number, form) for number in actual_numbers],
        [format(number, form) for number in expected_numbers],
    )
    for at in range(min(len(actual_numbers), len(expected_numbers))):
        if texts[0][at] == texts[1][at] and actual_numbers[at] != expected_numbers[at]:
            texts[0][at], texts[1][at] = _apart(actual_numbers[at], expected_numbers[at], form)
    return texts


def _form(numbers: list[float]) -> str:
    """Choose decimals that suit most: none for whole numbers, three as a rule, exponents for extremes.

    The z writes what rounds to nothing as 0, never as -0.
    """
    sizes = [abs(number) for number in numbers if isfinite(number) and number]
    if not sizes:
        return "z.0f"
    if max(sizes) >= 1e5 or max(sizes) < 1e-2:
        return "z.2e"
    if all(size.is_integer() for size in sizes):
        return "z.0f"
    return "z.1f" if max(sizes) >= 1e3 else "z.3f"


def _apart(actual: float, expected: float, form: str) -> tuple[str, str]:
    for digits in range(4, 12):
        actual_text, expected_text = f"{actual:.{digits}g}", f"{expected:.{digits}g}"
        if actual_text != expected_text:
            return actual_text, expected_text
    return format(actual, form), format(expected, form)
