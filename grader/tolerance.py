"""How far a number may be from the expected one and be right: the one rule by which all of the grader goes.

A number is right within `atol + rtol * s`, where s is the largest finite magnitude of the expected array. What
rounding does to a sum is bounded by its terms' magnitudes, not by the sum's own, which may cancel (N. J. Higham,
Accuracy and Stability of Numerical Algorithms, 2nd edition, SIAM 2002, section 3.1: inner products). So an entry near
zero is as uncertain as its neighbours, and is not judged more harshly than they are. NaN is never right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.values import fits

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tolerance:
    rtol: float = 1e-5
    atol: float = 1e-8
    ignore: tuple[str, ...] = ()  # glob patterns of dictionary keys that are not compared

    def ignores(self, key: object) -> bool:
        """Tell whether what a dictionary holds under a key is not compared."""
        return fits(key, self.ignore)

    def allowance(self, expected: NDArray[Any]) -> float:
        """Return how far an entry may be from this array's."""
        with np.errstate(all="ignore"):
            finite = np.abs(expected[np.isfinite(expected)])
            return float(self.atol + self.rtol * (finite.max() if finite.size else 0.0))

    def accepts(self, actual: NDArray[Any], expected: NDArray[Any]) -> NDArray[np.bool_]:
        """Mark the entries that are right, of two arrays of one shape; an infinity is right where it is expected."""
        with np.errstate(all="ignore"):
            near = np.abs(actual - expected) <= self.allowance(expected)
            return np.asarray(near | (actual == expected))
