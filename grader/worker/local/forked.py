"""A process for a student's code, forked from the command itself: NumPy is imported once for both.

What it knows is what the command has read by then, which is nothing that the student does not have.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
import warnings
from types import ModuleType

from grader.errors import WorkerError
from grader.worker.child.channel import Channel
from grader.worker.clock import Deadline, processor_seconds
from grader.worker.link import Gone, Link
from grader.worker.local import serve
from grader.worker.local.processes import MEMORY, REPLY, START_SECONDS


class Forked:
    """A process for one program; it has the form of the worker's child."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of threads: those of a test runner hold no lock of ours
            self._pid = os.fork()
        if not self._pid:
            ours.close()
            _serve(theirs.detach())
        theirs.close()
        self.link = Link(ours, REPLY)
        self._status: int | None = None

    def ready(self) -> Forked:
        """Wait until the process serves."""
        try:
            self.link.receive(Deadline(START_SECONDS))
        except (Gone, TimeoutError) as error:
            self.discard()
            raise WorkerError(f"a process could not be started: {error}") from error
        return self

    def used(self) -> float | None:
        """Return its processor time so far, in seconds; None where that is not to be known."""
        return processor_seconds(self._pid) if self._status is None else None

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""
        from grader.worker.handles import how_it_ended

        deadline = time.monotonic() + 0.05
        while not self._ended() and time.monotonic() < deadline:
            time.sleep(0.005)
        ended = self._ended()
        status = self.discard()
        return how_it_ended(status) if ended else "it was killed"

    def discard(self) -> int:
        """Kill the process at once and return its wait status."""
        self.link.close()
        if not self._ended():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._status = os.waitpid(self._pid, 0)[1]
        return self._status or 0

    def _ended(self) -> bool:
        if self._status is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self._status = status if pid else None
        return self._status is not None


def _serve(line: int) -> None:
    """Be the student's process: no terminal, no grader to import, no return."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in range(3):
            os.dup2(nothing, number)
        for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
            del sys.modules[name]
        sys.modules["grader"] = empty = ModuleType("grader")
        empty.__path__ = []
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        serve.serve(Channel(line, line), MEMORY)
    finally:
        os._exit(70)
