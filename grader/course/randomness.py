"""Whether a function of the reference may draw random numbers: then it draws from the stream of whoever calls it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from grader.course.importing import import_reference
from grader.model import Assignment, Exercise


def draws(assignment: Assignment, exercise: Exercise) -> bool:
    """Say whether an exercise's function may draw random numbers; False is certain."""
    return _may_draw(assignment.folder, assignment.digest, exercise.names[0])


@cache
def _may_draw(folder: str, digest: str, name: str) -> bool:
    return _draws(getattr(_reference(folder, digest), name), set())


@cache
def _reference(folder: str, digest: str) -> Any:  # noqa: ARG001 - the digest keeps the cache true
    return import_reference(Path(folder).parents[1], Path(folder).name)


def _draws(function: Any, visited: set[Any]) -> bool:
    """Look for the word random in a function and in all that it can reach by name."""
    visited.add(function)
    codes = [function.__code__]
    for code in codes:
        codes += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    names = {name for code in codes for name in code.co_names}
    reached = (function.__globals__.get(name) for name in names)
    return "random" in names or any(
        _draws(value, visited)
        for value in reached
        if isinstance(value, FunctionType) and value not in visited
    )
