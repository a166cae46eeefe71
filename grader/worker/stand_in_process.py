"""The reference in a process of its own, which answers for helpers that failed and is worth nothing itself.

It is a child of the warm process like any submission's, behind the same walls, and its program is the reference: it
holds that and a question, never a key, a case of the checks or a submission. What a stranger's arguments do to it
costs the question, and the next one gets a new process.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.worker.child.answering import refused
from grader.worker.clock import Allowance, Deadline, Sooner
from grader.worker.handles import START_SECONDS
from grader.worker.link import Gone
from grader.worker.run import first_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model import Program
    from grader.worker.handles import Child
    from grader.worker.limits import Limits
    from grader.worker.stand_ins import StandIn

ANSWER_SECONDS = 5.0  # of one answer; the student's own call is limited as ever
MEMORY = 256 << 20  # bytes beyond what the warm process has: the arrays, the answer and its copies
OF_TIME = 0.5  # of a submission's seconds: then the process retires, as its processor time is limited
_LOST = {"MemoryError", "Ended"}  # what may be the fault of the questions before


class StandInProcess:
    """Has the reference's functions called; the process is started when it is asked and replaced when it ends."""

    def __init__(self, fork: Callable[[], Child], limits: Limits) -> None:
        self._fork, self._limits = fork, limits
        self._child: Child | None = None
        self._program: Program | None = None
        self._number = self._answered = 0
        self._spent = 0.0  # seconds

    def ask(
        self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline
    ) -> tuple[str, bytes]:
        """Return what failed, if anything did, and the frame that answers; raise TimeoutError at the deadline.

        WorkerError is our own fault: no process could be started.
        """
        answered = self._answered if stand_in.program == self._program else 0
        failed, frame = self._asked(stand_in, arguments, state, deadline)
        if answered and failed in _LOST:
            self.close()
            failed, frame = self._asked(stand_in, arguments, state, deadline)
        return failed, frame

    def close(self) -> None:
        """Kill the process, if there is one; the warm process may be gone as well."""
        child, self._child, self._answered, self._spent = self._child, None, 0, 0.0
        if child:
            with contextlib.suppress(WorkerError):
                child.discard()

    def _asked(
        self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline
    ) -> tuple[str, bytes]:
        child = self._ready(stand_in.program)
        allowance = Allowance(child.used, ANSWER_SECONDS)
        until = Sooner(allowance, deadline)
        self._number += 1
        room = stand_in.bounds.answer_bytes
        try:
            spare = self._limits.memory_bytes - MEMORY
            question = stand_in.function, spare, arguments, state, stand_in.parts, room
            child.link.send(("answer", self._number, *question), until)
            match child.link.receive(until):
                case ("answer", int(number), (str(failed), bytes(frame))) if number == self._number and (
                    failed or len(frame) <= room
                ):
                    self._count(allowance.spent())
                    return failed, frame
                case _:
                    raise Gone("its answer was no answer")
        except TimeoutError:
            self.close()
            deadline.patience()  # raises where it is the student's own time that is over
            says = f"the course's {stand_in.name} takes more than {ANSWER_SECONDS:g} s with these arguments"
            return refused("TimeoutError", says)
        except Gone:
            self.close()
            _, frame = refused("RuntimeError", f"the course's {stand_in.name} fails with these arguments")
            return "Ended", frame

    def _ready(self, program: Program) -> Child:
        """Return the process that holds this program; one that was started holds nothing else."""
        if self._child and self._program == program:
            return self._child
        self.close()
        self._child, self._program = self._fork(), program
        try:
            self._child.link.send(
                first_message(program, [None] * len(program.chunks), self._limits), Deadline(START_SECONDS)
            )
        except (Gone, TimeoutError) as error:
            self.close()
            raise WorkerError(f"the worker's process did not take the reference: {error}") from error
        return self._child

    def _count(self, seconds: float) -> None:
        self._answered += 1
        self._spent += seconds
        if self._spent > OF_TIME * self._limits.submission_seconds:
            self.close()
