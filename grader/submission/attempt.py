"""Whether a function holds any work of the student's, or only what the template gave.

The doubt is always in favour of an attempt: a function counts as not attempted only where placeholders,
an empty body or names that nothing defines prove it, and where nothing else in it computes anything.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.submission.kinds import children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef

BEGIN = re.compile(r"#.*\b(?:START CODE HERE|CODE STARTS HERE|BEGIN SOLUTION)", re.IGNORECASE)
END = re.compile(r"#.*\b(?:END CODE HERE|CODE ENDS HERE|END SOLUTION)", re.IGNORECASE)
TRIVIAL = frozenset(
    {"len", "float", "int", "str", "range", "reversed", "enumerate", "zip", "dict", "list", "tuple", "print"}
)
TRIVIAL_METHODS = frozenset({"squeeze", "copy", "deepcopy", "append", "seed", "array"})
SHAPES = (
    ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.Starred,
    ast.JoinedStr, ast.FormattedValue, ast.Slice,
)  # fmt: skip


def attempted(function: Function, source: str, first_line: int, undefined: frozenset[str]) -> bool:
    """Judge a function; `undefined` are the global names it reads and nothing in the submission binds."""
    body = _without_docstring(function.body)
    if all(_empty(each) for each in body):
        return False
    regions = _regions(source, first_line)
    if regions:
        return _attempted_in_regions(body, regions, undefined)
    if any(_works(each) for each in _all(body)):
        return True
    return not undefined and not any(_placeholder(each) for each in _all(body))


def _attempted_in_regions(
    body: list[ast.stmt], regions: list[tuple[int, int]], undefined: frozenset[str]
) -> bool:
    """Between the template's marks all is the student's; outside, only what overwrites a placeholder.

    Where placeholders are left between the marks, the lines beside them that merely unpack are the
    template's too (`w = parameters["w"]` in `model`).
    """
    inside: list[ast.stmt] = []
    outside: list[ast.stmt] = []
    for each in _all(body):
        (inside if any(a <= each.lineno <= b for a, b in regions) else outside).append(each)
    left = any(_placeholder(each) for each in inside)
    if any(_works(each) if left else not _idle(each) for each in inside):
        return True
    if any(isinstance(each, ast.Return) and _works(each) for each in outside):
        return True
    holes = {name for each in inside for name in _assigned(each)}
    if not holes and not undefined & _packed(outside):
        return any(_works(each) for each in outside)
    return any(_works(each) and holes.intersection(_assigned(each)) for each in outside)


def _packed(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names that the template's last lines hand back: grads = {"dw": dw}, return grads, cost."""
    values = (each.value for each in body if isinstance(each, ast.Return | ast.Assign) and each.value)
    return {
        name.id for value in values if _given(value) for name in ast.walk(value) if isinstance(name, ast.Name)
    }


def _regions(source: str, first_line: int) -> list[tuple[int, int]]:
    """Return the lines between each pair of marks; none where a mark was deleted."""
    lines = list(enumerate(source.split("\n"), first_line))
    begins = [number for number, line in lines if BEGIN.search(line)]
    ends = [number for number, line in lines if END.search(line)]
    if len(begins) != len(ends) or any(a > b for a, b in zip(begins, ends, strict=True)):
        return []
    return list(zip(begins, ends, strict=True))


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    value = first.value if isinstance(first, ast.Expr) else None
    documented = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return body[1:] if documented else body


def _all(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Walk the statements, into loops and branches."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.stmt):
            yield each
        for name in ("body", "orelse", "finalbody", "handlers"):
            waiting += getattr(each, name, ())


def _empty(node: ast.stmt) -> bool:
    """Whether it is what stands where code should: pass, ..., a bare return, NotImplementedError."""
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    if isinstance(node, ast.Return):
        return node.value is None or _is_none(node.value)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _placeholder(node: ast.stmt) -> bool:
    """Whether it is a line with None where the student's code should be."""
    if isinstance(node, ast.For):
        return _has_hole(node.iter) or all(_empty(each) for each in node.body)
    if isinstance(node, ast.If | ast.While):
        return _has_hole(node.test)
    if isinstance(node, ast.Raise):
        return _empty(node)
    value = getattr(node, "value", None)
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return) and value is not None:
        return _is_none(value) or _has_hole(value)
    return False


def _is_none(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple):
        return all(_is_none(each) for each in node.elts)
    return isinstance(node, ast.Constant) and node.value in (None, ...)


def _has_hole(node: ast.expr) -> bool:
    """Whether a None in it stands where nothing can be computed with it."""
    if _is_none(node):
        return True
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if _is_hole(each):
            return True
        waiting += children(each)
    return False


def _is_hole(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_none(node.left) or _is_none(node.right)
    if isinstance(node, ast.Call):
        return _is_none(node.func) or (bool(node.args) and all(_is_none(each) for each in node.args))
    return isinstance(node, ast.Subscript) and _is_none(node.value)


def _idle(node: ast.stmt) -> bool:
    """Whether it does nothing to a result, wherever it stands."""
    if isinstance(node, ast.For | ast.While | ast.If):
        return all(_placeholder(each) or _idle(each) for each in node.body + node.orelse)
    calls = node.value if isinstance(node, ast.Expr) else None
    prints = isinstance(calls, ast.Call) and isinstance(calls.func, ast.Name) and calls.func.id == "print"
    return prints or isinstance(node, ast.Assert | ast.Global) or _empty(node)


def _works(node: ast.stmt) -> bool:
    """Whether it computes more than the lines that templates give: shapes, unpacking, packing."""
    if _placeholder(node) or _idle(node):
        return False
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return | ast.Expr):
        return node.value is not None and not _given(node.value)
    if isinstance(node, ast.For):
        return not _given(node.iter)
    return not isinstance(node, ast.If | ast.While | ast.With | ast.Try | ast.Import | ast.ImportFrom)


def _given(node: ast.expr) -> bool:
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ast.Call):
            if not _trivial_call(each):
                return False
            waiting += each.args
        elif isinstance(each, ast.BinOp):  # len(parameters) // 2, "W" + str(l + 1)
            if not isinstance(each.op, ast.Add | ast.Sub | ast.FloorDiv):
                return False
            waiting += [each.left, each.right]
        elif isinstance(each, SHAPES):
            waiting += children(each)
        else:
            return False
    return True


def _trivial_call(node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        return node.func.id in TRIVIAL | TRIVIAL_METHODS
    if not isinstance(node.func, ast.Attribute):
        return False
    root = node.func.value
    return node.func.attr in TRIVIAL_METHODS or (isinstance(root, ast.Name) and root.id == "plt")


def _assigned(node: ast.stmt) -> Iterator[str]:
    waiting = list(node.targets) if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    while waiting:
        target = waiting.pop()
        if isinstance(target, ast.Tuple | ast.List):
            waiting += target.elts
        elif isinstance(target, ast.Subscript):  # parameters["W" + str(l)]
            waiting.append(target.value)
        elif isinstance(target, ast.Name):
            yield target.id
