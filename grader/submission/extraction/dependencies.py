"""What a program must hold for its functions to work, found by following the names they read."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from grader.submission.extraction.cheap import BUILTINS, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.submission.extraction.classified import ClassifiedStatement

MADE = (Kind.CONSTANT, Kind.VALUE, Kind.OBJECT)


def select_needed(
    statements: Sequence[ClassifiedStatement], required: frozenset[str]
) -> list[ClassifiedStatement]:
    """Keep imports, definitions, constants, and of what is computed that which something kept reads.

    What the student's own calls compute is kept only where a function that is asked for needs it.
    """
    resolved = _resolve(statements)
    if any(statement.kind is Kind.OBJECT for statement in resolved):
        asked = _closure(resolved, set(required))
        resolved = [
            statement for statement in resolved if statement.kind is not Kind.OBJECT or id(statement) in asked
        ]
    values = [statement for statement in resolved if statement.kind is Kind.VALUE]
    needed = set(required).union(
        *(statement.names.reads for statement in resolved if statement.kind is not Kind.VALUE)
    )
    chosen = _closure(values, needed)
    return [
        statement for statement in resolved if statement.kind is not Kind.VALUE or id(statement) in chosen
    ]


def bound_names(statements: Iterable[ClassifiedStatement]) -> frozenset[str]:
    return frozenset(name for statement in statements for name in statement.names.bound)


def names_set(statements: Iterable[ClassifiedStatement]) -> frozenset[str]:
    """Return the names that these bind, or would bind if they were not dropped."""
    return frozenset(name for statement in statements for name in statement.sets)


def select_reachable(
    statements: Sequence[ClassifiedStatement], required: frozenset[str]
) -> list[ClassifiedStatement]:
    """Return what binds the wanted names, and what that reads, and so on."""
    chosen = _closure(statements, set(required))
    return [statement for statement in statements if id(statement) in chosen]


def _closure(statements: Sequence[ClassifiedStatement], needed: set[str]) -> set[int]:
    """Return the identities of the statements that bind or change a needed name or one that those read."""
    binders = _binders(statements)
    waiting = list(needed)
    chosen = {
        id(statement) for statement in statements if not statement.names.bound and not statement.names.changed
    }
    while waiting:
        for binder in binders.get(waiting.pop(), ()):
            if id(binder) not in chosen:
                chosen.add(id(binder))
                waiting += binder.names.reads - needed
                needed |= binder.names.reads
    return chosen


def _binders(statements: Iterable[ClassifiedStatement]) -> Mapping[str, list[ClassifiedStatement]]:
    binders: dict[str, list[ClassifiedStatement]] = defaultdict(list)
    for statement in statements:
        for name in statement.names.bound | statement.names.changed:
            binders[name].append(statement)
    return binders


def _resolve(statements: Sequence[ClassifiedStatement]) -> list[ClassifiedStatement]:
    """Drop values made from what only a run would set, and values made from those."""
    kept = [statement for statement in statements if statement.kind is not Kind.RUN]
    counts = Counter(name for statement in kept for name in statement.names.bound)
    available = BUILTINS | _names_from_stars(statements, counts)
    readers = _readers(kept, available)
    dropped: set[int] = set()
    waiting = [statement for statement in kept if _lacks_a_name(statement, counts, available)]
    while waiting:
        statement = waiting.pop()
        if id(statement) in dropped:
            continue
        dropped.add(id(statement))
        for name in statement.names.bound:
            counts[name] -= 1
            if counts[name] <= 1:
                waiting += [
                    reader for reader in readers.get(name, ()) if _lacks_a_name(reader, counts, available)
                ]
    return [statement for statement in kept if id(statement) not in dropped]


def _names_from_stars(statements: Sequence[ClassifiedStatement], counts: Mapping[str, int]) -> frozenset[str]:
    """Return the names that nothing here sets, so that a star import must."""
    if not any(statement.is_star for statement in statements):
        return frozenset()
    unknown = frozenset(
        name for statement in statements for name in statement.names.eager if name not in counts
    )
    return unknown - names_set(statements)


def _readers(
    statements: Sequence[ClassifiedStatement], available: frozenset[str]
) -> Mapping[str, list[ClassifiedStatement]]:
    readers: dict[str, list[ClassifiedStatement]] = defaultdict(list)
    for statement in statements:
        if statement.kind in MADE:
            for name in statement.names.eager - available:
                readers[name].append(statement)
    return readers


def _lacks_a_name(
    statement: ClassifiedStatement, counts: Mapping[str, int], available: frozenset[str]
) -> bool:
    """Whether it reads, when executed, a name that nothing but itself sets."""
    if statement.kind not in MADE:
        return False
    counts_without_it = (
        counts.get(name, 0) - (name in statement.names.bound) for name in statement.names.eager - available
    )
    return any(count < 1 for count in counts_without_it)
