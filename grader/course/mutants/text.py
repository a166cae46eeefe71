"""A function's text with its statements and the places of their nodes: where edits are made and named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from grader.conventions import Conventions
from grader.course.mutants.roles import roles_of

PRINTING = re.compile(r"print|verbose")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement and the expressions that are its own, not those of statements inside it."""

    number: int
    node: ast.stmt
    own: tuple[ast.expr, ...]
    target: str  # the name of what it computes


class FunctionText:
    """A function, parsed, with offsets into its text."""

    def __init__(self, text: str, conventions: Conventions) -> None:
        self.text, self.conventions, self.roles = text, conventions, roles_of(conventions.naming)
        self.lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line))
        self.function = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))

    @property
    def name(self) -> str:
        return self.function.name

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        nodes = [node for node in _inside(self.function.body) if _own(node)]
        return tuple(
            Statement(number, node, tuple(_own(node)), self._target(node))
            for number, node in enumerate(nodes)
        )

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The names that the function binds, its parameters among them."""
        stored = (
            n.id for n in ast.walk(self.function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        )
        return frozenset(stored) | {a.arg for a in self.function.args.args}

    @cached_property
    def keys(self) -> frozenset[str]:
        """The texts of all subscripts by a string."""
        slices = (n.slice for n in ast.walk(self.function) if isinstance(n, ast.Subscript))
        return frozenset(self.source(s) for s in slices if is_text(s))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._offset(node.lineno, node.col_offset), self._offset(node.end_lineno, node.end_col_offset)

    def source(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def _offset(self, line: int, column: int) -> int:
        """Turn the parser's line and byte column into an offset of characters."""
        text = self.lines[line - 1]
        return self._starts[line - 1] + (column if text.isascii() else len(text.encode()[:column].decode()))

    def _target(self, node: ast.stmt) -> str:
        match node:
            case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
                return self._value_name(target)
            case ast.Return():
                return ""
            case ast.For(target=ast.Name(id=name)):
                return f"the loop over {name}"
            case _:
                return ""

    def _value_name(self, target: ast.expr) -> str:
        """Name what an assignment computes, as the course does."""
        match target:
            case ast.Name(id=name):
                return name
            case ast.Tuple(elts=elements):
                return ", ".join(name for name in map(self._value_name, elements) if name != "_")
            case ast.Subscript(value=ast.Name(id=container), slice=key):
                return self.roles.entry_name(container, self.source(key))
            case _:
                return ""


def is_text(node: ast.expr) -> bool:
    """Tell whether an expression is a dictionary's key: a string, made in whatever way."""
    if isinstance(node, ast.BinOp):
        return is_text(node.left)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def walk(node: ast.expr) -> Iterator[ast.expr]:
    """Yield an expression's parts, outermost first, but not what stands inside an f-string."""
    yield node
    if isinstance(node, ast.JoinedStr):  # before Python 3.12 its parts have no true positions
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield from walk(child)
        elif isinstance(child, ast.keyword):
            yield from walk(child.value)


def _inside(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements in order, those of inner blocks too, but none that only print or document."""
    for node in body:
        if isinstance(node, ast.If) and PRINTING.search(ast.unparse(node.test)):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        yield node
        for block in ("body", "orelse"):
            yield from _inside(getattr(node, block, []))


def _own(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets, value=value):
            return [value, *(t for t in targets if isinstance(t, ast.Subscript))]
        case ast.AugAssign(value=value) | ast.Expr(value=value):
            return [value]
        case ast.Return(value=value):
            return [value] if value else []
        case ast.For(iter=iterated):
            return [iterated]
        case ast.If(test=test) | ast.While(test=test):
            return [test]
        case _:
            return []
