"""Authors' judges and canonical forms leave the course as source, if they can do without the reference.

Only what such a function reads goes with it: other functions, constants and imports at the top of checks.py.
One that reads the reference stays where it is.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.submission.extraction.scope import names

AT_HOME = ("reference", "grader")  # packages that no student's folder holds, or should lean on
COURSE = "assignments"


def find_portable(checks: str, functions: Mapping[str, Callable[..., Any]]) -> tuple[str, dict[str, str]]:
    """Return a module of those functions that can leave, and under which name each is found there."""
    tree = ast.parse(checks)
    bound = {name: node for node in tree.body for name in _binds(node)}
    names: dict[str, str] = {}
    needed: dict[int, ast.stmt] = {}
    for name, function in functions.items():
        entry = _entry(tree, function, name)
        follows = _follow(entry, bound) if entry else None
        if entry is not None and follows is not None:
            names[name] = entry.name if isinstance(entry, ast.FunctionDef) else f"judge_{name}"
            needed |= {node.lineno: node for node in [*follows, entry]}
    code = "\n\n".join(ast.unparse(_without_docstring(needed[line])) for line in sorted(needed))
    return code, names


def _entry(tree: ast.Module, function: Callable[..., Any], name: str) -> ast.stmt | None:
    """Find a function in the checks: one of the top level by its name, a lambda by its line."""
    code = getattr(function, "__code__", None)
    if code is None:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name and node in tree.body:
            return node
        if isinstance(node, ast.Lambda) and code.co_name == "<lambda>" and node.lineno == code.co_firstlineno:
            named = ast.Assign([ast.Name(f"judge_{name}", ast.Store())], node)
            return ast.fix_missing_locations(ast.copy_location(named, node))
    return None


def _follow(entry: ast.stmt, bound: Mapping[str, ast.stmt]) -> list[ast.stmt] | None:
    """Return all statements that a function reads from, directly or not; None where one stays at home."""
    statements: dict[int, ast.stmt] = {}
    waiting = [entry]
    while waiting:
        for name in _reads(waiting.pop()):
            node = bound.get(name)
            if node is None or id(node) in statements:
                continue
            if _stays_at_home(node):
                return None
            statements[id(node)] = node
            waiting.append(node)
    return [node for node in statements.values() if node is not entry]


def _stays_at_home(node: ast.stmt) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] in AT_HOME
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] in AT_HOME for alias in node.names)
    return bool(getattr(node, "decorator_list", ()))  # an exercise's own calls


def _binds(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    else:
        yield from (
            part.id
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        )


def _reads(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement reads from outside itself."""
    analysed = names(ast.unparse(node))
    return analysed.reads if analysed else frozenset()


def _without_docstring(node: ast.stmt) -> ast.stmt:
    """Leave out what is for authors to read; support modules are found under their own names."""
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{COURSE}."):
        return ast.ImportFrom((node.module or "").rpartition(".")[2], node.names, 0)
    if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
        bare = ast.FunctionDef(**{**vars(node), "body": node.body[1:] or [ast.Pass()]})
        return ast.copy_location(bare, node)
    return node
