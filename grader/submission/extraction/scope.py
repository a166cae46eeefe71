"""Which names a statement binds, and which it reads at once or when something in it is called."""

from __future__ import annotations

import ast
import re
import symtable
from typing import TYPE_CHECKING, NamedTuple

from grader.memo import memoize_text
from grader.submission.extraction.syntax import ASSIGNMENTS, IMPORTS, children

if TYPE_CHECKING:
    from collections.abc import Iterable

COMPREHENSIONS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})
FUNCTION = re.compile(r"\b(?:def|lambda|for|class)\b")
KEPT = 4096  # statements: many students hand in the same
MAX_SCOPES = 300  # functions and comprehensions in one statement of a submission
PLAIN = (*ASSIGNMENTS, ast.Expr)
HINTS_ARE_TEXT = "from __future__ import annotations\n"  # as the worker compiles: what they read is not read
SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr)


class Names(NamedTuple):
    bound: frozenset[str] = frozenset()
    eager: frozenset[str] = frozenset()  # read when the statement is executed
    lazy: frozenset[str] = frozenset()  # global names read when its functions are called
    changed: frozenset[str] = frozenset()  # not bound, but given other elements or attributes

    @property
    def reads(self) -> frozenset[str]:
        return self.eager | self.lazy


def names_of(node: ast.stmt, source: str) -> Names | None:
    """Analyse a statement: by eye where it opens no scope of its own, else as the compiler does."""
    if isinstance(node, IMPORTS):
        return Names(frozenset((alias.asname or alias.name).partition(".")[0] for alias in node.names))
    return (_names_by_eye(node) if isinstance(node, PLAIN) else None) or names(source)


def _names_by_eye(node: ast.stmt) -> Names | None:
    bound: list[str] = []
    eager: list[str] = []
    waiting = children(node)
    if isinstance(node, ast.AnnAssign):
        waiting.remove(node.annotation)
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Name):
            (eager if isinstance(part.ctx, ast.Load) else bound).append(part.id)
        elif isinstance(part, SCOPES):
            return None
        else:
            waiting += children(part)
    return Names(frozenset(bound), frozenset(eager))


@memoize_text(KEPT)
def names(source: str) -> Names | None:
    """Analyse one statement; None where the compiler would refuse it, though it parses."""
    try:
        return _analyse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def refusal(source: str) -> tuple[str, int]:
    """Say why, and in which of its lines, the compiler refuses what parses; an empty reason where it does not."""
    try:
        _analyse(source)
    except SyntaxError as error:
        return error.msg, max(1, (error.lineno or 1) - 1)
    except (ValueError, RecursionError, MemoryError):
        return "it is nested too deeply", 1
    return "", 1


def _analyse(source: str) -> Names:
    if len(source) > MAX_SCOPES and len(FUNCTION.findall(source)) > MAX_SCOPES:
        # where each reads other names, the compiler takes the square of their number
        raise SyntaxError(f"it holds more than {MAX_SCOPES} functions")
    top = symtable.symtable(HINTS_ARE_TEXT + source, "cell", "exec")
    symbols = top.get_symbols()
    bound = frozenset(
        symbol.get_name()
        for symbol in symbols
        if symbol.is_assigned() or (symbol.is_imported() and symbol.get_name() != "annotations")
    )
    eager = {symbol.get_name() for symbol in symbols if symbol.is_referenced()}
    lazy: set[str] = set()
    waiting = [(child, False) for child in top.get_children()]
    while waiting:
        table, called = waiting.pop()
        called = called or (table.get_type() == "function" and table.get_name() not in COMPREHENSIONS)
        (lazy if called else eager).update(_globals(table))
        waiting += [(child, called) for child in table.get_children()]
    return Names(bound, frozenset(eager), frozenset(lazy))


def _globals(table: symtable.SymbolTable) -> Iterable[str]:
    if isinstance(table, symtable.Function):
        return table.get_globals()
    return [symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()]
