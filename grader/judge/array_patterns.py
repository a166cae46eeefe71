"""Signs that one wrong array may show beside the expected one: its transpose, a lost axis, another order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judge.evidence import Evidence

Array = NDArray[Any]


class NoNumbersError(Exception):
    """Some wrong value is no array of real numbers."""


def wrong_pairs(evidence: Evidence) -> Iterator[tuple[int, Array, Array]]:
    """Yield every wrong slot with the student's array and the expected one, if all are numbers."""
    for index, mine, right in evidence.pairs:
        if mine is None or right is None or evidence.slots[index].length:
            raise NoNumbersError
        if mine.dtype.kind == "c" or right.dtype.kind == "c":
            raise NoNumbersError
        yield index, mine, right


def near(mine: Array, right: Array) -> bool:
    if mine.shape != right.shape:
        return False
    scale = max(float(np.abs(right[np.isfinite(right)]).max(initial=0.0)), 1e-12)
    return bool(np.allclose(mine, right, rtol=0, atol=1e-6 * scale))


def transposed(mine: Array, right: Array) -> bool:
    return mine.ndim == right.ndim == 2 and right.size > 1 and near(mine.T, right)


def flattened(mine: Array, right: Array) -> bool:
    return mine.ndim < right.ndim and mine.size == right.size and near(mine.ravel(), right.ravel())


def reshaped(mine: Array, right: Array) -> bool:
    return mine.shape != right.shape and mine.size == right.size and near(mine.ravel(), right.ravel())


def zero(mine: Array, right: Array) -> bool:
    return not mine.any() and bool(right.any())


def reordered(mine: Array, right: Array) -> bool:
    return right.size > 2 and mine.size == right.size and near(np.sort(mine.ravel()), np.sort(right.ravel()))


def totalled(mine: Array, right: Array) -> bool:
    total = right.sum() if right.ndim == 2 and right.size > 1 else None
    return total is not None and abs(total) > 1e-9 and near(mine, np.broadcast_to(total, mine.shape))


def averaged(mine: Array, right: Array) -> bool:
    mean = right.mean() if right.ndim == 2 and right.size > 1 else None
    return mean is not None and abs(mean) > 1e-9 and near(mine, np.broadcast_to(mean, mine.shape))


def repeated(mine: Array, right: Array) -> bool:
    """A column that was broadcast into a matrix."""
    return (
        mine.ndim == right.ndim == 2
        and right.shape[1] == 1 < mine.shape[1]
        and mine.shape[0] == right.shape[0]
        and near(mine, np.broadcast_to(right, mine.shape))
    )


def rounded(mine: Array, right: Array) -> bool:
    if mine.shape != right.shape or (right == np.round(right)).all():
        return False
    return bool((mine == np.round(mine)).all() and (np.abs(mine - right) <= 1).all())


def cut_off(mine: Array, right: Array) -> bool:
    return not near(mine, right) and near(mine, np.trunc(right))


def first_row(mine: Array, right: Array) -> bool:
    """The first row is right, and no other."""
    if mine.shape != right.shape or mine.ndim != 2 or len(mine) < 2:
        return False
    rows = [near(one, other) for one, other in zip(mine, right, strict=True)]
    return rows[0] and not any(rows[1:])


def own_factors(mine: Array, right: Array) -> Array | None:
    """Return what each row is a multiple of the expected one by; None where some row is not."""
    if mine.shape != right.shape or mine.ndim != 2 or mine.shape[1] < 2 or not np.isfinite(mine).all():
        return None
    squares = (right * right).sum(axis=1)
    if not squares.all():
        return None
    factors = np.asarray((mine * right).sum(axis=1) / squares)
    multiples = (near(one, factor * other) for one, other, factor in zip(mine, right, factors, strict=True))
    return factors if factors.all() and all(multiples) else None


def complement(mine: Array, right: Array) -> bool:
    return near(mine, 1 - right)


def magnitude(mine: Array, right: Array) -> bool:
    return near(mine, np.abs(right))


def not_finite(mine: Array, right: Array) -> bool:
    return mine.size > 0 and not np.isfinite(mine).any() and bool(np.isfinite(right).all())
