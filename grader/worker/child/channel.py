"""Frames over a socket or a pair of pipes, as the student's process sees them."""

from __future__ import annotations

import os
import struct
from typing import Any

from grader.worker.wire import decode, encode

_LENGTH = struct.Struct("<I")
_SMALL = 1 << 16  # bytes that are read at once, if they are there


class Channel:
    """The child's end; it ends the process when the grader is gone."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._arrived = b""  # beyond what was asked for: a frame and its length come as one

    def send(self, message: Any) -> None:
        frame = encode(message)
        rest = memoryview(_LENGTH.pack(len(frame)) + frame)
        while rest:
            rest = rest[os.write(self._outgoing, rest) :]

    def receive(self) -> Any:
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return decode(self._exactly(length))

    def _exactly(self, size: int) -> bytes:
        parts, missing = [self._arrived], size - len(self._arrived)
        while missing > 0:
            part = os.read(self._incoming, max(missing, _SMALL))
            if not part:
                os._exit(0)
            parts.append(part)
            missing -= len(part)
        whole = b"".join(parts)
        self._arrived = whole[size:]
        return whole[:size]
