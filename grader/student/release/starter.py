"""The starter notebook, made from the reference: each exercise keeps its head and docstring and loses its body.

The rule is one sentence: a top-level function that earns points is emptied, other functions and classes are left out
unless the author declares them given, everything else at the top level is given. So there is one source, and what a
student gets always fits what is graded. What is given and calls no exercise comes first, for an exercise may call it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from grader.model import Assignment, Exercise
from grader.report.text import number
from grader.student.release.brief import Brief, cut
from grader.submission.extraction.scope import names
from grader.wording import plural

HOLE = "    # Your code here\n    ...\n"
_COURSE_IMPORT = re.compile(r"^(\s*(?:from|import)\s+)assignments\.\w+\.", re.MULTILINE)


def starter(assignment: Assignment, brief: str) -> str:
    """Return the starter notebook as text, the same for the same assignment."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": kind,
            "id": f"{assignment.id[:40]}-{position:02}".replace("_", "-"),
            "metadata": {},
            "source": source.strip("\n").splitlines(keepends=True),
            **({"execution_count": None, "outputs": []} if kind == "code" else {}),
        }
        for position, (kind, source) in enumerate(_cells(assignment, brief))
    ]
    return json.dumps(_notebook(cells), indent=1, ensure_ascii=False) + "\n"


def _notebook(cells: list[dict[str, Any]]) -> dict[str, Any]:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _cells(assignment: Assignment, text: str) -> Iterator[tuple[str, str]]:
    tree = ast.parse(assignment.reference)
    exercises = {exercise.names[0]: exercise for exercise in assignment.exercises if exercise.points}
    brief = cut(text, [name for exercise in assignment.exercises for name in exercise.names])
    yield "markdown", _opening(assignment, tree, brief)
    yield "code", _imports(assignment, tree)
    for node in _cell_order(tree, assignment, exercises):
        name = node.name if isinstance(node, ast.FunctionDef) else ""
        if isinstance(node, ast.FunctionDef) and name in exercises:
            yield "markdown", _heading(exercises[name], brief)
            yield "code", empty_body(assignment.reference, node)
            yield "code", f"check({name})"
        else:
            yield "markdown", brief.parts.get(name) or (f"`{name}` is given." if name else "Given:")
            yield "code", _source_of(assignment.reference, node)
    yield "markdown", "\n\n".join(filter(None, [brief.closing, "## All together"]))
    yield "code", "check()"


def _is_kept_back(node: ast.stmt, assignment: Assignment) -> bool:
    """Tell a helper of the reference that nobody declared given."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return False
    names = {exercise.names[0] for exercise in assignment.exercises}
    return node.name not in names and node.name not in assignment.given


def _cell_order(tree: ast.Module, assignment: Assignment, exercises: Collection[str]) -> list[ast.stmt]:
    """Return the statements in the order of the cells, without imports and the module's docstring."""
    nodes = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    nodes = [node for node in nodes if not _is_docstring(node) and not _is_kept_back(node, assignment)]
    return sorted(nodes, key=lambda node: _calls_or_is(node, exercises))


def _calls_or_is(node: ast.stmt, exercises: Collection[str]) -> bool:
    read = names(ast.unparse(node))
    return getattr(node, "name", "") in exercises or not read or bool(read.reads.intersection(exercises))


def _opening(assignment: Assignment, tree: ast.Module, brief: Brief) -> str:
    opening = brief.opening or f"# {assignment.title}\n\n{ast.get_docstring(tree) or ''}".strip()
    return (
        f"{opening}\n\n"
        "Write each function where it says so, run its cell, and ask with the cell below it whether it is right. "
        "Stuck? Put `check.hint(...)` around the function's name: hints come one at a time."
    )


def _imports(assignment: Assignment, tree: ast.Module) -> str:
    imports = [
        ast.get_source_segment(assignment.reference, node) or ""
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return "\n".join([_without_course("\n".join(imports)), "", "from grader import check"])


def _without_course(source: str) -> str:
    """Import support modules from the folder that they are released in."""
    return _COURSE_IMPORT.sub(r"\1", source)


def _heading(exercise: Exercise, brief: Brief) -> str:
    """Return an exercise's part of the brief; where it has none, or shares one, its name and title."""
    name = exercise.names[0]
    text = next((brief.parts[name] for name in exercise.names if brief.parts.get(name)), "")
    if text.startswith("#"):
        return text
    points = f"{number(exercise.points)} {plural('point', exercise.points)}"
    return f"### `{name}` — {points}\n\n{text or exercise.title}"


def empty_body(module: str, node: ast.FunctionDef) -> str:
    """Return a function's decorators, head and docstring, and a place for the student's code."""
    lines = module.splitlines(keepends=True)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    documented = ast.get_docstring(node) is not None
    last = node.body[0].end_lineno if documented else node.body[0].lineno - 1
    if not documented and node.body[0].lineno == node.lineno:  # def f(x): return x
        raise ValueError(f"{node.name} is written in one line")
    return "".join(lines[first - 1 : last]) + HOLE


def _source_of(module: str, node: ast.stmt) -> str:
    lines = module.splitlines(keepends=True)
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
    return _without_course("".join(lines[first - 1 : node.end_lineno]))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
