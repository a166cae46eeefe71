"""A marimo notebook's module becomes its cells: it keeps each in a function, which returns what others read."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.model import Cell
from grader.submission.reading.notebook import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

APP = re.compile(r"^(\w{1,40})[ \t]*=[ \t]*marimo\.App\(", re.MULTILINE)
CELL, SETUP, WHOLE = "cell", "setup", ("function", "class_definition")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def marimo_cells(code: Sequence[Cell]) -> list[Cell] | None:
    """Take the cells out of a module; None where it is no marimo notebook."""
    match = APP.search(code[0].source) if len(code) == 1 else None
    if not match:
        return None
    source = code[0].source
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise UnreadableError(
            f"a marimo notebook that is not Python (line {error.lineno}); mend it there"
        ) from None
    except (ValueError, RecursionError, MemoryError):
        raise UnreadableError("a marimo notebook that is not Python") from None
    texts = list(_texts(body, source.split("\n"), match[1]))
    return [Cell(f"cell {number}", text) for number, text in enumerate(texts, 1)]


def _texts(body: Sequence[ast.stmt], lines: Sequence[str], app: str) -> Iterator[str]:
    """Yield each cell's code as it stands in the notebook; what only marimo needs is left out."""
    for node in body:
        kind = _kind(node, app)
        if kind == CELL and isinstance(node, Function):
            inner = node.body[:-1] if isinstance(node.body[-1], ast.Return) else node.body
            yield _inner_text(node, inner, lines)
        elif kind == SETUP and isinstance(node, ast.With):
            yield _inner_text(node, node.body, lines)
        elif kind in WHOLE or _is_import(node):
            yield "\n".join(lines[node.lineno - 1 : node.end_lineno]) + "\n"


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom) and "marimo" not in ast.unparse(node)


def _kind(node: ast.stmt, app: str) -> str:
    """Return which attribute of the app decorates or opens a statement; nothing where none does."""
    marks: list[ast.expr] = []
    if isinstance(node, Function | ast.ClassDef):
        marks = node.decorator_list
    elif isinstance(node, ast.With):
        marks = [item.context_expr for item in node.items]
    for mark in marks:
        target = mark.func if isinstance(mark, ast.Call) else mark
        if (
            isinstance(target, ast.Attribute)
            and isinstance(target.value, ast.Name)
            and target.value.id == app
        ):
            return target.attr
    return ""


def _inner_text(node: ast.stmt, inner: Sequence[ast.stmt], lines: Sequence[str]) -> str:
    """Return the text of statements in a block, moved to the left margin."""
    if not inner:
        return ""
    begin = min(part.lineno for part in [inner[0], *getattr(inner[0], "decorator_list", [])])
    if begin <= node.lineno:  # all in the line of the header
        return "\n".join(map(ast.unparse, inner)) + "\n"
    margin = " " * inner[0].col_offset
    return "\n".join(line.removeprefix(margin) for line in lines[begin - 1 : inner[-1].end_lineno]) + "\n"
