"""A submission becomes a program: definitions and what they need are kept, runs are dropped."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.model import Assignment, Cell, Chunk, Definition, Note, Program, Submission

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
VERSION = re.compile(r"_v\d+\w*$")


def extract(submission: Submission, assignment: Assignment) -> Program:
    """Keep what the assignment's functions need; never run any of it."""
    chunks: list[Chunk] = []
    definitions: dict[str, Definition] = {}
    notes: list[Note] = list(submission.notes)
    for cell in submission.cells:
        source = re.sub(r"(?m)^(\s*)[%!?].*$", r"\1pass", cell.source)
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError) as error:
            notes.append(Note(f"{cell.origin} cannot be read: {error}", cell.origin))
            continue
        for node in tree.body:
            if not _is_kept(node):
                continue
            chunk = _chunk(cell, source, node)
            chunks.append(chunk)
            if isinstance(node, ast.FunctionDef):
                definitions[node.name] = Definition(
                    node.name, cell.origin, chunk.first_line, chunk.source, True
                )
    modules = dict(_modules(submission, assignment))
    return Program(tuple(chunks), definitions, modules, tuple(notes))


def _is_kept(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign):
        return isinstance(node.value, ast.Constant | ast.Lambda | ast.Name)
    return isinstance(node, KEPT)


def _chunk(cell: Cell, source: str, node: ast.stmt) -> Chunk:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(each.lineno for each in decorators)])
    lines = source.split("\n")[first - 1 : node.end_lineno]
    return Chunk(cell.origin, first, "\n".join(lines) + "\n")


def _modules(submission: Submission, assignment: Assignment) -> Iterator[tuple[str, str]]:
    for cell in submission.cells:
        for name in re.findall(r"(?m)^\s*(?:from|import)\s+(\w+)", cell.source):
            source = assignment.modules.get(name) or assignment.modules.get(VERSION.sub("", name))
            if source is not None:
                yield name, source
