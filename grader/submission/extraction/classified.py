"""Everything at the top level of a submission, one statement at a time, with what is known about each."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.extraction import imports
from grader.submission.extraction.kinds import FUNCTIONS, Function, Kind, imported_roots, kind
from grader.submission.extraction.scope import Names, names_of
from grader.submission.extraction.statements import Statement, first_line, lift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NOTHING = Names()


@dataclass(frozen=True, eq=False)
class ClassifiedStatement:
    """A statement, and what grading makes of it."""

    statement: Statement
    kind: Kind
    names: Names = NOTHING  # of a run none: it is not executed

    @functools.cached_property
    def sets(self) -> frozenset[str]:
        """The names it binds, or would bind if it were no run; found out only where that is asked."""
        if self.kind is not Kind.RUN:
            return self.names.bound
        found = names_of(self.node, self.statement.source)
        return found.bound if found else frozenset()

    @property
    def node(self) -> ast.stmt:
        return self.statement.node

    @property
    def is_star(self) -> bool:
        node = self.node
        return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


class Place(NamedTuple):
    """Where a function is defined."""

    node: ast.stmt
    origin: str
    line: int
    source: str
    names: Names


def classify(statements: Iterable[Statement], modules: Mapping[str, str]) -> list[ClassifiedStatement]:
    """Look at each statement, and at each of a block's where the block cannot stand as a whole."""
    ready = [each for one in statements for each in imports.split(imports.is_at_home(one, modules))]
    roots = imported_roots(each.node for each in ready)
    return list(_looked_at(ready, roots))


def _looked_at(statements: Iterable[Statement], roots: frozenset[str]) -> Iterator[ClassifiedStatement]:
    waiting = list(statements)[::-1]
    while waiting:
        statement = waiting.pop()
        what = _kind(statement.node, roots)
        if what is Kind.BLOCK:
            waiting += list(lift(statement))[::-1]
            continue
        known = NOTHING if what is Kind.RUN else names_of(statement.node, statement.source)
        yield (
            ClassifiedStatement(statement, Kind.RUN)
            if known is None
            else ClassifiedStatement(statement, what, known)
        )


def _kind(node: ast.stmt, roots: frozenset[str]) -> Kind:
    try:
        return kind(node, roots)
    except RecursionError:
        return Kind.RUN


def places(found: Iterable[ClassifiedStatement], wanted: frozenset[str]) -> dict[str, list[Place]]:
    """Return the definitions of every function, the one that counts last."""
    defined: dict[str, list[Place]] = {}
    for item in found:
        for name, node in _defined(item, wanted):
            defined.setdefault(name, []).append(_place(item, node))
    return defined


def _defined(item: ClassifiedStatement, wanted: frozenset[str]) -> Iterator[tuple[str, ast.stmt]]:
    """A function may also be a lambda with a name, or a wanted name for another function."""
    node = item.node
    if isinstance(node, FUNCTIONS):
        yield node.name, node
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name, made = node.targets[0].id, node.value
        another = name in wanted and isinstance(made, (ast.Name, ast.Attribute, ast.Call))
        if isinstance(made, ast.Lambda) or another:
            yield name, node
    elif isinstance(node, (ast.If, ast.Try)):
        yield from ((each.name, each) for each in _in_block(node))


def _in_block(node: ast.stmt) -> Iterator[Function]:
    waiting: list[ast.AST] = [node]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, FUNCTIONS):
            yield each
        elif not isinstance(each, ast.ClassDef):
            waiting[:0] = [child for child in ast.iter_child_nodes(each) if not isinstance(child, ast.expr)]


def _place(item: ClassifiedStatement, node: ast.stmt) -> Place:
    statement = item.statement
    line = first_line(node)
    begin, end = line - statement.first_line, (node.end_lineno or line) + 1 - statement.first_line
    lines = statement.source.split("\n")[begin:end]
    return Place(node, statement.origin, line, "\n".join([*lines, ""]), item.names)
