"""Whether a function holds any work of the student's, or only what the template gave.

The doubt is always in favour of an attempt: a function counts as not is_attempted only where placeholders,
an empty body or names that nothing defines prove it, and where nothing else in it computes anything.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.submission.extraction.kinds import LEAVES, Function, children

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# from the start of a line and its first #: from every # of a long line it would take the square of the time
BEGIN = re.compile(r"^[^#\n]*#.*\b(?:START CODE HERE|CODE STARTS HERE|BEGIN SOLUTION)", re.I | re.M)
END = re.compile(r"^[^#\n]*#.*\b(?:END CODE HERE|CODE ENDS HERE|END SOLUTION)", re.I | re.M)
TRIVIAL = frozenset(
    {"len", "float", "int", "str", "range", "reversed", "enumerate", "zip", "dict", "list", "tuple", "print"}
)
TRIVIAL_METHODS = frozenset({"squeeze", "copy", "deepcopy", "append", "seed", "array"})
SHAPES = frozenset(
    {
        ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.Dict, ast.Starred,
        ast.JoinedStr, ast.FormattedValue, ast.Slice,
    }
)  # fmt: skip
VALUED = frozenset({ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return})
BRANCHES = (ast.If, ast.While)
LOOPS = (ast.For, *BRANCHES)
SIMPLE = VALUED | {ast.Expr, ast.Pass, ast.Raise}
MODEST = (ast.Add, ast.Sub, ast.FloorDiv)  # "W" + str(l + 1)
NO_WORK = (*BRANCHES, ast.With, ast.Try, ast.Import, ast.ImportFrom)


def is_attempted(function: Function, source: str, first_line: int, undefined: frozenset[str]) -> bool:
    """Judge a function; `undefined` are the global names it reads and nothing in the submission binds."""
    body = _without_docstring(function.body)
    if all(_empty(each) for each in body):
        return False
    regions = _regions(source, first_line)
    if regions:
        return _attempted_in_regions(body, source, regions, undefined)
    if any(_works(each) for each in _all(body)):
        return True
    return not undefined and not any(_placeholder(each) for each in _all(body))


def _attempted_in_regions(
    body: list[ast.stmt], source: str, regions: list[tuple[int, int]], undefined: frozenset[str]
) -> bool:
    """Between the template's marks all is the student's; outside, only what overwrites a placeholder.

    Where placeholders are left between the marks, the lines beside them that merely unpack are the
    template's too (`w = parameters["w"]` in `model`).
    """
    inside: list[ast.stmt] = []
    outside: list[ast.stmt] = []
    marked = {line for first, last in regions for line in range(first, last + 1)}
    for each in _all(body):
        (inside if each.lineno in marked else outside).append(each)
    blank = "None" in source or "..." in source  # else only an empty loop or a NotImplementedError is left
    left = any(_placeholder(each) for each in inside if blank or isinstance(each, (ast.For, ast.Raise)))
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
    begins, ends = _marked(BEGIN, source, first_line), _marked(END, source, first_line)
    if len(begins) != len(ends) or any(a > b for a, b in zip(begins, ends, strict=True)):
        return []
    return list(zip(begins, ends, strict=True))


def _marked(mark: re.Pattern[str], source: str, number: int) -> list[int]:
    lines, at = [], 0
    for found in mark.finditer(source):
        number += source.count("\n", at, found.start())
        at = found.start()
        lines.append(number)
    return lines


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
        if type(each) in SIMPLE:
            continue
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
    if type(node) in VALUED:
        value: ast.expr | None = node.value  # type: ignore[attr-defined]  # VALUED have one
        return value is not None and _has_hole(value)
    if isinstance(node, ast.For):
        return _has_hole(node.iter) or all(_empty(each) for each in node.body)
    if isinstance(node, BRANCHES):
        return _has_hole(node.test)
    return isinstance(node, ast.Raise) and _empty(node)


def _is_none(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value is None or node.value is ...
    return isinstance(node, ast.Tuple) and bool(node.elts) and all(map(_is_none, node.elts))


def _has_hole(node: ast.expr) -> bool:
    """Whether a None in it stands where nothing can be computed with it."""
    if _is_none(node):
        return True
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if type(each) in LEAVES:
            continue
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
    if isinstance(node, LOOPS):
        return all(_placeholder(each) or _idle(each) for each in node.body + node.orelse)
    calls = node.value if isinstance(node, ast.Expr) else None
    prints = isinstance(calls, ast.Call) and isinstance(calls.func, ast.Name) and calls.func.id == "print"
    return prints or isinstance(node, (ast.Assert, ast.Global)) or _empty(node)


def _works(node: ast.stmt) -> bool:
    """Whether it computes more than the lines that templates give: shapes, unpacking, packing."""
    if _placeholder(node) or _idle(node):
        return False
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)):
        return node.value is not None and not _given(node.value)
    if isinstance(node, ast.For):
        return not _given(node.iter)
    return not isinstance(node, NO_WORK)


def _given(node: ast.expr) -> bool:
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop()
        if type(each) in SHAPES:
            waiting += children(each)
        elif isinstance(each, ast.Call) and _trivial_call(each):
            waiting += each.args
        elif isinstance(each, ast.BinOp) and isinstance(each.op, MODEST):  # len(parameters) // 2
            waiting += [each.left, each.right]
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
        if isinstance(target, (ast.Tuple, ast.List)):
            waiting += target.elts
        elif isinstance(target, ast.Subscript):  # parameters["W" + str(l)]
            waiting.append(target.value)
        elif isinstance(target, ast.Name):
            yield target.id
