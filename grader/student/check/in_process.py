"""Checks a function where it lives, in the student's own notebook: what is called, what stopped it, what is written."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from grader.model import (
    Assignment,
    Case,
    Definition,
    Exercise,
    ExerciseResult,
    Note,
    Observation,
    Outcome,
    Verdict,
)
from grader.student.check.limit import Limit
from grader.submission.extraction.attempted import is_attempted
from grader.submission.extraction.bypass import bypass_sentence
from grader.submission.extraction.elsewhere import method_sentence, near_sentence, nearest
from grader.submission.extraction.scope import names
from grader.worker.clock import PATIENCE
from grader.worker.local.same_process import Interruption, observe_call, undisturbed_settings

Function = Callable[..., Any]


class CheckInterrupt(KeyboardInterrupt):
    """The student stopped a check; `where` says what was running."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def observe(function: Function, exercise: Exercise) -> tuple[Observation, ...]:
    """Call a function on every case, counted ones last; CheckInterrupt where the student interrupts."""
    observations: list[Observation] = []
    with undisturbed_settings():
        for case in (*exercise.cases, *exercise.scaling):
            if any(observation.outcome is Outcome.TIME_LIMIT for observation in observations):
                reason = "an earlier call did not end in time"
                observations.append(Observation(Outcome.SKIPPED, detail=reason))
            else:
                observations.append(_call(function, exercise, case))
    return tuple(observations)


def _call(function: Function, exercise: Exercise, case: Case) -> Observation:
    limit = Limit(exercise.seconds)
    try:
        return observe_call(function, case, limit, cell_name)
    except Interruption as interrupt:
        frame = interrupt.frame
    where = f" in {frame.origin}, line {frame.line}" if frame else ""
    if not limit.reached:
        raise CheckInterrupt(f"{exercise.name} did not finish: stopped{where}.")
    return Observation(Outcome.TIME_LIMIT, detail=f"after {_time(limit)} it was stopped{where}.")


def _time(limit: Limit) -> str:
    if limit.waited:
        return f"{limit.seconds * PATIENCE:g} seconds, most of them spent waiting,"
    return f"{limit.seconds:g} seconds of computing"


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
    tried, bypass = True, ""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        tried = is_attempted(node, source, 1, _undefined(function, source))
        bypass = bypass_sentence(name, globals_read(function, source), node)
    origin = cell_name(getattr(getattr(function, "__code__", None), "co_filename", ""))
    return Definition(name, origin, max(first, 1), source, tried, bypass)


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


def absence_notes(
    assignment: Assignment, results: Mapping[str, ExerciseResult], names: Mapping[str, Any]
) -> Iterator[Note]:
    """Tell of each function that is not there where it may be: a method, or a function of nearly its name."""
    accepted = {name for exercise in assignment.exercises for name in exercise.names}
    written = [value for value in names.values() if getattr(value, "__module__", "") == names.get("__name__")]
    own = [
        value.__name__ for value in written if inspect.isfunction(value) and value.__name__ not in accepted
    ]
    classes = [value for value in written if isinstance(value, type)]
    for name, result in results.items():
        if result.verdict is not Verdict.MISSING:
            continue
        owner = next((owner.__name__ for owner in classes if callable(vars(owner).get(name))), "")
        if owner:
            yield Note(method_sentence(name, owner))
        elif near := nearest(name, own):
            yield Note(near_sentence(name, near))
