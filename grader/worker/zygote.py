"""The grader's handles of the warm process and of the children it forks."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.worker.link import Link

if TYPE_CHECKING:
    from grader.worker.limits import Limits

_PID = struct.Struct("<iq")
_FORK, _REAP = 0, 1
START_SECONDS = 60.0
_FOLDER = Path(__file__).parent

# The child's code imports itself as grader.worker, but nothing else of the grader may be in reach.
_BOOT = """
import sys, types
sys.path[1:1] = {path!r}
for name, folder in (("grader", []), ("grader.worker", [{folder!r}])):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = folder
from grader.worker.child import zygote
zygote.main({control})
"""

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


class Zygote:
    """A running warm process; it forks a child on demand and knows nothing else."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(START_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", self._boot(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._ready = False

    def _boot(self, control: int) -> str:
        return _BOOT.format(path=[], folder=str(_FOLDER), control=control)

    def fork(self, limits: Limits) -> Child:
        """Start a child that knows nothing yet."""
        try:
            self._await_ready()
            ours, theirs = socket.socketpair()
            with theirs:
                socket.send_fds(self._line, [_PID.pack(_FORK, 0)], [theirs.fileno()])
                answer, handles, _, _ = socket.recv_fds(self._line, _PID.size, 1)
            _, pid = _PID.unpack(answer)
        except (OSError, struct.error) as error:
            raise WorkerError(f"the worker could not start a process: {error}") from error
        return Child(self, Link(ours, limits.reply_bytes), pid, handles[0] if handles else None)

    def reap(self, pid: int) -> int:
        """Return the wait status of a child that has ended or was killed."""
        try:
            self._line.sendall(_PID.pack(_REAP, pid))
            return int(_PID.unpack(self._line.recv(_PID.size))[1])
        except (OSError, struct.error) as error:
            raise WorkerError(f"the worker ended: {error}") from error

    def _await_ready(self) -> None:
        if not self._ready:
            if self._line.recv(5) != b"ready":
                raise WorkerError("the worker could not be started")
            self._ready = True

    def close(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()


class Child:
    """A process for one submission."""

    def __init__(self, zygote: Zygote, link: Link, pid: int, handle: int | None) -> None:
        self._zygote, self.link, self._pid, self._handle = zygote, link, pid, handle

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""
        ended = self._ended(0.05)
        self._kill()
        self.link.close()
        status = self._zygote.reap(self._pid)
        if self._handle is not None:
            os.close(self._handle)
        return _describe(status) if ended else "it was killed"

    def discard(self) -> None:
        """Kill the process at once."""
        self._kill()
        self.link.close()
        self._zygote.reap(self._pid)
        if self._handle is not None:
            os.close(self._handle)

    def _ended(self, seconds: float) -> bool:
        if self._handle is None:
            return False
        return bool(select.select([self._handle], [], [], seconds)[0])

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            else:
                os.kill(self._pid, signal.SIGKILL)


def _describe(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"it was ended by {signal.Signals(number).name}"
    return f"it ended with exit status {os.WEXITSTATUS(status)}"
