"""Which names a statement binds, and which it reads at once or when something in it is called."""

from __future__ import annotations

import symtable
from typing import NamedTuple

COMPREHENSIONS = frozenset({"listcomp", "setcomp", "dictcomp", "genexpr"})


class Names(NamedTuple):
    bound: frozenset[str] = frozenset()
    eager: frozenset[str] = frozenset()  # read when the statement is executed
    lazy: frozenset[str] = frozenset()  # global names read when its functions are called

    @property
    def reads(self) -> frozenset[str]:
        return self.eager | self.lazy


def names(source: str) -> Names | None:
    """Analyse one statement; None where the compiler would refuse it, though it parses."""
    try:
        top = symtable.symtable(source, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    symbols = top.get_symbols()
    bound = frozenset(each.get_name() for each in symbols if each.is_assigned() or each.is_imported())
    eager = {each.get_name() for each in symbols if each.is_referenced()}
    lazy: set[str] = set()
    waiting = [(child, False) for child in top.get_children()]
    while waiting:
        table, called = waiting.pop()
        called = called or (table.get_type() == "function" and table.get_name() not in COMPREHENSIONS)
        reads = lazy if called else eager
        reads.update(each.get_name() for each in table.get_symbols() if each.is_global())
        waiting += [(child, called) for child in table.get_children()]
    return Names(bound, frozenset(eager), frozenset(lazy))
