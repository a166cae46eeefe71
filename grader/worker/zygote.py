"""The grader's handles of the warm process and of the children it forks."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import subprocess
import time
from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.worker import sandbox
from grader.worker.link import Gone, Link

if TYPE_CHECKING:
    from grader.model import Tier
    from grader.worker.limits import Limits

_PID = struct.Struct("<iq")
_FORK, _REAP = 0, 1  # what is asked of the warm process
START_SECONDS = 60.0

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

    def __init__(self, tier: Tier, limits: Limits) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(START_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                sandbox.command(tier, limits, theirs.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._ready = False

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
        child = Child(self, Link(ours, limits.reply_bytes), pid, handles[0] if handles else None)
        return child.confined()

    def reap(self, pid: int) -> int:
        """Return the wait status of a child that has ended or was killed."""
        try:
            self._line.sendall(_PID.pack(_REAP, pid))
            return int(_PID.unpack(self._line.recv(_PID.size))[1])
        except (OSError, struct.error) as error:
            raise WorkerError(f"the worker ended: {error}") from error

    def _await_ready(self) -> None:
        if not self._ready:
            said = self._line.recv(1000)
            if said != b"ready":
                raise WorkerError(f"the worker could not be started: {said.decode(errors='replace') or 'it ended'}")
            self._ready = True

    def close(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()


class Child:
    """A process for one submission."""

    def __init__(self, zygote: Zygote, link: Link, pid: int, handle: int | None) -> None:
        self._zygote, self.link, self._pid, self._handle = zygote, link, pid, handle

    def confined(self) -> Child:
        """Wait for the process to say that its walls stand, before it is given anything."""
        try:
            failure = self.link.receive(time.monotonic() + START_SECONDS)
        except (Gone, TimeoutError) as error:
            failure = str(error) or "it did not answer"
        if failure:
            self.discard()
            raise WorkerError(f"the worker could not confine a process: {failure}")
        return self

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
