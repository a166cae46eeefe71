"""A process for a student's code on the student's own machine: started anew, spoken to over two pipes.

It stands in for the worker's forked child where there is nobody to protect but the check itself, so it needs
no fork, no sandbox and no system of its own: it works wherever Python does.
"""

from __future__ import annotations

import contextlib
import queue
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.processors import one_thread

if TYPE_CHECKING:
    from types import TracebackType

    from grader.worker.clock import Deadline
    from grader.worker.local.forked import Forked

_LENGTH = struct.Struct("<I")
START_SECONDS = 120.0
MEMORY = 1 << 30  # bytes beyond what Python and NumPy take
REPLY = 64 << 20  # bytes of one frame
_HERE = Path(__file__).parent

# The packages are made up so that no other part of the grader is imported, which would take longer than the check.
_BOOT = """
import sys, types
sys.path[:] = {path!r}
for name, folders in (("grader", []), ("grader.worker", [{worker!r}])):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = folders
from grader.worker.local.serve import main
main({memory})
"""


class Pipes:
    """Frames over a process's standard input and output, with a deadline on any system."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._arrived: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, message: Any, _deadline: Deadline) -> None:
        """Send a message; a process that serves us is always reading."""
        from grader.worker.link import Gone
        from grader.worker.wire import encode

        frame = encode(message)
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(_LENGTH.pack(len(frame)) + frame)
            self._process.stdin.flush()
        except OSError as error:
            raise Gone("the process ended") from error

    def receive(self, deadline: Deadline) -> Any:
        """Return the next message; raise TimeoutError at the deadline and Gone if there is none to come."""
        from grader.worker.link import Gone
        from grader.worker.wire import WireError, decode

        frame = self._next(deadline)
        if frame is None:
            raise Gone("the process ended")
        try:
            return decode(frame)
        except WireError as error:
            raise Gone("its reply was no reply") from error

    def _next(self, deadline: Deadline) -> bytes | None:
        while True:
            patience = deadline.patience()
            with contextlib.suppress(queue.Empty):
                return self._arrived.get(timeout=patience)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while header := self._process.stdout.read(_LENGTH.size):
                length = _LENGTH.unpack(header)[0] if len(header) == _LENGTH.size else REPLY + 1
                if length > REPLY:
                    break
                self._arrived.put(self._process.stdout.read(length))
        self._arrived.put(None)


class Spawned:
    """A process for one program; it has the form of the worker's child."""

    def __init__(self) -> None:
        boot = _BOOT.format(path=sys.path, worker=str(_HERE.parent), memory=MEMORY)
        self._process = subprocess.Popen(  # noqa: S603  # the command is ours
            [sys.executable, "-I", "-S", "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.link = Pipes(self._process)

    def ready(self) -> Spawned:
        """Wait until NumPy is imported, so that the student's time does not go by meanwhile."""
        from grader.errors import WorkerError
        from grader.worker.clock import Deadline
        from grader.worker.link import Gone

        try:
            self.link.receive(Deadline(START_SECONDS))
        except (Gone, TimeoutError) as error:
            self.discard()
            raise WorkerError(f"Python could not be started a second time: {error}") from error
        return self

    def used(self) -> None:
        """Know nothing of its processor time: wall time limits it, on any system."""

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.05)
        status = self._process.poll()
        self.discard()
        return "it was killed" if status is None else f"it ended with exit status {status}"

    def discard(self) -> int:
        """Kill the process at once and return its exit status."""
        self._process.kill()
        status = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return status


class Processes:
    """Starts processes; the first one early, so that it is ready when it is wanted."""

    def __init__(self) -> None:
        one_thread()
        self._spare: Spawned | Forked | None = _process()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._spare:
            self._spare.discard()
            self._spare = None

    def start(self) -> Spawned | Forked:
        """Return a process that is ready."""
        spare, self._spare = self._spare or _process(), None
        return spare.ready()

    def prepare(self) -> None:
        """Have the next process ready before it is wanted."""
        self._spare = self._spare or _process()


def _process() -> Spawned | Forked:
    """Fork where that is safe and costs a tenth of a start."""
    if sys.platform == "linux":
        from grader.worker.local.forked import Forked

        return Forked()
    return Spawned()
