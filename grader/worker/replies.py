"""Rebuilds an observation from what a student's process claims, believing the form of nothing.

Every number is held to its range, every text and list to a length, and the values of one submission to the
memory that they may take until they are judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.model import Chunk, Frame, Observation, Outcome, Raised
from grader.worker.child.support_modules import own_origin
from grader.worker.link import NoAnswer
from grader.worker.wire import WireError, decode, memory

if TYPE_CHECKING:
    from grader.model import Program

_CLAIMS = {"returned": Outcome.RETURNED, "raised": Outcome.RAISED, "memory_limit": Outcome.MEMORY_LIMIT}
_TEXT = 4000  # characters of a message
_NAME = 200  # characters of a type's, a function's, an argument's name
_OUTPUT = 1 << 16  # characters of what a call printed
_FRAMES = 20
_NAMES = 100  # arguments that a call changed
_STEPS = 1 << 53  # more than any call makes, and exact as a float


class Room:
    """The memory that the values of one submission may take.

    No value takes more than half of what is left, so that those of the functions that follow have room.
    """

    def __init__(self, size: int) -> None:
        self._left = size

    def take(self, frame: bytes) -> bool:
        """Reserve the memory that a frame's value takes; say whether there is so much."""
        size = memory(frame)
        if size > self._left // 2:
            return False
        self._left -= size
        return True


def setup(reply: Any) -> tuple[str, str]:
    """Return "ready", "missing" or "stale" and the notes of what failed."""
    match reply:
        case (str(word), tuple(notes)) if word in ("ready", "missing", "stale"):
            return word, "; ".join(note[:_TEXT] for note in notes[:_NAMES] if isinstance(note, str))[:_TEXT]
        case _:
            raise NoAnswer("its reply was no reply")


def observation(reply: Any, program: Program, seconds: float, room: Room) -> Observation:
    """Return the observation; raise NoAnswer where the reply is not of the form a reply has."""
    match reply:
        case (str(outcome), bytes(value), raised, str(output), tuple(changed), steps, str(detail)) if (
            outcome in _CLAIMS and (steps is None or _counts(steps, _STEPS))
        ):
            pass
        case _:
            raise NoAnswer("its reply was no reply")
    if outcome != "returned":
        exception, plain = _exception(raised, program), None
    elif room.take(value):
        exception, plain = None, _plain(value)
    else:
        detail = "the values that were returned take too much memory, all together"
        return Observation(Outcome.MEMORY_LIMIT, seconds=seconds, detail=detail)
    return Observation(
        _CLAIMS[outcome],
        plain,
        exception,
        output[:_OUTPUT],
        tuple(name[:_NAME] for name in changed[:_NAMES] if isinstance(name, str)),
        steps,
        seconds,
        detail[:_TEXT],
    )


def _plain(value: bytes) -> Any:
    try:
        return decode(value)
    except WireError as error:
        raise NoAnswer("its reply was no reply") from error


def _counts(number: Any, limit: int) -> bool:
    return type(number) is int and 0 <= number <= limit


def _exception(raised: Any, program: Program) -> Raised:
    match raised:
        case (str(kind), str(message), tuple(frames)):
            credible = (_frame(frame, program) for frame in frames[:_FRAMES])
            return Raised(kind[:_NAME], message[:_TEXT], tuple(frame for frame in credible if frame))
        case _:
            raise NoAnswer("its reply was no reply")


def _frame(frame: Any, program: Program) -> Frame | None:
    match frame:
        case (str(origin), line, str(function)) if _counts(line, 1 << 31):
            text = _text(origin, line, program)
            return None if text is None else Frame(origin, line, function[:_NAME], text)
        case _:
            return None


def _text(origin: str, line: int, program: Program) -> str | None:
    """Return the program's line of that number; None if it has none: numbers can be made to say anything."""
    own = (Chunk(own_origin(name), 1, source) for name, source in program.own_modules.items())
    for chunk in (*program.chunks, *own):
        if chunk.origin == origin and line >= chunk.first_line:
            lines = chunk.source.split("\n")
            if line - chunk.first_line < len(lines):
                return lines[line - chunk.first_line].strip()
    return None
