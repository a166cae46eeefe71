"""The grader's handles of the warm process and of the children it forks."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import weakref
from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.model import Tier
from grader.worker import sandbox
from grader.worker.child.control import FORGET, FORK, MESSAGE, REAP
from grader.worker.child_process import LOST, START_SECONDS, await_start, describe_end
from grader.worker.clock import seconds_by_handle
from grader.worker.link import SocketLink

if TYPE_CHECKING:
    from grader.worker.limits import Limits

ANSWER_SECONDS = 30.0  # of a warm process that is only to fork, or to see a process end

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


class NoWallsError(WorkerError):
    """The warm process said why its children cannot be confined; asking again will not help."""


class Zygote:
    """A running warm process; it forks a child on demand and knows nothing else."""

    def __init__(self, tier: Tier, limits: Limits, purpose: sandbox.Purpose = sandbox.PROGRAMS) -> None:
        self._limits = limits
        self._line, far = socket.socketpair()
        self._line.settimeout(START_SECONDS)
        # where there are no walls; a child behind some has its own place, or none, to write to
        folder = tempfile.mkdtemp(prefix="grader-") if tier is Tier.PROCESS else ""
        self._remove_folder = weakref.finalize(self, _remove, folder)
        with far:
            self._process = subprocess.Popen(  # noqa: S603  # the command is ours
                sandbox.command(tier, limits, far.fileno(), folder, purpose),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                pass_fds=[far.fileno()],
                start_new_session=True,
            )
        self._expected = [b"walls", b"ready"]
        self._ordered: socket.socket | None = None  # our end of the line to a child that is being made
        self._spare: Child | None = None

    def await_walls(self) -> None:
        """Wait for the proof that children will be confined; raise WorkerError if they will not be."""
        self._await(b"walls")

    def await_ready(self) -> None:
        """Wait until NumPy is loaded; raise WorkerError if it will not be."""
        self._await(b"ready")

    def fork(self) -> Child:
        """Return a child that knows nothing yet, and have the next one made meanwhile."""
        self.await_ready()
        self._line.settimeout(ANSWER_SECONDS)
        try:
            self._order()
            child = self._take()
            try:
                self._order()
            except OSError:
                with contextlib.suppress(WorkerError):
                    child.discard()  # or nobody would close its line
                raise
        except (OSError, struct.error) as error:
            raise WorkerError(f"the worker could not start a process: {error}") from error
        await_start(child, "the worker could not confine a process")
        return child

    def _order(self) -> None:
        """Ask for a child, unless one is on its way or waiting."""
        if self._ordered is None and self._spare is None:
            self._ordered, far = socket.socketpair()
            with far:
                socket.send_fds(self._line, [MESSAGE.pack(FORK, 0)], [far.fileno()])

    def _receive(self) -> None:
        """Take the answer to an order, which comes before the answer to anything asked later."""
        if self._ordered is not None:
            answer, handles, _, _ = socket.recv_fds(self._line, MESSAGE.size, 1)
            _, pid = MESSAGE.unpack(answer)
            link = SocketLink(self._ordered, self._limits.reply_bytes)
            self._ordered, self._spare = None, Child(self, link, pid, handles[0] if handles else None)

    def _take(self) -> Child:
        """Return the child that was ordered."""
        self._receive()
        child, self._spare = self._spare, None
        assert child is not None
        return child

    def reap(self, pid: int) -> int:
        """Return the wait status of a child that has ended or was killed."""
        try:
            self._receive()
            self._line.sendall(MESSAGE.pack(REAP, pid))
            return int(MESSAGE.unpack(self._line.recv(MESSAGE.size))[1])
        except (OSError, struct.error) as error:
            raise WorkerError(f"the worker ended: {error}") from error

    def forget(self, pid: int) -> None:
        """Have a child that was killed reaped whenever there is time."""
        try:
            self._line.sendall(MESSAGE.pack(FORGET, pid))
        except OSError as error:
            raise WorkerError(f"the worker ended: {error}") from error

    def _await(self, word: bytes) -> None:
        while word in self._expected:
            expected = self._expected[0]
            try:
                answer = self._line.recv(len(expected), socket.MSG_WAITALL)
                if answer == expected:
                    self._expected.pop(0)
                    continue
                answer += self._line.recv(1000)
            except OSError as error:
                reason = str(error)
            else:
                reason = answer.decode(errors="replace")
                if reason and word == b"walls":
                    raise NoWallsError(reason)
            raise WorkerError(f"the worker could not start: {reason or 'it ended'}")

    def close(self) -> None:
        if self._ordered is not None:
            self._ordered.close()
        if self._spare is not None:
            self._spare.abandon()
        self._line.close()
        self._process.kill()
        self._process.wait()
        self._remove_folder()


def _remove(folder: str) -> None:
    if folder:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except RecursionError:  # a folder can be too deep for Python's own way of removing it
            subprocess.run(["/bin/rm", "-rf", "--", folder], check=False)  # noqa: S603


class Child:
    """A process that the warm process forked, for one submission or to serve the grader."""

    def __init__(self, zygote: Zygote, link: SocketLink, pid: int, handle: int | None) -> None:
        self._zygote, self.link, self._pid, self._handle = zygote, link, pid, handle

    def seconds_used(self) -> float | None:
        """Return its processor time so far, in seconds; None where that is not to be known."""
        return None if self._handle is None else seconds_by_handle(self._handle)

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""
        by_itself = self._await_end(0.05)
        self._kill()
        self.abandon()
        try:
            status = self._zygote.reap(self._pid)
        except WorkerError:
            return LOST
        # what was about to end, and too slow for us, still has a status of its own
        return describe_end(status) if by_itself or status != signal.SIGKILL else "it was killed"

    def discard(self) -> None:
        """Kill the process at once."""
        self._kill()
        self.abandon()
        self._zygote.forget(self._pid)

    def abandon(self) -> None:
        """Let go of the process."""
        self.link.close()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _await_end(self, seconds: float) -> bool:
        """Wait so long for the process to end; tell whether it has, as far as that is to be known."""
        if self._handle is None:
            return False
        return bool(select.select([self._handle], [], [], seconds)[0])

    def _kill(self) -> None:
        # without a handle the warm process does it: only there does the number surely mean this process
        if self._handle is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
