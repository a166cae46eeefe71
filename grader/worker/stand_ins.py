"""Functions of ours that answer, in this process, in place of a student's own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from grader.model import Value
from grader.worker.wire import WireError, decode, encode

Answer = tuple[bool, Value, Value]  # (True, value, random state) or (False, exception's type, its message)

KEPT = 16 << 20  # bytes of questions and answers that are kept


@dataclass(frozen=True, slots=True)
class StandIn:
    """Replaces the student's global of this name by a stub that asks for `answer`."""

    name: str
    answer: Callable[[list[Value], Value], tuple[Value, Value]]  # (arguments, state) -> (value, state)
    parts: int | None = None  # of a returned tuple, so many elements go back
    draws: bool = True  # random numbers: where not, the state does not travel and is None

    def reply(self, args: tuple[Any, ...], state: Value) -> Answer:
        """Answer a question; what goes wrong was in the student's arguments, and the student is told."""
        try:
            value, state = self.answer(list(args), state)
            if self.parts is not None and isinstance(value, tuple):
                value = value[: self.parts]
        except Exception as error:
            return False, type(error).__name__, str(error)[:2000]
        return True, value, state


@dataclass(slots=True)
class Answers:
    """Replies to questions, kept by the question's bytes: students who differ elsewhere ask the same here."""

    _known: OrderedDict[tuple[Any, ...], bytes] = field(default_factory=OrderedDict)
    _size: int = 0

    def reply(self, stand_in: StandIn, question: bytes) -> bytes:
        """Return the frame that answers; raise WireError where the question is no question."""
        key = stand_in.answer, stand_in.parts, question
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        match decode(question):
            case (tuple(args), state) if (
                state is not None
            ) is stand_in.draws:  # else it would draw from our stream
                answer = stand_in.reply(args, state)
            case _:
                raise WireError("not a question")
        try:
            frame = encode(answer)
        except WireError as error:
            reason = f"{stand_in.name} returned what cannot be sent: {error}"
            return encode((False, "RuntimeError", reason))
        if answer[0]:  # what failed for want of time or memory may succeed another time
            self._keep(key, frame)
        return frame

    def _keep(self, key: tuple[Any, ...], frame: bytes) -> None:
        self._known[key] = frame
        self._size += len(key[-1]) + len(frame)
        while self._size > KEPT:
            (*_, question), dropped = self._known.popitem(last=False)
            self._size -= len(question) + len(dropped)
