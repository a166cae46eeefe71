"""Calls a function in the process that it lives in, as a child would call it: the way of a notebook's check.

There is nothing between the function and whoever asks: it can be interrupted, but neither ended nor kept from
anything. What it leaves behind in NumPy's and Python's settings is put back.
"""

from __future__ import annotations

import linecache
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FunctionType
from typing import Any

import numpy as np

from grader.model import Case, Frame, Observation, Outcome, Raised
from grader.worker.child import compat
from grader.worker.child.calling import Call, Report, perform
from grader.worker.requests import arguments_frame
from grader.worker.wire import decode

PRINTED = 16 << 10  # characters kept of what one call prints
OLD_NUMPY = "Today's NumPy refuses this. The full grade runs it as the NumPy of the course's time did."

Function = Callable[..., Any]


class Interruption(Exception):  # noqa: N818  # no error: the student, or a time limit, wants it so
    """KeyboardInterrupt ended a call; `frame` is the student's line that was running, where that is known."""

    def __init__(self, frame: Frame | None) -> None:
        super().__init__("a call was interrupted")
        self.frame = frame


def observe_call(
    function: Function,
    case: Case,
    limit: AbstractContextManager[object],
    describe_file: Callable[[str], str],
) -> Observation:
    """Call a function on a case and return what it did; raise Interruption where that was kept from its end.

    The call, and nothing else, runs within `limit`. `describe_file` turns the name that Python has for a file of the
    student's, or for a cell, into the one that the student knows.
    """
    call = Call(function, arguments_frame(case), case.seed, case.count_steps)
    report, error = None, None
    try:
        with limit:
            report, error = perform(call, _origins(function), PRINTED)
    except KeyboardInterrupt as interrupt:
        error = interrupt
    raised = _exception(report, describe_file) if report else None
    if isinstance(error, KeyboardInterrupt):
        raise Interruption(raised.frames[-1] if raised and raised.frames else None)
    assert report is not None
    outcome = Outcome(report.outcome)
    value = decode(report.value) if outcome is Outcome.RETURNED else None
    detail = OLD_NUMPY if compat.is_curable(error) else report.detail
    return Observation(outcome, value, raised, report.output, report.changed, report.steps, 0.0, detail)


@contextmanager
def undisturbed_settings() -> Iterator[None]:
    """Leave the student's random numbers, settings and tracing as they were."""
    drawn, python_drawn = np.random.get_state(), random.getstate()
    floating, tracing, printing = np.geterr(), sys.gettrace(), np.get_printoptions()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(drawn)
        random.setstate(python_drawn)
        np.seterr(**floating)
        np.set_printoptions(**printing)
        if sys.gettrace() is not tracing:
            sys.settrace(tracing)


def _exception(report: Report, describe_file: Callable[[str], str]) -> Raised | None:
    if report.raised is None:
        return None
    kind, message, frames = report.raised
    return Raised(
        kind,
        message,
        tuple(
            Frame(describe_file(filename), line, name, linecache.getline(filename, line).strip())
            for filename, line, name in frames
        ),
    )


def _origins(function: Function) -> frozenset[str]:
    """Return the files, or cells, of the functions that the student has written."""
    namespace = getattr(function, "__globals__", {})
    module = namespace.get("__name__")
    siblings = [
        value
        for value in list(namespace.values())
        if isinstance(value, FunctionType) and value.__module__ == module
    ]
    codes = [candidate.__code__ for candidate in [*siblings, function] if isinstance(candidate, FunctionType)]
    return frozenset(code.co_filename for code in codes)
