"""Keeps answers for when the same question comes again: so many of them, so many bytes, or an object's life long.

`LRUCache`        a dictionary that lets go of what was used longest ago, once it holds too many or too much
`memoize_text`    a function of a text that many hand in: the same cells, functions, starters
`memoize_object`  a function of an object that comes again as the very same: results of equal programs
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from functools import wraps
from hashlib import blake2b
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

LONGEST = 20_000  # characters of a text whose answer is kept: what is larger will hardly come again

Key = TypeVar("Key", bound="Hashable")
Made = TypeVar("Made")
Other = TypeVar("Other")


class LRUCache(Generic[Key, Made]):
    """A dictionary of at most so many values of at most so many bytes together; None is no limit.

    Over a limit it lets go of the least recently used, even of what was just put in, where that alone is too large.
    How many bytes a value takes, whoever puts it in says.
    """

    def __init__(self, count: int | None = None, room: int | None = None) -> None:
        self.count, self.room = count, room
        self.size = 0  # bytes
        self._values: OrderedDict[Key, tuple[Made, int]] = OrderedDict()  # with their sizes, oldest use first

    @overload
    def get(self, key: Key) -> Made | None: ...
    @overload
    def get(self, key: Key, default: Other) -> Made | Other: ...
    def get(self, key: Key, default: object = None) -> object:
        """Return a value, which is a use of it, or the default."""
        if key not in self._values:
            return default
        self._values.move_to_end(key)
        return self._values[key][0]

    def peek(self, key: Key) -> Made | None:
        """Return a value or None; it is no use: the value is let go of as soon as if it had not been looked at."""
        return self._values[key][0] if key in self._values else None

    def put(self, key: Key, value: Made, size: int = 0) -> None:
        """Keep a value of so many bytes, in the place of the one that had this key."""
        self.size += size - (self._values.pop(key)[1] if key in self._values else 0)
        self._values[key] = value, size
        while self._over():
            self.size -= self._values.popitem(last=False)[1][1]

    def _over(self) -> bool:
        too_many = self.count is not None and len(self._values) > self.count
        return too_many or (self.room is not None and self.size > self.room)

    def clear(self) -> None:
        self._values.clear()
        self.size = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Key]:
        """Yield the keys, the one used longest ago first."""
        return iter(self._values)


def memoize_text(texts: int) -> Callable[[Callable[[str], Made]], Callable[[str], Made]]:
    """Have a function of one text remember so many of its answers; texts are known by their hash, not kept."""

    def decorate(function: Callable[[str], Made]) -> Callable[[str], Made]:
        answers: LRUCache[bytes, Made] = LRUCache(texts)

        @wraps(function)
        def call(text: str) -> Made:
            if len(text) > LONGEST:
                return function(text)
            key = text_key(text)
            answer = answers.get(key, _ABSENT)
            if isinstance(answer, _Absent):
                answer = function(text)
                answers.put(key, answer)
            return answer

        return call

    return decorate


def text_key(text: str) -> bytes:
    """Return what a text is known by; any text, also one that is no valid Unicode."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).digest()


class _Absent:
    """The answer that is not kept: None is one that may be."""


_ABSENT = _Absent()


def memoize_object(function: Callable[..., Made]) -> Callable[..., Made]:
    """Have a function of an object, and of what else it is given, remember its answer from the second call on.

    An object is known by identity and let go of by whoever else has it; what was made of it goes with it. Most
    objects come once: what was made of them is kept only when they come again.
    """
    answers: dict[tuple[Hashable, ...], tuple[weakref.ref[object], Made | None]] = {}

    @wraps(function)
    def call(subject: object, *rest: Hashable) -> Made:
        key = id(subject), *rest
        reference, answer = answers.get(key, (None, None))
        if answer is not None:
            return answer
        answer = function(subject, *rest)
        again = reference is not None
        answers[key] = (
            reference or weakref.ref(subject, lambda _: answers.pop(key, None)),
            answer if again else None,
        )
        return answer

    return call
