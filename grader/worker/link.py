"""Frames over a socket with a deadline and a cap: the grader's end, which trusts nothing that arrives."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from grader.worker.wire import WireError, decode, encode

if TYPE_CHECKING:
    import socket

    from grader.worker.clock import Deadline

_LENGTH = struct.Struct("<I")
_SMALL = 1 << 16  # bytes that are read at once, if they are there


class Gone(Exception):  # noqa: N818  # not an error: an ordinary end of a student's process
    """The other side ended, or what it sent is no message."""


class Link:
    def __init__(self, sock: socket.socket, limit: int) -> None:
        self._sock, self._limit = sock, limit
        self._arrived = bytearray()  # beyond what was asked for: a frame and its length come as one

    def send(self, message: Any, deadline: Deadline) -> None:
        """Send a message; raise TimeoutError if the other side does not take it in time."""
        self.pass_on(encode(message), deadline)

    def pass_on(self, frame: bytes, deadline: Deadline) -> None:
        """Send a message that is encoded already."""
        rest = memoryview(_LENGTH.pack(len(frame)) + frame)
        while rest:
            self._sock.settimeout(deadline.patience())
            try:
                rest = rest[self._sock.send(rest) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise Gone("the process ended") from error

    def receive(self, deadline: Deadline) -> Any:
        """Return the next message; raise TimeoutError at the deadline and Gone if there is none to come."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        if length > self._limit:
            raise Gone(f"its reply was larger than {self._limit >> 20} MB")
        frame = self._exactly(length, deadline)
        try:
            return decode(memoryview(frame))
        except WireError as error:
            raise Gone("its reply was no reply") from error

    def close(self) -> None:
        self._sock.close()

    def _exactly(self, size: int, deadline: Deadline) -> bytearray:
        """Read so many bytes; memory is spent on what arrives, not on what is announced."""
        while len(self._arrived) < size:
            self._sock.settimeout(deadline.patience())
            try:
                part = self._sock.recv(min(max(size - len(self._arrived), _SMALL), 1 << 20))
            except TimeoutError:
                continue
            except OSError as error:
                raise Gone("the process ended") from error
            if not part:
                raise Gone("the process ended")
            self._arrived += part
        read, self._arrived = self._arrived, self._arrived[size:]
        del read[size:]
        return read
