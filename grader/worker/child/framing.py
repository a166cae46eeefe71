"""Messages one after another on a line, each behind its length: the one place where that form is written and read."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTH = struct.Struct("<I")
_SMALL = 1 << 16  # bytes that are asked for at once, whether or not so many are missing
_LARGE = 1 << 20  # and never more than these


class FrameTooLongError(ValueError):
    """The other side announced more than is taken from it."""


def with_length(frame: bytes) -> bytes:
    """Return a frame as it goes over a line."""
    return _LENGTH.pack(len(frame)) + frame


class FrameReader:
    """Cuts what arrives into frames; what came beyond one is kept for the next, as a frame and its length do."""

    def __init__(self, limit: int) -> None:
        self._limit = limit  # bytes of one frame
        self._arrived = bytearray()

    def read(self, receive: Callable[[int], bytes]) -> memoryview:
        """Return the next frame; raise FrameTooLongError where it is longer than the limit.

        `receive` returns what has arrived, one byte at least and at most so many; what it raises comes through, and
        nothing is lost by it.
        """
        while len(self._arrived) < _LENGTH.size:
            self._arrived += receive(_SMALL)
        end = _LENGTH.size + _LENGTH.unpack_from(self._arrived)[0]
        if end > self._limit + _LENGTH.size:
            raise FrameTooLongError
        # memory is spent on what arrives, not on what is announced
        while (missing := end - len(self._arrived)) > 0:
            self._arrived += receive(min(max(missing, _SMALL), _LARGE))
        arrived, self._arrived = self._arrived, self._arrived[end:]
        return memoryview(arrived)[_LENGTH.size : end]
