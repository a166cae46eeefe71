"""What a statement that fails leaves behind: why it did, the names it would have bound, and what it does without."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, Any

from grader.worker.child.support_modules import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def without_missing_decorators(node: ast.stmt, namespace: dict[str, Any]) -> ast.stmt | None:
    """Return a definition without the decorators whose import failed; None where it has none of these."""
    if not isinstance(node, _DEFINITIONS):
        return None
    rest = [decorator for decorator in node.decorator_list if not _is_missing(decorator, namespace)]
    if len(rest) == len(node.decorator_list):
        return None
    bare = copy.copy(node)
    bare.decorator_list = rest
    return bare


def _is_missing(decorator: ast.expr, namespace: dict[str, Any]) -> bool:
    while isinstance(decorator, ast.Call | ast.Attribute):
        decorator = decorator.func if isinstance(decorator, ast.Call) else decorator.value
    return isinstance(decorator, ast.Name) and type(namespace.get(decorator.id)) is Missing


def bound_by(node: ast.stmt) -> Iterable[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            yield inner.id
    if isinstance(node, _DEFINITIONS):
        yield node.name


def changed_by(node: ast.stmt) -> Iterable[str]:
    """Yield the names of what a statement stores elements or attributes in, or calls a method of."""
    for inner in ast.walk(node):
        method = inner.func if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) else None
        place = method or inner
        if not isinstance(place, ast.Attribute | ast.Subscript) or (
            method is None and isinstance(place.ctx, ast.Load)
        ):
            continue
        root: ast.expr = place
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name):
            yield root.id


def one_line(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # a student's __str__ may do anything
        text = ""
    return f"{type(error).__name__}: {text}".replace("\n", " ")[:300]
