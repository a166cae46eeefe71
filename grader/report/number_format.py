"""Columns of numbers, written alike so that they can be compared at a glance."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def format_number(actual: NDArray[Any], expected: NDArray[Any]) -> tuple[list[str], list[str]]:
    """Write two flat arrays in one format; a pair that differs is given the digits to show it."""
    mine, right = actual.tolist(), expected.tolist()
    form = _form(mine + right)
    texts = [format(number, form) for number in mine], [format(number, form) for number in right]
    for at in range(min(len(mine), len(right))):
        if texts[0][at] == texts[1][at] and mine[at] != right[at]:
            texts[0][at], texts[1][at] = _apart(mine[at], right[at], form)
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


def _apart(mine: float, right: float, form: str) -> tuple[str, str]:
    for digits in range(4, 12):
        one, other = f"{mine:.{digits}g}", f"{right:.{digits}g}"
        if one != other:
            return one, other
    return format(mine, form), format(right, form)
