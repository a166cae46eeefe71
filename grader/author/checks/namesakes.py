"""An assignment is known by its functions: no other of the course asks for the same."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.course import names


def are_apart(context: VerificationContext) -> Iterator[Problem]:
    """Warn of another assignment with the very functions of this one."""
    for id in namesakes(context.course, context.id):
        yield warning(
            f"{id} asks for the same functions, so what is handed in does not say which of both it is: "
            "call some otherwise, or have them graded with -a"
        )


def namesakes(course: Path, id: str) -> list[str]:
    """Return the other assignments with the very functions of this one."""
    functions = {other: _exercises(course / "assignments" / other / "checks.py") for other in names(course)}
    own = functions.pop(id, set())
    return [other for other in functions if own and functions[other] == own]


def _exercises(path: Path) -> set[str]:
    """Return the exercises that checks declare, as far as their text says."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError, OSError):  # its own verification says so
        return set()
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("exercise" in ast.unparse(item) for item in node.decorator_list)
    }
