"""A line over a process's standard input and output, with a deadline on any system."""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING

from grader.worker.link import Link, NoAnswer
from grader.worker.local import REPLY

if TYPE_CHECKING:
    import subprocess

    from grader.worker.clock import Deadline

_PIECE = 1 << 16  # bytes that are read at once


class PipeLink(Link):
    """A thread waits for what arrives: on some systems nothing else can wait for a pipe and for a time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(REPLY)
        self._process = process
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()  # an empty one is the end
        self._piece = b""  # what is left of the last that was taken
        threading.Thread(target=self._collect, daemon=True).start()

    def close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _write(self, data: bytes, deadline: Deadline) -> None:  # noqa: ARG002  # a process that serves us is always reading
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError as error:
            raise NoAnswer("the process ended") from error

    def _read(self, size: int, deadline: Deadline) -> bytes:
        while not self._piece:
            patience = deadline.patience()
            with contextlib.suppress(queue.Empty):
                self._piece = self._pieces.get(timeout=patience)
                if not self._piece:
                    self._pieces.put(b"")  # it has ended for whoever asks again, too
                    raise NoAnswer("the process ended")
        part, self._piece = self._piece[:size], self._piece[size:]
        return part

    def _collect(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while piece := self._process.stdout.read1(_PIECE):  # type: ignore[attr-defined]  # it is buffered
                self._pieces.put(piece)
        self._pieces.put(b"")
