"""Calls the author's own functions in this process, as the worker would: fresh arguments, seeded, timed, silent."""

from __future__ import annotations

import contextlib
import inspect
import io
import pickle
import random
import signal
import threading
import types
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.model import Case, Exercise, Observation, Outcome, Raised, Value

Function = Callable[..., Any]


class _TooLongError(BaseException):
    """A loop of a mutant does not end; no `except Exception` of the reference may catch it."""


def namespace(source: str, name: str = "reference") -> dict[str, Any]:
    """Execute a module's text and return its names."""
    module = types.ModuleType(name)
    with quiet():
        exec(compile(source, f"<{name}>", "exec"), module.__dict__)  # noqa: S102 - the author's code
    return module.__dict__


def answers(
    function: Function, exercise: Exercise, seconds: float | None = None, shift: int = 0
) -> tuple[Observation, ...]:
    """Return what a function does in every case; `shift` moves the seeds of the global generators."""
    limit = exercise.seconds if seconds is None else seconds
    return tuple(Call(case, function).made(function, limit, shift) for case in exercise.cases)


class Call:
    """One case's call, ready to be made again and again."""

    def __init__(self, case: Case, like: Function) -> None:
        takes = inspect.signature(like).parameters
        given = [(a.name, a.value) for a in case.arguments if not a.optional or a.name in takes]
        # else by position: a mistake may name them anew
        self._named = all(name in takes for name, _ in given)
        self._arguments = pickle.dumps(given)
        self._seed = case.seed

    def made(self, function: Function, seconds: float, shift: int = 0) -> Observation:
        given: list[tuple[str, Value]] = pickle.loads(self._arguments)  # noqa: S301 - our own copy
        np.random.seed((self._seed + shift) % 2**32)
        random.seed(self._seed + shift)
        try:
            with quiet(), within(seconds):
                if self._named:
                    return Observation(Outcome.RETURNED, function(**dict(given)))
                return Observation(Outcome.RETURNED, function(*(value for _, value in given)))
        except _TooLongError:
            return Observation(Outcome.TIME_LIMIT)
        except Exception as error:
            return Observation(Outcome.RAISED, raised=Raised(type(error).__name__, str(error)))


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what takes too much of a processor's time, where the platform can; others' load does not count."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def inputs(exercise: Exercise) -> list[bytes]:
    """Return what tells an exercise's inputs from others, case by case."""
    return bits([Observation(Outcome.RETURNED, [a.value for a in case.arguments]) for case in exercise.cases])


def bits(observations: Sequence[Observation]) -> list[bytes]:
    """Return what tells answers apart to the last bit."""
    return [repr(_exact(seen.value)).encode() + str(seen.outcome).encode() for seen in observations]


def _exact(value: Value) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return (str(value.dtype), value.shape, value.tobytes())
    if isinstance(value, dict):
        return [(_exact(key), _exact(item)) for key, item in value.items()]
    if isinstance(value, list | tuple):
        return (type(value).__name__, [_exact(item) for item in value])
    return value
