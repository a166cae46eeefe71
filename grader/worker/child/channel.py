"""Messages over a socket or a pair of pipes, as the student's process sends and receives them."""

from __future__ import annotations

import os
from typing import Any

from grader.worker.child.framing import FrameReader, with_length
from grader.worker.plain import MAX_FRAME
from grader.worker.wire import decode, encode


class Channel:
    """The child's end; it ends the process when the grader is gone."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming, self._outgoing = incoming, outgoing
        self._frames = FrameReader(MAX_FRAME)

    def send(self, message: Any) -> None:
        rest = memoryview(with_length(encode(message)))
        while rest:
            rest = rest[os.write(self._outgoing, rest) :]

    def receive(self) -> Any:
        return decode(self._frames.read(self._read))

    def _read(self, size: int) -> bytes:
        part = os.read(self._incoming, size)
        if not part:
            os._exit(0)
        return part
