"""What a statement is by its syntax tree: whether it is plain, what it reads, and a form without places.

A plain statement does the same wherever it stands and whatever stands beside it, so that its result may be
another's: all that it is made of is on a list (ordinary.py). What is not is run, whatever it does.
"""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

from grader.grading.allowlist import ATTRIBUTES, BARRED, TYPES
from grader.memo import LONGEST, memoize_text

if TYPE_CHECKING:
    from collections.abc import Callable

STATEMENTS = 4096  # of which is kept what their trees tell
# The head of a function that does nothing while it is defined, in letters that Python reads as they are written.
INERT = re.compile(
    r"def[ \t]+([A-Za-z_]\w*)\("
    r"(?:\s*[A-Za-z_]\w*\s*(?:=\s*(?:-?\d[\d.]*(?:e-?\d+)?|None|True|False|'\w*'|\"\w*\")\s*)?(?:,|(?=\))))*"
    r"\s*\)[ \t]*:",
    re.ASCII,
)
REACHES = re.compile(r"\{[^{}:!]*[.\[]")  # a field of a format that asks for an attribute or an element
HOLDERS = (ast.Attribute, ast.Subscript)


class Import(NamedTuple):
    """A name taken from a module: what binds it, and as what."""

    module: str
    name: str  # empty: the module itself
    bound: str


class Look(NamedTuple):
    """What a statement's tree tells."""

    plain: bool = False
    reads: frozenset[str] = frozenset()  # every name in it, local ones too
    imports: tuple[Import, ...] = ()
    form: bytes = b""  # equal for statements that differ in comments, blank lines, spaces and place alone


class _Odd(Exception):  # noqa: N818  # not an error: it is run
    """Something that is not on the list."""


def inert(source: str) -> str:
    """Return the name of a function that does nothing while it is defined; empty for anything else."""
    found = INERT.match(source)
    return found[1] if found else ""


@memoize_text(STATEMENTS)
def look(source: str) -> Look:
    """Look at a statement's tree; what is too long or too deep for that is not plain."""
    if len(source) > LONGEST:
        return Look()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        return _Walk().over(tree)
    except (_Odd, SyntaxError, ValueError, RecursionError, MemoryError):
        return Look()


