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

from grader.worker.child.channel import Channel
from grader.worker.child_process import await_start, describe_end
from grader.worker.clock import processor_seconds
from grader.worker.link import SocketLink
from grader.worker.local import MEMORY, REPLY, serve


class ForkedProcess:
    """A process for one program."""

    def __init__(self) -> None:
        near, far = socket.socketpair()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of threads: those of a test runner hold no lock of ours
            self._pid = os.fork()
        if not self._pid:
            near.close()
            _serve(far.detach())
        far.close()
        self.link = SocketLink(near, REPLY)
        self._status: int | None = None

    def ready(self) -> ForkedProcess:
        """Wait until the process serves."""
        await_start(self, "a process could not be started")
        return self

    def seconds_used(self) -> float | None:
        """Return its processor time so far, in seconds; None where that is not to be known."""
        return processor_seconds(self._pid) if self._status is None else None

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""
        deadline = time.monotonic() + 0.05
        while self._poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        status = self._poll()
        self.discard()
        return "it was killed" if status is None else describe_end(status)

    def discard(self) -> None:
        """Kill the process at once."""
        self.link.close()
        if self._poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._status = os.waitpid(self._pid, 0)[1]

    def _poll(self) -> int | None:
        """Return the wait status of a process that has ended."""
        if self._status is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            self._status = status if pid else None
        return self._status


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
