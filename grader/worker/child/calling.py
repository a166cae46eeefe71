"""Makes one call of a student's function and says what it did."""

from __future__ import annotations

import io
import random
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.worker.child.binding import CourseArgument, bind
from grader.worker.child.steps import count_steps
from grader.worker.wire import Opaque, WireError, decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

MESSAGE = 2000  # characters kept of an exception's message
FRAMES = 20

# Bound before any student's code runs, so that a patched numpy spoils nothing but its own values.
_seed_numpy, _seed_python, _floating = np.random.seed, random.seed, np.seterr


class Call(NamedTuple):
    function: Callable[..., Any]
    arguments: bytes  # a frame of (name, value, optional) triples
    seed: int
    count_steps: bool


class Report(NamedTuple):
    """What a call did, in the order in which it crosses the wire."""

    outcome: str
    value: bytes
    raised: tuple[Any, ...] | None
    output: str
    changed: tuple[str, ...]
    steps: int | None
    detail: str


class Output(io.StringIO):
    """Keeps the first so many characters that are printed."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = limit

    def write(self, text: str) -> int:
        if self._room > 0:
            super().write(text[: self._room])
            self._room -= len(text)
        return len(text)


def perform(call: Call, origins: frozenset[str], output_limit: int) -> tuple[Report, BaseException | None]:
    """Call the function on fresh arguments; the value is encoded before anything else can touch it."""
    arguments = [CourseArgument(*fields) for fields in decode(call.arguments, scalars=True)]
    output = Output(output_limit)
    outcome, value, raised, error = "returned", _NONE, None, None
    _seed_numpy(call.seed)
    _seed_python(call.seed)
    _floating(divide="warn", over="warn", under="ignore", invalid="warn")
    before = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = output
    steps = count_steps(origins) if call.count_steps else None
    try:
        args, kwargs = bind(call.function, arguments)
        if steps is None:
            returned = call.function(*args, **kwargs)
        else:
            with steps:
                returned = call.function(*args, **kwargs)
        value = _encode_or_explain(returned)
    except BaseException as caught:  # SystemExit and KeyboardInterrupt are a student's too
        error = caught
        outcome = "memory_limit" if isinstance(caught, MemoryError) else "raised"
        raised = _exception_fields(caught, origins)
    finally:
        sys.stdout, sys.stderr = before
    changed = _changed_names(arguments, call.arguments)
    count = steps.count if steps is not None else None
    return Report(outcome, value, raised, output.getvalue(), changed, count, ""), error


_NONE = encode(None)


def _encode_or_explain(value: Any) -> bytes:
    try:
        return encode(value)
    except WireError as error:
        return encode(Opaque(f"{type(value).__name__} {error}"))


def _changed_names(arguments: list[CourseArgument], before: bytes) -> tuple[str, ...]:
    """Return the names of the arguments whose values are no longer those of the frame that they came in."""
    try:
        if encode([tuple(argument) for argument in arguments]) == before:
            return ()
        originals = decode(before, scalars=True)
        return tuple(
            argument.name
            for argument, original in zip(arguments, originals, strict=True)
            if _encode_or_explain(argument.value) != _encode_or_explain(original[1])
        )
    except (WireError, MemoryError):
        return ()


def _exception_fields(error: BaseException, origins: frozenset[str]) -> tuple[Any, ...]:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in origins:
            frames.append((code.co_filename, trace.tb_lineno or 0, code.co_name))
        trace = trace.tb_next
    if len(frames) > FRAMES:
        frames = frames[: FRAMES // 2] + frames[-FRAMES // 2 :]
    return type(error).__name__, _message(error), tuple(frames)


def _message(error: BaseException) -> str:
    try:
        return str.__str__(str(error))[:MESSAGE]
    except BaseException:  # a student's __str__ may do anything
        return "(its message could not be read)"
