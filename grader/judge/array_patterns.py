"""Signs that one wrong array may show beside the expected one: its transpose, a lost axis, another order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judge.evidence import MATCH, Evidence
from grader.tolerance import Tolerance

Array = NDArray[Any]
NEAR = Tolerance(MATCH, 1e-18)


class NoNumbersError(Exception):
    """Some wrong value is no array of real numbers."""


def wrong_pairs(evidence: Evidence) -> Iterator[tuple[int, Array, Array]]:
    """Yield every wrong slot with the student's array and the expected one, if all are numbers."""
    for index, actual, expected in evidence.pairs:
        if actual is None or expected is None or evidence.slots[index].length:
            raise NoNumbersError
        if actual.dtype.kind == "c" or expected.dtype.kind == "c":
            raise NoNumbersError
        yield index, actual, expected


def is_near(actual: Array, expected: Array) -> bool:
    return actual.shape == expected.shape and bool(NEAR.accepts(actual, expected).all())


def is_transposed(actual: Array, expected: Array) -> bool:
    return actual.ndim == expected.ndim == 2 and expected.size > 1 and is_near(actual.T, expected)


def is_flattened(actual: Array, expected: Array) -> bool:
    return (
        actual.ndim < expected.ndim
        and actual.size == expected.size
        and is_near(actual.ravel(), expected.ravel())
    )


def is_reshaped(actual: Array, expected: Array) -> bool:
    return (
        actual.shape != expected.shape
        and actual.size == expected.size
        and is_near(actual.ravel(), expected.ravel())
    )


def is_all_zero(actual: Array, expected: Array) -> bool:
    return not actual.any() and bool(expected.any())


def is_reordered(actual: Array, expected: Array) -> bool:
    return (
        expected.size > 2
        and actual.size == expected.size
        and is_near(np.sort(actual.ravel()), np.sort(expected.ravel()))
    )


def is_total_repeated(actual: Array, expected: Array) -> bool:
    total = expected.sum() if expected.ndim == 2 and expected.size > 1 else None
    return total is not None and abs(total) > 1e-9 and is_near(actual, np.broadcast_to(total, actual.shape))


def is_mean_repeated(actual: Array, expected: Array) -> bool:
    mean = expected.mean() if expected.ndim == 2 and expected.size > 1 else None
    return mean is not None and abs(mean) > 1e-9 and is_near(actual, np.broadcast_to(mean, actual.shape))


def is_column_repeated(actual: Array, expected: Array) -> bool:
    """A column that was broadcast into a matrix."""
    return (
        actual.ndim == expected.ndim == 2
        and expected.shape[1] == 1 < actual.shape[1]
        and actual.shape[0] == expected.shape[0]
        and is_near(actual, np.broadcast_to(expected, actual.shape))
    )


def is_rounded(actual: Array, expected: Array) -> bool:
    if actual.shape != expected.shape or (expected == np.round(expected)).all():
        return False
    return bool((actual == np.round(actual)).all() and (np.abs(actual - expected) <= 1).all())


def is_cut_off(actual: Array, expected: Array) -> bool:
    return not is_near(actual, expected) and is_near(actual, np.trunc(expected))


def is_first_row_right(actual: Array, expected: Array) -> bool:
    """The first row is right, and no other."""
    if actual.shape != expected.shape or actual.ndim != 2 or len(actual) < 2:
        return False
    rows = [is_near(row, expected_row) for row, expected_row in zip(actual, expected, strict=True)]
    return rows[0] and not any(rows[1:])


def own_factors(actual: Array, expected: Array) -> Array | None:
    """Return what each row is a multiple of the expected one by; None where some row is not."""
    if (
        actual.shape != expected.shape
        or actual.ndim != 2
        or actual.shape[1] < 2
        or not np.isfinite(actual).all()
    ):
        return None
    squares = (expected * expected).sum(axis=1)
    if not squares.all():
        return None
    factors = np.asarray((actual * expected).sum(axis=1) / squares)
    multiples = (
        is_near(row, factor * expected_row)
        for row, expected_row, factor in zip(actual, expected, factors, strict=True)
    )
    return factors if factors.all() and all(multiples) else None


def is_complement(actual: Array, expected: Array) -> bool:
    return is_near(actual, 1 - expected)


def is_magnitude(actual: Array, expected: Array) -> bool:
    return is_near(actual, np.abs(expected))


def is_not_finite(actual: Array, expected: Array) -> bool:
    return actual.size > 0 and not np.isfinite(actual).any() and bool(np.isfinite(expected).all())
