"""The reference in a process of its own, which answers for helpers that failed and is worth nothing itself.

It is a child of the warm process like any submission's, behind the same walls, and its program is the reference: it
holds that and a question, never a key, a case of the checks or a submission. What a stranger's arguments do to it
costs the question, and the next one gets a new process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.worker.child.answering import refusal
from grader.worker.child_process import START_SECONDS
from grader.worker.clock import Allowance, Deadline, Sooner
from grader.worker.link import NoAnswer
from grader.worker.requests import first_message, leave_to_child
from grader.worker.service_process import ServiceProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.model import Program
    from grader.worker.child_process import ChildProcess
    from grader.worker.limits import Limits
    from grader.worker.stand_ins import StandIn

ANSWER_SECONDS = 5.0  # of one answer; the student's own call is limited as ever
MEMORY = 256 << 20  # bytes beyond what the warm process has: the arrays, the answer and its copies
OF_TIME = 0.5  # of a submission's seconds: then the process retires, as its processor time is limited
_LOST = {"MemoryError", "Ended"}  # what may be the fault of the questions before


class StandInProcess:
    """Has the reference's functions called; its process holds one program, and is replaced when it ends."""

    def __init__(self, fork: Callable[[], ChildProcess], limits: Limits) -> None:
        self._limits = limits
        self._process = ServiceProcess(fork)
        self._number = 0
        self._answers = 0  # of the process that there is
        self._seconds = 0.0  # that these took

    def ask(
        self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline
    ) -> tuple[str, bytes]:
        """Return what failed, if anything did, and the frame that answers; raise TimeoutError at the deadline.

        WorkerError is our own fault: no process could be started.
        """
        answers_before = self._answers if self._process.serves(stand_in.program) else 0
        failure, frame = self._ask_once(stand_in, arguments, state, deadline)
        if answers_before and failure in _LOST:
            self.close()
            failure, frame = self._ask_once(stand_in, arguments, state, deadline)
        return failure, frame

    def close(self) -> None:
        """Kill the process, if there is one."""
        self._process.close()

    def _ask_once(
        self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline
    ) -> tuple[str, bytes]:
        self._provide(stand_in.program)
        try:
            return self._exchange(stand_in, arguments, state, deadline)
        except TimeoutError:
            deadline.patience()  # raises where it is the student's own time that is over
            message = (
                f"the course's {stand_in.name} takes more than {ANSWER_SECONDS:g} s with these arguments"
            )
            return refusal("TimeoutError", message)
        except NoAnswer:
            _, frame = refusal("RuntimeError", f"the course's {stand_in.name} fails with these arguments")
            return "Ended", frame

    def _provide(self, program: Program) -> None:
        """Have a process that holds this program; one that is started holds nothing else."""
        if self._process.serves(program):
            return
        self._answers, self._seconds = 0, 0.0
        message = first_message(program, leave_to_child(program.chunks), self._limits)
        try:
            self._process.start(program, message, START_SECONDS)
        except (NoAnswer, TimeoutError) as error:
            raise WorkerError(f"the worker's process did not take the reference: {error}") from error

    def _exchange(
        self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline
    ) -> tuple[str, bytes]:
        self._number += 1
        spare, room = self._limits.memory_bytes - MEMORY, stand_in.bounds.answer_bytes
        question = stand_in.function, spare, arguments, state, stand_in.parts, room
        with self._process.conversation() as child:
            allowance = Allowance(child.seconds_used, ANSWER_SECONDS)
            until = Sooner(allowance, deadline)
            child.link.send(("answer", self._number, *question), until)
            match child.link.receive(until):
                case ("answer", int(number), (str(failure), bytes(frame))) if number == self._number and (
                    failure or len(frame) <= room
                ):
                    self._count(allowance.charge())
                    return failure, frame
                case _:
                    raise NoAnswer("its answer was no answer")

    def _count(self, seconds: float) -> None:
        self._answers += 1
        self._seconds += seconds
        if self._seconds > OF_TIME * self._limits.submission_seconds:
            self.close()
