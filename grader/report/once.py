"""What was made of an object is kept for when it comes again: results of equal programs are the same objects."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Calls a function for an object and what else it is given, and once it comes again never a third time.

    An object is known by identity and let go of by whoever else has it; what was made of it goes with it.
    """

    def __init__(self, make: Callable[..., Made]) -> None:
        self._make = make
        self._made: dict[tuple[Hashable, ...], tuple[weakref.ref[object], Made | None]] = {}

    def __call__(self, one: object, *rest: Hashable) -> Made:
        key = id(one), *rest
        seen, made = self._made.get(key, (None, None))
        if made is not None:
            return made
        made = self._make(one, *rest)
        reference = seen or weakref.ref(one, lambda _: self._made.pop(key, None))
        self._made[key] = reference, made if seen else None
        return made
