"""What was worked out lately of texts that many hand in: the same cells, functions, starters."""

from __future__ import annotations

from functools import lru_cache, wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 20_000  # characters of a text that is kept: memory is spent on what is likely to come again

Made = TypeVar("Made")


def lately(texts: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Have a function of one text remember so many of its answers."""

    def decorate(function: Callable[[str], Made]) -> Callable[[str], Made]:
        remembered = lru_cache(maxsize=texts)(function)

        @wraps(function)
        def call(text: str) -> Made:
            return remembered(text) if len(text) <= LONGEST else function(text)

        return call

    return decorate
