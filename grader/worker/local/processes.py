"""The processes in which a student's code is run on the student's own machine: how many, of which kind, and when."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from grader.processors import one_thread

if TYPE_CHECKING:
    from types import TracebackType

    from grader.worker.local.forked import ForkedProcess
    from grader.worker.local.spawned import SpawnedProcess


class Processes:
    """Starts processes; the first one early, so that it is ready when it is wanted."""

    def __init__(self) -> None:
        one_thread()
        self._spare: SpawnedProcess | ForkedProcess | None = _start()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._spare:
            self._spare.discard()
            self._spare = None

    def start(self) -> SpawnedProcess | ForkedProcess:
        """Return a process that is ready."""
        spare, self._spare = self._spare or _start(), None
        return spare.ready()

    def prepare(self) -> None:
        """Have the next process ready before it is wanted."""
        self._spare = self._spare or _start()


def _start() -> SpawnedProcess | ForkedProcess:
    """Fork where that is safe and costs a tenth of a start."""
    if sys.platform == "linux":
        from grader.worker.local.forked import ForkedProcess

        return ForkedProcess()
    from grader.worker.local.spawned import SpawnedProcess

    return SpawnedProcess()
