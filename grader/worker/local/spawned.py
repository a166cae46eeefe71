"""A process for a student's code on the student's own machine: started anew, spoken to over two pipes.

It stands in for the worker's forked child where there is nobody to protect but the check itself, so it needs
no fork, no sandbox and no system of its own: it works wherever Python does.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from grader.worker.local import MEMORY

_WORKER = Path(__file__).parents[1]

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


class SpawnedProcess:
    """A process for one program."""

    def __init__(self) -> None:
        boot = _BOOT.format(path=sys.path, worker=str(_WORKER), memory=MEMORY)
        self._process = subprocess.Popen(  # noqa: S603  # the command is ours
            [sys.executable, "-I", "-S", "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # NumPy is imported with this, while the new process imports it too
        from grader.worker.local.pipes import PipeLink

        self.link = PipeLink(self._process)

    def ready(self) -> SpawnedProcess:
        """Wait until NumPy is imported, so that the student's time does not go by meanwhile."""
        from grader.worker.child_process import await_start

        await_start(self, "Python could not be started a second time")
        return self

    def seconds_used(self) -> None:
        """Know nothing of its processor time: wall time limits it, on any system."""

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.05)
        status = self._process.poll()
        self.discard()
        return "it was killed" if status is None else f"it ended with exit status {status}"

    def discard(self) -> None:
        """Kill the process at once."""
        self._process.kill()
        self._process.wait()
        self.link.close()
