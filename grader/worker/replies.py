"""Rebuilds an observation from what a student's process claims, believing the form of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.model import Frame, Observation, Outcome, Raised
from grader.worker.link import Gone
from grader.worker.wire import WireError, decode

if TYPE_CHECKING:
    from grader.model import Program

_CLAIMS = {"returned": Outcome.RETURNED, "raised": Outcome.RAISED, "memory_limit": Outcome.MEMORY_LIMIT}
_TEXT = 4000


def setup(reply: Any) -> tuple[str, str]:
    """Return "ready", "missing" or "stale" and the notes of what failed."""
    match reply:
        case (str(word), tuple(notes)) if word in ("ready", "missing", "stale"):
            return word, "; ".join(note for note in notes if isinstance(note, str))[:_TEXT]
        case _:
            raise Gone("its reply was no reply")


def observation(reply: Any, program: Program, seconds: float) -> Observation:
    """Return the observation; raise Gone where the reply is not of the form a reply has."""
    match reply:
        case (str(outcome), bytes(value), raised, str(output), tuple(changed), steps, str(detail)) if (
            outcome in _CLAIMS and (steps is None or type(steps) is int)
        ):
            pass
        case _:
            raise Gone("its reply was no reply")
    try:
        plain = decode(value)
    except WireError as error:
        raise Gone("its reply was no reply") from error
    return Observation(
        _CLAIMS[outcome],
        plain if outcome == "returned" else None,
        None if outcome == "returned" else _raised(raised, program),
        output,
        tuple(name for name in changed if isinstance(name, str)),
        steps,
        seconds,
        detail[:_TEXT],
    )


def _raised(raised: Any, program: Program) -> Raised:
    match raised:
        case (str(kind), str(message), tuple(frames)):
            known = (_frame(frame, program) for frame in frames[:50])
            return Raised(kind[:200], message[:_TEXT], tuple(frame for frame in known if frame))
        case _:
            raise Gone("its reply was no reply")


def _frame(frame: Any, program: Program) -> Frame | None:
    match frame:
        case (str(origin), int(line), str(function)):
            text = _text(origin, line, program)
            return None if text is None else Frame(origin, line, function[:200], text)
        case _:
            return None


def _text(origin: str, line: int, program: Program) -> str | None:
    """Return the program's line of that number; None if it has none: numbers can be made to say anything."""
    for chunk in program.chunks:
        if chunk.origin == origin and line >= chunk.first_line:
            lines = chunk.source.split("\n")
            if line - chunk.first_line < len(lines):
                return lines[line - chunk.first_line].strip()
    return None
