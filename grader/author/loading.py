"""Says why an assignment cannot be loaded, and what its author can do about it."""

from __future__ import annotations

import ast
import difflib
import inspect
import re
from collections.abc import Callable
from pathlib import Path

from grader.author.findings import Finding, Level, problem_of
from grader.course.vocabulary import Assignment, call, mistake, variant
from grader.errors import AssignmentError
from grader.wording import did_you_mean, near_words

STALE = re.compile(r"must occur once in the reference's (\w+); it occurs (not at all|\d+ times)", re.DOTALL)
UNKNOWN_SETTING = re.compile(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'")
MISFIT = re.compile(r"does not fit the reference: got an unexpected keyword argument '(\w+)'")
exercise_of = Assignment.exercise
VOCABULARY: dict[str, Callable[..., object]] = {
    "__init__": Assignment,
    "exercise": exercise_of,
    "mistake": mistake,
    "variant": variant,
}
NO_FUNCTION = re.compile(r"the reference has no function '(\w+)'")


def loading_failure(course: Path, id: str, error: Exception) -> Finding:
    """Make a finding of what stopped an assignment from being loaded."""
    checks = f"assignments/{id}/checks.py"
    if not isinstance(error, AssignmentError):
        problem = problem_of(error, checks)
        return Finding(Level.ERROR, f"{id}::loads", problem.message, checks, problem.line)
    path = error.path.removeprefix(f"{course}/")
    message = error.reason + _advice(course, id, error.reason)
    return Finding(Level.ERROR, f"{id}::loads", message, path, error.line or 0)


def _advice(course: Path, id: str, message: str) -> str:
    reference = course / "reference" / f"{id}.py"
    if stale := STALE.search(message):
        if stale[2] != "not at all":
            return ": take more of its line into the edit"
        return _nearest_line(reference, stale[1], message[: stale.start()].strip(" '\""))
    if unknown := UNKNOWN_SETTING.search(message):
        function = VOCABULARY.get(unknown[1], exercise_of)
        settings = [name for name in inspect.signature(function).parameters if name not in {"self", "args"}]
        return f"; {did_you_mean(unknown[2], settings)}"
    if misfit := MISFIT.search(message):
        settings = [*inspect.signature(call).parameters][1:-1]
        return (
            f"; of call's own settings, {near[0]} is like it"
            if (near := near_words(misfit[1], settings))
            else ""
        )
    if absent := NO_FUNCTION.search(message):
        functions = re.findall(r"^def (\w+)", reference.read_text(encoding="utf-8"), re.MULTILINE)
        return f"; {did_you_mean(absent[1], functions)}"
    return ""


def _nearest_line(reference: Path, function: str, edit: str) -> str:
    """Quote the line that an edit may have meant."""
    text = reference.read_text(encoding="utf-8")
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == function)
    lines = dict(enumerate(text.splitlines()[node.lineno - 1 : node.end_lineno], node.lineno))
    best = max(lines, key=lambda number: difflib.SequenceMatcher(None, edit, lines[number].strip()).ratio())
    return f"; the nearest is line {best} of reference/{reference.name}: {lines[best].strip()!r}"
