"""What the author's functions answer in every case, within their time, and what tells answers apart."""

from __future__ import annotations

import types
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.course.calls import Call, Function, TooLongError, silence, within
from grader.model import Exercise, Observation, Outcome, Value


def namespace(source: str, name: str = "reference") -> dict[str, Any]:
    """Execute a module's text and return its names."""
    module = types.ModuleType(name)
    with silence():
        exec(compile(source, f"<{name}>", "exec"), module.__dict__)  # noqa: S102 - the author's code
    return module.__dict__


def answers(
    function: Function, exercise: Exercise, seconds: float | None = None, shift: int = 0
) -> tuple[Observation, ...]:
    """Return what a function does in every case; `shift` moves the seeds of the global generators."""
    limit = exercise.seconds if seconds is None else seconds
    return tuple(call_within(Call(case, function), function, limit, shift) for case in exercise.cases)


def call_within(call: Call, function: Function, seconds: float, shift: int = 0) -> Observation:
    """Make one call, silently and within so many seconds."""
    try:
        with silence(), within(seconds):
            return call.make(function, shift)
    except TooLongError:
        return Observation(Outcome.TIME_LIMIT)


def input_bits(exercise: Exercise) -> list[bytes]:
    """Return what tells an exercise's inputs from others, case by case."""
    return value_bits(
        [Observation(Outcome.RETURNED, [a.value for a in case.arguments]) for case in exercise.cases]
    )


def value_bits(observations: Sequence[Observation]) -> list[bytes]:
    """Return what tells answers apart to the last bit."""
    return [
        repr(_exact(observation.value)).encode() + str(observation.outcome).encode()
        for observation in observations
    ]


def _exact(value: Value) -> Any:
    # not leaf by leaf: the types of containers and keys tell values apart too
    if isinstance(value, np.ndarray | np.generic):
        return (str(value.dtype), value.shape, value.tobytes())
    if isinstance(value, dict):
        return [(_exact(key), _exact(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return (type(value).__name__, [_exact(item) for item in value])
    return value
