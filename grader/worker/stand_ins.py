"""Functions of the reference that answer in place of a student's own, and what they answered before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.memo import LRUCache
from grader.worker.child.answering import refusal
from grader.worker.child.stream import check
from grader.worker.wire import WireError

if TYPE_CHECKING:
    from grader.model import Program
    from grader.worker.clock import Deadline
    from grader.worker.stand_in_process import StandInProcess

KEPT = 16 << 20  # bytes of questions and answers that are kept
ENTRY = 600  # bytes that keeping a pair of them takes besides


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one call of a student's function may ask of one helper."""

    questions: int = 10_000
    question_bytes: int = 1 << 20
    answer_bytes: int = 1 << 20


@dataclass(frozen=True, slots=True)
class StandIn:
    """Replaces the student's global of this name by a stub that asks the reference's function."""

    name: str
    program: Program  # the reference
    function: str
    parts: int | None = None  # of a returned tuple, so many elements go back
    draws: bool = True  # random numbers: where not, the state does not travel and is None
    bounds: Bounds = Bounds()
    parameters: tuple[str, ...] = ()  # the course's names for them, where the student has no function


@dataclass(slots=True)
class Answers:
    """Replies to questions, kept by the question's bytes: students who differ elsewhere ask the same here."""

    process: StandInProcess | None = None  # None: there are no stand-ins
    _frames: LRUCache[tuple[Any, ...], bytes] = field(default_factory=lambda: LRUCache(room=KEPT))

    def reply(self, stand_in: StandIn, arguments: bytes, state: bytes | None, deadline: Deadline) -> bytes:
        """Return the frame that answers; raise WireError where this is no question, TimeoutError at the deadline.

        The arguments are opened by the process that answers, and by no other.
        """
        if (state is not None) is not stand_in.draws:
            raise WireError("not a question")
        if len(arguments) > stand_in.bounds.question_bytes:
            return refusal("ValueError", f"{stand_in.name} is given far more than it is made for")[1]
        key = stand_in.program.chunks, stand_in.function, stand_in.parts, arguments, state
        if (kept := self._frames.get(key)) is not None:
            return kept
        if state is not None:
            try:
                check(state)
            except ValueError as error:
                raise WireError("not a question") from error
        assert self.process is not None
        failed, frame = self.process.ask(stand_in, arguments, state, deadline)
        if not failed:  # what failed for want of time or memory may succeed another time
            self._frames.put(key, frame, len(arguments) + len(state or b"") + len(frame) + ENTRY)
        return frame
