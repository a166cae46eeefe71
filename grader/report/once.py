"""What was made of an object is kept for when it comes again: results of equal programs are the same objects."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

KEPT = 2048

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Calls a function once for an object and what else it is given; the object is known by identity.

    What is kept holds the object, so that no other can come to have its identity.
    """

    def __init__(self, make: Callable[..., Made]) -> None:
        self._make = make
        self._made: OrderedDict[tuple[Hashable, ...], tuple[object, Made]] = OrderedDict()

    def __call__(self, one: object, *rest: Hashable) -> Made:
        key = id(one), *rest
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key][1]
        made = self._make(one, *rest)
        self._made[key] = one, made
        if len(self._made) > KEPT:
            self._made.popitem(last=False)
        return made
