"""Signs that one wrong array may show beside the expected one: its transpose, a lost axis, another order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence

Array = NDArray[Any]


class NoNumbersError(Exception):
    """Some wrong value is no array of numbers."""


def wrong_pairs(evidence: Evidence) -> Iterator[tuple[int, Array, Array]]:
    """Yield every wrong slot with the student's array and the expected one, if all are numbers."""
    for index in evidence.wrong_slots:
        mine, right = as_numbers(evidence.values[index]), as_numbers(evidence.right_values[index])
        if mine is None or right is None or evidence.slots[index].length:
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
    return total is not None and abs(total) > 1e-9 and near(mine, np.full(mine.shape, total))


def averaged(mine: Array, right: Array) -> bool:
    mean = right.mean() if right.ndim == 2 and right.size > 1 else None
    return mean is not None and abs(mean) > 1e-9 and near(mine, np.full(mine.shape, mean))


def repeated(mine: Array, right: Array) -> bool:
    """A column that was broadcast into a matrix."""
    return (
        mine.ndim == right.ndim == 2
        and right.shape[1] == 1 < mine.shape[1]
        and near(mine, np.tile(right, mine.shape[1]))
    )


def rounded(mine: Array, right: Array) -> bool:
    if mine.shape != right.shape or (right == np.round(right)).all():
        return False
    return bool((mine == np.round(mine)).all() and (np.abs(mine - right) <= 1).all())


def complement(mine: Array, right: Array) -> bool:
    return near(mine, 1 - right)


def magnitude(mine: Array, right: Array) -> bool:
    return near(mine, np.abs(right))


def not_finite(mine: Array, right: Array) -> bool:
    return mine.size > 0 and not np.isfinite(mine).any() and bool(np.isfinite(right).all())