class _Walk:
    """One way through a tree, parts in their order, with what was met on it."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.bound: set[str] = set()
        self.filled: set[str] = set()  # what elements are stored in
        self.imports: list[Import] = []

    def over(self, tree: ast.Module) -> Look:
        said: list[object] = []
        lines: list[int] = []
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            what = type(node)
            fields = FIELDS.get(what)
            if fields is None:
                raise _Odd(what.__name__)
            check = CHECKS.get(what)
            if check:
                check(self, node)
            if "lineno" in what._attributes:
                lines += node.lineno, node.end_lineno  # type: ignore[attr-defined]  # it has them
            said.append(what.__name__)
            for name in fields:
                part = getattr(node, name)
                if isinstance(part, ast.AST):
                    said.append(name)
                    waiting.append(part)
                elif type(part) is list:
                    said.append(len(part))
                    waiting += [each for each in part if isinstance(each, ast.AST)]
                    said += [each if isinstance(each, str) else each is None for each in part]
                else:
                    said.append((type(part).__name__, f"{part:x}" if type(part) is int else part))
        if not self.filled <= self.bound:
            raise _Odd("an element of what is not its own")
        return Look(True, frozenset(self.names | self.bound), tuple(self.imports), _digest(said, lines))

    def bind(self, name: str) -> None:
        if name == "isinstance":  # its arguments are trusted with more than others (_call)
            raise _Odd(name)
        self.bound.add(name)
        self.name(name)

    def name(self, name: str) -> None:
        if name in BARRED or (name.startswith("_") and name.strip("_")):
            raise _Odd(name)
        self.names.add(name)


def _digest(said: list[object], lines: list[int]) -> bytes:
    """Hash what was met, and which parts share lines: steps are counted by lines, of which blank ones are none."""
    ranks = {line: rank for rank, line in enumerate(sorted(set(lines)))}
    return hashlib.sha256(
        repr((said, [ranks[line] for line in lines])).encode("utf-8", "surrogatepass")
    ).digest()


# --- what is on the list only under a condition ------------------------------------------------------


def _name(walk: _Walk, node: ast.Name) -> None:
    if not isinstance(node.ctx, ast.Load):
        walk.bind(node.id)
    walk.name(node.id)


def _argument(walk: _Walk, node: ast.arg) -> None:
    walk.bind(node.arg)


def _function(walk: _Walk, node: ast.FunctionDef) -> None:
    walk.bind(node.name)


def _attribute(_: _Walk, node: ast.Attribute) -> None:
    if not isinstance(node.ctx, ast.Load):
        raise _Odd(node.attr)
    if node.attr == "format":  # "{0.__globals__}" would reach whatever its argument holds
        text = node.value.value if isinstance(node.value, ast.Constant) else None
        if not isinstance(text, str) or REACHES.search(text):
            raise _Odd("format")
    elif node.attr not in ATTRIBUTES and not hasattr(node, "is_type"):
        raise _Odd(node.attr)


def _subscript(walk: _Walk, node: ast.Subscript) -> None:
    if isinstance(node.ctx, ast.Load):
        return
    root: ast.expr = node
    while isinstance(root, HOLDERS):
        root = root.value
    if not isinstance(root, ast.Name) or isinstance(node.ctx, ast.Del):
        raise _Odd("an element of what has no name")
    walk.filled.add(root.id)


def _call(_: _Walk, node: ast.Call) -> None:
    if isinstance(node.func, ast.Name) and node.func.id == "isinstance" and len(node.args) == 2:
        kinds = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else [node.args[1]]
        for kind in kinds:
            if isinstance(kind, ast.Attribute) and kind.attr in TYPES:
                kind.is_type = True  # type: ignore[attr-defined]  # read by _attribute
    if isinstance(node.func, ast.Attribute) and node.func.attr == "seed" and not node.args:
        raise _Odd("chance")
    for keyword in node.keywords:
        if keyword.arg in (None, "where"):  # hides what is given, or leaves memory as it was found
            raise _Odd("a keyword")


def _refuse_private(path: str) -> None:
    """Refuse names such as `__builtins__`, which lead out of any module: under another name they would not show."""
    if path != "__future__" and any(part.startswith("_") for part in path.split(".")):
        raise _Odd(path)


def _import(walk: _Walk, node: ast.Import) -> None:
    for each in node.names:
        _refuse_private(each.name)
        bound = each.asname or each.name.partition(".")[0]
        walk.bind(bound)
        walk.imports.append(Import(each.name, "", bound))


def _import_from(walk: _Walk, node: ast.ImportFrom) -> None:
    _refuse_private(node.module or "")
    for each in node.names:
        _refuse_private(each.name)
        if each.name != "*":
            walk.bind(each.asname or each.name)
        walk.imports.append(
            Import("." * node.level + (node.module or ""), each.name, each.asname or each.name)
        )


def _comprehension(_: _Walk, node: ast.comprehension) -> None:
    if node.is_async:
        raise _Odd("async")


CHECKS: dict[type, Callable[..., None]] = {
    ast.Name: _name,
    ast.arg: _argument,
    ast.FunctionDef: _function,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.comprehension: _comprehension,
}
# Not: try (what fails elsewhere would tell), class, global, del, yield, match and what is asynchronous.
STATEMENT_TYPES = (
    ast.Module, ast.FunctionDef, ast.Return, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.While, ast.If,
    ast.With, ast.withitem, ast.Raise, ast.Assert, ast.Import, ast.ImportFrom, ast.alias, ast.Expr, ast.Pass,
    ast.Break, ast.Continue, ast.arguments, ast.arg,
)  # fmt: skip
EXPRESSION_TYPES = (
    ast.BoolOp, ast.NamedExpr, ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp, ast.Dict, ast.Set, ast.ListComp,
    ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.Compare, ast.Call, ast.keyword,
    ast.FormattedValue, ast.JoinedStr, ast.Constant, ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List,
    ast.Tuple, ast.Slice,
)  # fmt: skip
MARKS = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
FIELDS: dict[type, tuple[str, ...]] = {
    what: what._fields
    for what in (
        *STATEMENT_TYPES,
        *EXPRESSION_TYPES,
        *(mark for base in MARKS for mark in base.__subclasses__()),
    )
}
