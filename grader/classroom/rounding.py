"""Exact numbers, and how they are rounded: once, in the end, half up, as people round.

A binary number is taken for the decimal that it prints as: 0.1 is a tenth.
"""

from __future__ import annotations

from fractions import Fraction

DIGITS = 6  # of a point: what a record keeps of a score


def exact(value: float | Fraction) -> Fraction:
    """Return a number as the fraction that it prints as."""
    return value if isinstance(value, Fraction) else Fraction(str(value))


def points(value: float) -> Fraction:
    """Return a score as the record keeps it; what adding in binary left behind is no part of it."""
    return exact(round(value, DIGITS))


def half_up(value: Fraction, digits: int) -> Fraction:
    """Round to so many decimals; a half goes up, away from zero."""
    unit = 10**digits
    rounded = (2 * abs(value) * unit + 1) // 2
    return Fraction(rounded if value >= 0 else -rounded, unit)


def with_decimals(value: Fraction, digits: int) -> str:
    """Write a number with so many decimals, one at least: 66.67."""
    rounded = half_up(value, digits)
    whole, part = divmod(int(abs(rounded) * 10**digits), 10**digits)
    return f"{'-' if rounded < 0 else ''}{whole}.{part:0{digits}}"


def in_short(value: float | Fraction | None, digits: int = DIGITS) -> str:
    """Write a number with so many decimals at most: 66.67, 40; nothing where there is none."""
    return "" if value is None else with_decimals(exact(value), digits).rstrip("0").rstrip(".")
