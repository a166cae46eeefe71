"""Calls the author's own functions in this process, as the worker would; silently and within a time, if asked."""

from __future__ import annotations

import contextlib
import inspect
import io
import pickle
import random
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np

from grader.model import Case, Observation, Outcome, Raised, Value

Function = Callable[..., Any]


class TooLongError(BaseException):
    """A loop of a mutant does not end; no `except Exception` of the reference may catch it."""


class Call:
    """One case's call, ready to be made again and again."""

    def __init__(self, case: Case, like: Function) -> None:
        parameters = inspect.signature(like).parameters
        takes = {name: parameter.kind for name, parameter in parameters.items()}
        arguments = [(a.name, a.value) for a in case.arguments if not a.optional or a.name in takes]
        kinds = inspect.Parameter
        # else by position: a mistake may name them anew, and some are gathered
        by_name = kinds.VAR_KEYWORD in takes.values() or all(name in takes for name, _ in arguments)
        kind_of = [takes.get(name) for name, _ in arguments]
        named = [
            kind is kinds.KEYWORD_ONLY or (by_name and kind is not kinds.POSITIONAL_ONLY) for kind in kind_of
        ]
        self._arguments = pickle.dumps(list(zip(named, arguments, strict=True)))
        self._seed = case.seed

    def make(self, function: Function, shift: int = 0) -> Observation:
        """Return what the function does; `shift` moves the seeds of the global generators."""
        arguments: list[tuple[bool, tuple[str, Value]]] = pickle.loads(self._arguments)  # noqa: S301 - our own copy
        by_position = [value for named, (_, value) in arguments if not named]
        by_name = dict(argument for named, argument in arguments if named)
        np.random.seed((self._seed + shift) % 2**32)
        random.seed(self._seed + shift)
        try:
            return Observation(Outcome.RETURNED, function(*by_position, **by_name))
        except Exception as error:
            return Observation(Outcome.RAISED, raised=Raised(type(error).__name__, str(error)))


def define(text: str, names: Mapping[str, Any], name: str) -> Function:
    """Execute a function's text among the names of its module; what fails then fails whenever it is called."""
    namespace = dict(names)
    try:
        with silence():
            exec(compile(text, "<mutant>", "exec"), namespace)  # noqa: S102 - the author's code
    except Exception as error:
        return partial(_fail, error)
    function: Function = namespace[name]
    return function


def _fail(error: Exception, *_: Value, **__: Value) -> None:
    raise error


@contextlib.contextmanager
def silence() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooLongError in what takes too much of a processor's time, where the platform can.

    It is the processor's time and not the clock's: a busy machine must not change what is found.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
