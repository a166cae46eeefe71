"""Everything at the top level of a submission, one statement at a time, with what is known about each."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.extraction import imports
from grader.submission.extraction.cheap import CheapCalls, Kind
from grader.submission.extraction.kinds import changed_names, kind, wraps_itself
from grader.submission.extraction.scope import Names, names_of
from grader.submission.extraction.statements import Statement, first_line, lift
from grader.submission.extraction.syntax import ASSIGNMENTS, FUNCTIONS, Function

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

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
        names = names_of(self.node, self.source)
        return names.bound if names else frozenset()

    @property
    def node(self) -> ast.stmt:
        return self.statement.node

    @property
    def origin(self) -> str:
        return self.statement.origin

    @property
    def first_line(self) -> int:
        return self.statement.first_line

    @property
    def source(self) -> str:
        return self.statement.source

    @property
    def is_star(self) -> bool:
        node = self.node
        return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


class FunctionSite(NamedTuple):
    """Where a function is defined, and what it reads."""

    node: ast.stmt
    origin: str
    line: int
    source: str
    names: Names


def classify(
    statements: Iterable[Statement],
    modules: Mapping[str, str],
    required: frozenset[str],
    files: Collection[str],
) -> list[ClassifiedStatement]:
    """Look at each statement, and at each of a block's where the block cannot stand as a whole."""
    single = [imports.without_package(statement, modules) for statement in statements]
    return list(_classify_each(single, CheapCalls(single, required, files)))


def _classify_each(statements: Iterable[Statement], calls: CheapCalls) -> Iterator[ClassifiedStatement]:
    waiting = list(statements)[::-1]
    while waiting:
        statement = waiting.pop()
        kind = _kind(statement.node, calls)
        if kind is Kind.BLOCK:
            waiting += list(lift(statement))[::-1]
            continue
        names = NOTHING if kind is Kind.RUN else names_of(statement.node, statement.source)
        if names is None or (kind is Kind.OBJECT and _replaces_function(statement.node, names, calls)):
            yield ClassifiedStatement(statement, Kind.RUN)
            continue
        if kind in (Kind.CONSTANT, Kind.VALUE, Kind.OBJECT):
            calls.add_values(names.bound)
        if kind in (Kind.VALUE, Kind.OBJECT):
            names = _names_made(statement.node, names)
        yield ClassifiedStatement(statement, kind, names)


def _kind(node: ast.stmt, calls: CheapCalls) -> Kind:
    try:
        return kind(node, calls)
    except RecursionError:
        return Kind.RUN


def _replaces_function(node: ast.stmt, names: Names, calls: CheapCalls) -> bool:
    """Tell whether a run takes a function's name for its result: sigmoid = sigmoid(0)."""
    functions = names.bound & calls.own.keys()
    return bool(functions) and not wraps_itself(node, functions)


def _names_made(node: ast.stmt, names: Names) -> Names:
    """Add what a statement changes, and leave out of what it reads what a loop or block binds first."""
    if isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets):
        return names
    changed = frozenset(changed_names(node)) - {""}
    if isinstance(node, (*ASSIGNMENTS, ast.Expr)):
        return names._replace(changed=changed)
    counted = {part.target.id for part in ast.walk(node) if _counts(part)}  # type: ignore[attr-defined]
    return names._replace(changed=changed, eager=names.eager - (names.bound - counted))


def _counts(node: ast.AST) -> bool:
    """Tell whether it is total += 1, which reads what it binds."""
    return isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)


def find_functions(
    statements: Iterable[ClassifiedStatement], required: frozenset[str]
) -> dict[str, list[FunctionSite]]:
    """Return the definitions of every function, the one that counts last."""
    functions: dict[str, list[FunctionSite]] = {}
    for statement in statements:
        for name, node in _defined_functions(statement, required):
            functions.setdefault(name, []).append(_function_site(statement, node))
    return functions


def _defined_functions(
    statement: ClassifiedStatement, required: frozenset[str]
) -> Iterator[tuple[str, ast.stmt]]:
    """A function may also be a lambda with a name, or a wanted name for another function."""
    node = statement.node
    if isinstance(node, FUNCTIONS):
        yield node.name, node
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name, value = node.targets[0].id, node.value
        is_alias = name in required and isinstance(value, (ast.Name, ast.Attribute, ast.Call))
        is_alias = (
            is_alias and name not in statement.names.eager
        )  # sigmoid = timed(sigmoid) is the same function
        if isinstance(value, ast.Lambda) or is_alias:
            yield name, node
    elif isinstance(node, (ast.If, ast.Try)):
        yield from ((function.name, function) for function in _functions_in_block(node))


def _functions_in_block(node: ast.stmt) -> Iterator[Function]:
    waiting: list[ast.AST] = [node]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, FUNCTIONS):
            yield part
        elif not isinstance(part, ast.ClassDef):
            waiting[:0] = [child for child in ast.iter_child_nodes(part) if not isinstance(child, ast.expr)]


def _function_site(statement: ClassifiedStatement, node: ast.stmt) -> FunctionSite:
    line = first_line(node)
    begin, end = line - statement.first_line, (node.end_lineno or line) + 1 - statement.first_line
    lines = statement.source.split("\n")[begin:end]
    return FunctionSite(node, statement.origin, line, "\n".join([*lines, ""]), statement.names)
