"""Classical test statistics of an assignment: how hard each item is, and whether it tells strong from weak.

An item is an exercise or a case; a student's strength is what they earned elsewhere, so that no item vouches
for itself. `discrimination` is the correlation of the two; `upper` and `lower` are the item's means among the
strongest and weakest 27 per cent, the shares that tell them apart best (Kelley, 1939).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 10  # students below which nothing is said of discrimination
KELLEY = 0.27


@dataclass(frozen=True, slots=True)
class Item:
    """How hard an exercise or a case is, and how well it tells strong from weak."""

    students: int
    mean: float  # share of its points earned, 0 to 1
    discrimination: float | None = None
    upper: float | None = None
    lower: float | None = None
    strong: int = 0  # the strongest students, and how many of them do not get all of it
    strong_failing: int = 0


def measure_item(shares: NDArray[np.float64], rest: NDArray[np.float64]) -> Item:
    """Measure an item from each student's share of it and score elsewhere."""
    students = len(shares)
    mean = float(shares.mean()) if students else 0.0
    if students < FEWEST or np.ptp(rest) == 0:
        return Item(students, mean)
    count = max(1, round(KELLEY * students))
    ranked = np.sort(rest)
    # students of equal strength are all in or all out: their order would be chance
    weakest, strongest = rest <= ranked[count - 1], rest >= ranked[-count]
    if ranked[count - 1] >= ranked[-count]:
        return Item(students, mean, _correlation(shares, rest))
    failing = int((shares[strongest] < 1).sum())
    return Item(
        students,
        mean,
        _correlation(shares, rest),
        float(shares[strongest].mean()),
        float(shares[weakest].mean()),
        int(strongest.sum()),
        failing,
    )


def _correlation(shares: NDArray[np.float64], rest: NDArray[np.float64]) -> float | None:
    if np.ptp(shares) < 1e-9 or np.ptp(rest) < 1e-9:
        return None
    return float(np.corrcoef(shares, rest)[0, 1])


def suspicion(item: Item) -> str:
    """Say in a sentence why an item should be looked at; empty where nothing speaks against it."""
    if item.students < FEWEST:
        return ""
    if item.mean == 0:
        return f"None of {item.students} students passes it."
    if item.upper is None or item.lower is None:
        return ""
    if item.strong_failing * 2 >= item.strong > 0 and item.mean < 0.5:
        return f"{item.strong_failing} of the {item.strong} strongest students fail it."
    if item.upper < item.lower - 0.02:
        return f"Weak students do better: {item.lower:.0%} of the weakest pass, {item.upper:.0%} of the strongest."
    return ""


def histogram(shares: NDArray[np.float64], bins: int = 20) -> list[int]:
    """Count shares from 0 to 1 in bins that hold their lower edge; full marks have one of their own."""
    bin_numbers = np.floor(np.clip(shares, 0, 1) * bins + 1e-9).astype(int)
    return [int(count) for count in np.bincount(bin_numbers, minlength=bins + 1)]
