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
    students: int
    mean: float  # share of its points earned, 0 to 1
    discrimination: float | None = None
    upper: float | None = None
    lower: float | None = None
    strong: int = 0  # the strongest students, and how many of them do not get all of it
    strong_failing: int = 0


def item(shares: NDArray[np.float64], rest: NDArray[np.float64]) -> Item:
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


def _correlation(left: NDArray[np.float64], right: NDArray[np.float64]) -> float | None:
    if np.ptp(left) < 1e-9 or np.ptp(right) < 1e-9:
        return None
    return float(np.corrcoef(left, right)[0, 1])


def suspicion(found: Item) -> str:
    """Say in a sentence why an item should be looked at; empty where nothing speaks against it."""
    if found.students < FEWEST:
        return ""
    if found.mean == 0:
        return f"None of {found.students} students passes it."
    if found.upper is None or found.lower is None:
        return ""
    if found.strong_failing * 2 >= found.strong > 0 and found.mean < 0.5:
        return f"{found.strong_failing} of the {found.strong} strongest students fail it."
    if found.upper < found.lower - 0.02:
        return f"Weak students do better: {found.lower:.0%} of the weakest pass, {found.upper:.0%} of the strongest."
    return ""


def histogram(shares: NDArray[np.float64], bins: int = 20) -> list[int]:
    """Count shares from 0 to 1 in bins that hold their lower edge; full marks have one of their own."""
    places = np.floor(np.clip(shares, 0, 1) * bins + 1e-9).astype(int)
    return [int(count) for count in np.bincount(places, minlength=bins + 1)]
