"""Calls a function where it lives, in the student's own notebook, as the full grade's worker would call it."""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import random
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import numpy as np

from grader.model import Case, Definition, Exercise, Frame, Observation, Outcome, Raised
from grader.student.check.limit import Limit
from grader.submission.extraction.attempted import is_attempted
from grader.submission.extraction.scope import names
from grader.worker.child import compat
from grader.worker.child.calling import Call, Report, perform
from grader.worker.clock import PATIENCE
from grader.worker.wire import decode, encode

PRINTED = 16 << 10  # characters kept of what one call prints
OLD_NUMPY = "Today's NumPy refuses this. The full grade runs it as the NumPy of the course's time did."

Function = Callable[..., Any]


class CheckInterrupt(KeyboardInterrupt):
    """The student stopped a check; `where` says what was running."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def observe(function: Function, exercise: Exercise) -> tuple[Observation, ...]:
    """Call a function on every case, counted ones last; CheckInterrupt where the student interrupts."""
    found: list[Observation] = []
    with _undisturbed():
        for case in (*exercise.cases, *exercise.scaling):
            if any(seen.outcome is Outcome.TIME_LIMIT for seen in found):
                found.append(Observation(Outcome.SKIPPED, detail="an earlier call did not end in time"))
            else:
                found.append(_call(function, exercise, case))
    return tuple(found)


def _call(function: Function, exercise: Exercise, case: Case) -> Observation:
    triples = [(argument.name, argument.value, argument.optional) for argument in case.arguments]
    call = Call(function, encode(triples), case.seed, case.count_steps)
    report, error = None, None
    limit = Limit(exercise.seconds)
    try:
        with limit:
            report, error = perform(call, _origins(function), PRINTED)
    except KeyboardInterrupt as caught:
        error = caught
    raised = _raised(report) if report else None
    if isinstance(error, KeyboardInterrupt):
        where = (
            f" in {raised.frames[-1].origin}, line {raised.frames[-1].line}"
            if raised and raised.frames
            else ""
        )
        if not limit.reached:
            raise CheckInterrupt(f"{exercise.name} did not finish: stopped{where}.")
        text = f"after {_time(limit)} it was stopped{where}."
        return Observation(Outcome.TIME_LIMIT, detail=text)
    assert report is not None
    return _observation(report, raised, error)


def _time(limit: Limit) -> str:
    if limit.waited:
        return f"{limit.seconds * PATIENCE:g} seconds, most of them spent waiting,"
    return f"{limit.seconds:g} seconds of computing"


def _observation(report: Report, raised: Raised | None, error: BaseException | None) -> Observation:
    outcome = Outcome(report.outcome)
    value = decode(report.value) if outcome is Outcome.RETURNED else None
    detail = OLD_NUMPY if compat.is_curable(error) else report.detail
    return Observation(outcome, value, raised, report.output, report.changed, report.steps, 0.0, detail)


def _raised(report: Report) -> Raised | None:
    if report.raised is None:
        return None
    kind, message, frames = report.raised
    return Raised(kind, message, tuple(_frame(*frame) for frame in frames))


def _frame(filename: str, line: int, name: str) -> Frame:
    return Frame(cell_name(filename), line, name, linecache.getline(filename, line).strip())


@contextmanager
def _undisturbed() -> Iterator[None]:
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


def _origins(function: Function) -> frozenset[str]:
    """Return the files, or cells, of the functions that the student has written."""
    space = getattr(function, "__globals__", {})
    module = space.get("__name__")
    own = [
        each for each in list(space.values()) if isinstance(each, FunctionType) and each.__module__ == module
    ]
    code = [each.__code__ for each in [*own, function] if isinstance(each, FunctionType)]
    return frozenset(each.co_filename for each in code)


def cell_name(filename: str) -> str:
    """Return what a student calls the place: a notebook's cell by the number beside it."""
    shell = ipython()
    known = getattr(getattr(shell, "compile", None), "format_code_name", None)
    found = known(filename) if known else None
    return found[1].replace("In[", "cell [") if found else filename.replace("\\", "/").rpartition("/")[2]


def ipython() -> Any:
    """Return the running IPython, if there is one; never import it for that."""
    module = sys.modules.get("IPython")
    return module.get_ipython() if module else None


def definition(function: Function, name: str) -> Definition | None:
    """Read a function's source and judge whether anything was written in it; None where there is no source."""
    try:
        lines, first = inspect.getsourcelines(function)
        source = textwrap.dedent("".join(lines))
        node = ast.parse(source).body[0]
    except (OSError, TypeError, SyntaxError, IndexError, ValueError):
        return None
    tried = True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        tried = is_attempted(node, source, 1, _undefined(function, source))
    origin = cell_name(getattr(getattr(function, "__code__", None), "co_filename", ""))
    return Definition(name, origin, max(first, 1), source, tried)


def _undefined(function: Function, source: str) -> frozenset[str]:
    read = names(source)
    known = getattr(function, "__globals__", {})
    lazy = read.lazy if read else frozenset()
    return frozenset(name for name in lazy if name not in known and not hasattr(builtins, name))


def globals_read(function: Function, source: str) -> list[str]:
    """Return the notebook's data that a function reads instead of its arguments."""
    read = names(source)
    space = getattr(function, "__globals__", {})
    return sorted(
        name
        for name in (read.lazy if read else ())
        if isinstance(space.get(name), np.ndarray | dict | list) and not name.startswith("_")
    )
