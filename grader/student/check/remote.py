"""A pack's code is run like a student's: in a process of its own, with plain data in and out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.model import Argument, Case, Chunk, Exercise, Outcome, Part, Program
from grader.worker.limits import Limits
from grader.worker.run import Run

if TYPE_CHECKING:
    from grader.student.pack import Pack
    from grader.worker.local.processes import Processes


def start_run(processes: Processes, program: Program) -> Run:
    """Return what makes a program's calls, in processes of the student's own machine."""
    return Run(processes.start, Limits(), program)


class Remote:
    """The functions of a pack's code; the process is started when the first is called."""

    def __init__(self, pack: Pack, processes: Processes) -> None:
        self._pack, self._processes = pack, processes
        self._run: Run | None = None

    def function(self, name: str) -> Callable[..., Any]:
        """Return a function of the pack's code by its name."""
        exercise = Exercise(name, (name,), name, 0.0, (Part(""),), ())

        def call(*values: Any) -> Any:
            given = tuple(Argument(f" {place}", value) for place, value in enumerate(values))
            seen = self._started().exercise(exercise, [Case(1, given, False, 0)])[0]
            if seen.outcome is not Outcome.RETURNED:
                raise RuntimeError(f"{name}: {seen.raised.message if seen.raised else seen.detail}")
            return seen.value

        return call

    def close(self) -> None:
        if self._run:
            self._run.close()

    def _started(self) -> Run:
        if self._run is None:
            program = Program((Chunk("checks", 1, self._pack.code),), {}, self._pack.assignment.modules)
            self._run = start_run(self._processes, program)
        return self._run
