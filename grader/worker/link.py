"""Messages over a line with a deadline and a cap: the grader's end, which trusts nothing that arrives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from grader.worker.child.framing import FrameReader, FrameTooLongError, with_length
from grader.worker.wire import WireError, decode, encode

if TYPE_CHECKING:
    import socket

    from grader.worker.clock import Deadline


class NoAnswer(Exception):  # noqa: N818  # not an error: an ordinary end of a student's process
    """The other side ended, or what it sent is no message."""


class Link(ABC):
    """A line to a process; what it is made of is for `_write`, `_read` and `close` of each kind."""

    def __init__(self, limit: int) -> None:
        self._limit = limit  # bytes of one message that arrives
        self._frames = FrameReader(limit)

    def allow(self, limit: int) -> None:
        """Take messages of so many bytes from now on, before the first has arrived."""
        self._limit, self._frames = limit, FrameReader(limit)

    def send(self, message: Any, deadline: Deadline) -> None:
        """Send a message; raise TimeoutError if the other side does not take it in time."""
        self.pass_on(encode(message), deadline)

    def pass_on(self, frame: bytes, deadline: Deadline) -> None:
        """Send a message that is encoded already."""
        self._write(with_length(frame), deadline)

    def receive(self, deadline: Deadline) -> Any:
        """Return the next message; raise TimeoutError at the deadline and NoAnswer if there is none to come."""
        try:
            return decode(self._frames.read(lambda size: self._read(size, deadline)))
        except FrameTooLongError as error:
            raise NoAnswer(f"its reply was larger than {self._limit >> 20} MB") from error
        except WireError as error:
            raise NoAnswer("its reply was no reply") from error

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def _write(self, data: bytes, deadline: Deadline) -> None:
        """Write all of it; raise TimeoutError at the deadline and NoAnswer where nobody reads any more."""

    @abstractmethod
    def _read(self, size: int, deadline: Deadline) -> bytes:
        """Return what has arrived, one byte at least and at most `size`; raise as `_write` does."""


class SocketLink(Link):
    """A line over a socket."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        super().__init__(limit)
        self._sock = sock

    def close(self) -> None:
        self._sock.close()

    def _write(self, data: bytes, deadline: Deadline) -> None:
        rest = memoryview(data)
        while rest:
            self._sock.settimeout(deadline.patience())
            try:
                rest = rest[self._sock.send(rest) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise NoAnswer("the process ended") from error

    def _read(self, size: int, deadline: Deadline) -> bytes:
        while True:
            self._sock.settimeout(deadline.patience())
            try:
                part = self._sock.recv(size)
            except TimeoutError:
                continue
            except OSError as error:
                raise NoAnswer("the process ended") from error
            if not part:
                raise NoAnswer("the process ended")
            return part
