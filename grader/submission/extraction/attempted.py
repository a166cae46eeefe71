"""Whether a function holds any work of the student's, or only what the template gave.

The doubt is always in favour of an attempt: a function counts as not attempted only where placeholders,
an empty body or names that nothing defines prove it, and where nothing else in it computes anything.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.submission.extraction.syntax import LEAVES, Function, children

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
    if all(_is_empty(statement) for statement in body):
        return False
    regions = _regions(source, first_line)
    if regions:
        return _is_attempted_between_marks(body, source, regions, undefined)
    if any(_does_work(statement) for statement in _statements(body)):
        return True
    return not undefined and not any(_is_placeholder(statement) for statement in _statements(body))


def _is_attempted_between_marks(
    body: list[ast.stmt], source: str, regions: list[tuple[int, int]], undefined: frozenset[str]
) -> bool:
    """Between the template's marks all is the student's; outside, only what overwrites a placeholder.

    Where placeholders are left between the marks, the lines beside them that merely unpack are the
    template's too (`w = parameters["w"]` in `model`).
    """
    inside: list[ast.stmt] = []
    outside: list[ast.stmt] = []
    lines = {line for first, last in regions for line in range(first, last + 1)}
    for statement in _statements(body):
        (inside if statement.lineno in lines else outside).append(statement)
    has_blanks = (
        "None" in source or "..." in source
    )  # else only an empty loop or a NotImplementedError is left
    unfilled = any(
        _is_placeholder(statement)
        for statement in inside
        if has_blanks or isinstance(statement, (ast.For, ast.Raise))
    )
    if any(_does_work(statement) if unfilled else not _is_idle(statement) for statement in inside):
        return True
    if any(isinstance(statement, ast.Return) and _does_work(statement) for statement in outside):
        return True
    holes = {name for statement in inside for name in _assigned_names(statement)}
    if not holes and not undefined & _names_handed_back(outside):
        return any(_does_work(statement) for statement in outside)
    return any(
        _does_work(statement) and holes.intersection(_assigned_names(statement)) for statement in outside
    )


def _names_handed_back(body: Iterable[ast.stmt]) -> set[str]:
    """Return the names that the template's last lines hand back: grads = {"dw": dw}, return grads, cost."""
    values = (
        statement.value
        for statement in body
        if isinstance(statement, ast.Return | ast.Assign) and statement.value
    )
    return {
        name.id
        for value in values
        if _is_trivial(value)
        for name in ast.walk(value)
        if isinstance(name, ast.Name)
    }


def _regions(source: str, first_line: int) -> list[tuple[int, int]]:
    """Return the lines between each pair of marks; none where a mark was deleted."""
    begins, ends = _marked_lines(BEGIN, source, first_line), _marked_lines(END, source, first_line)
    if len(begins) != len(ends) or any(a > b for a, b in zip(begins, ends, strict=True)):
        return []
    return list(zip(begins, ends, strict=True))


def _marked_lines(mark: re.Pattern[str], source: str, number: int) -> list[int]:
    lines, at = [], 0
    for match in mark.finditer(source):
        number += source.count("\n", at, match.start())
        at = match.start()
        lines.append(number)
    return lines


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    value = first.value if isinstance(first, ast.Expr) else None
    documented = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return body[1:] if documented else body


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Walk the statements, into loops and branches."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.stmt):
            yield node
        if type(node) in SIMPLE:
            continue
        for name in ("body", "orelse", "finalbody", "handlers"):
            waiting += getattr(node, name, ())


def _is_empty(node: ast.stmt) -> bool:
    """Whether it is what stands where code should: pass, ..., a bare return, NotImplementedError."""
    if isinstance(node, ast.Raise):
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    if isinstance(node, ast.Return):
        return node.value is None or _is_none(node.value)
    return isinstance(node, ast.Pass) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))


def _is_placeholder(node: ast.stmt) -> bool:
    """Whether it is a line with None where the student's code should be."""
    if type(node) in VALUED:
        value: ast.expr | None = node.value  # type: ignore[attr-defined]  # VALUED have one
        return value is not None and _has_hole(value)
    if isinstance(node, ast.For):
        return _has_hole(node.iter) or all(_is_empty(statement) for statement in node.body)
    if isinstance(node, BRANCHES):
        return _has_hole(node.test)
    return isinstance(node, ast.Raise) and _is_empty(node)


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
        part = waiting.pop()
        if type(part) in LEAVES:
            continue
        if _is_hole(part):
            return True
        waiting += children(part)
    return False


def _is_hole(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_none(node.left) or _is_none(node.right)
    if isinstance(node, ast.Call):
        return _is_none(node.func) or (bool(node.args) and all(_is_none(argument) for argument in node.args))
    return isinstance(node, ast.Subscript) and _is_none(node.value)


def _is_idle(node: ast.stmt) -> bool:
    """Whether it does nothing to a result, wherever it stands."""
    if isinstance(node, LOOPS):
        return all(_is_placeholder(statement) or _is_idle(statement) for statement in node.body + node.orelse)
    call = node.value if isinstance(node, ast.Expr) else None
    prints = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"
    return prints or isinstance(node, (ast.Assert, ast.Global)) or _is_empty(node)


def _does_work(node: ast.stmt) -> bool:
    """Whether it computes more than the lines that templates give: shapes, unpacking, packing."""
    if _is_placeholder(node) or _is_idle(node):
        return False
    if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)):
        return node.value is not None and not _is_trivial(node.value)
    if isinstance(node, ast.For):
        return not _is_trivial(node.iter)
    return not isinstance(node, NO_WORK)


def _is_trivial(node: ast.expr) -> bool:
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop()
        if type(part) in SHAPES:
            waiting += children(part)
        elif isinstance(part, ast.Call) and _is_trivial_call(part):
            waiting += part.args
        elif isinstance(part, ast.BinOp) and isinstance(part.op, MODEST):  # len(parameters) // 2
            waiting += [part.left, part.right]
        else:
            return False
    return True


def _is_trivial_call(node: ast.Call) -> bool:
    if isinstance(node.func, ast.Name):
        return node.func.id in TRIVIAL | TRIVIAL_METHODS
    if not isinstance(node.func, ast.Attribute):
        return False
    root = node.func.value
    return node.func.attr in TRIVIAL_METHODS or (isinstance(root, ast.Name) and root.id == "plt")


def _assigned_names(node: ast.stmt) -> Iterator[str]:
    waiting = list(node.targets) if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    while waiting:
        target = waiting.pop()
        if isinstance(target, (ast.Tuple, ast.List)):
            waiting += target.elts
        elif isinstance(target, ast.Subscript):  # parameters["W" + str(l)]
            waiting.append(target.value)
        elif isinstance(target, ast.Name):
            yield target.id
