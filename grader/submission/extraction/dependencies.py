"""What a program must hold for its functions to work, found by following the names they read."""

from __future__ import annotations

import builtins
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from grader.submission.extraction.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.submission.extraction.classified import ClassifiedStatement

BUILTINS = frozenset(dir(builtins))
MADE = (Kind.CONSTANT, Kind.VALUE)


def select_needed(items: Sequence[ClassifiedStatement], wanted: frozenset[str]) -> list[ClassifiedStatement]:
    """Keep imports, definitions, constants, and of the computed values those that something kept reads."""
    resolved = _resolved(items)
    values = [each for each in resolved if each.kind is Kind.VALUE]
    needed = set(wanted).union(*(each.names.reads for each in resolved if each.kind is not Kind.VALUE))
    chosen = _closure(values, needed)
    return [each for each in resolved if each.kind is not Kind.VALUE or id(each) in chosen]


def bound_names(items: Iterable[ClassifiedStatement]) -> frozenset[str]:
    return frozenset(name for each in items for name in each.names.bound)


def set_by(items: Iterable[ClassifiedStatement]) -> frozenset[str]:
    """Return the names that these bind, or would bind if they were not dropped."""
    return frozenset(name for each in items for name in each.sets)


def reachable(items: Sequence[ClassifiedStatement], wanted: frozenset[str]) -> list[ClassifiedStatement]:
    """Return what binds the wanted names, and what that reads, and so on."""
    chosen = _closure(items, set(wanted))
    return [each for each in items if id(each) in chosen]


def _closure(items: Sequence[ClassifiedStatement], needed: set[str]) -> set[int]:
    """Return the identities of the items that bind a needed name or one that those read."""
    binders = _binders(items)
    waiting = list(needed)
    # np.int = int and sizes["x"] = 3 bind no name: they change one
    chosen = {id(each) for each in items if not each.names.bound}
    while waiting:
        for item in binders.get(waiting.pop(), ()):
            if id(item) not in chosen:
                chosen.add(id(item))
                waiting += item.names.reads - needed
                needed |= item.names.reads
    return chosen


def _binders(items: Iterable[ClassifiedStatement]) -> Mapping[str, list[ClassifiedStatement]]:
    found: dict[str, list[ClassifiedStatement]] = defaultdict(list)
    for item in items:
        for name in item.names.bound:
            found[name].append(item)
    return found


def _resolved(items: Sequence[ClassifiedStatement]) -> list[ClassifiedStatement]:
    """Drop values made from what only a run would set, and values made from those."""
    kept = [each for each in items if each.kind is not Kind.RUN]
    counts = Counter(name for each in kept for name in each.names.bound)
    given = BUILTINS | _from_stars(items, counts)
    readers = _readers(kept, given)
    gone: set[int] = set()
    waiting = [each for each in kept if _lacks(each, counts, given)]
    while waiting:
        item = waiting.pop()
        if id(item) in gone:
            continue
        gone.add(id(item))
        for name in item.names.bound:
            counts[name] -= 1
            if counts[name] <= 1:
                waiting += [each for each in readers.get(name, ()) if _lacks(each, counts, given)]
    return [each for each in kept if id(each) not in gone]


def _from_stars(items: Sequence[ClassifiedStatement], counts: Mapping[str, int]) -> frozenset[str]:
    """Return the names that nothing here sets, so that a star import must."""
    if not any(each.is_star for each in items):
        return frozenset()
    unknown = frozenset(name for each in items for name in each.names.eager if name not in counts)
    return unknown - set_by(items)


def _readers(
    items: Sequence[ClassifiedStatement], given: frozenset[str]
) -> Mapping[str, list[ClassifiedStatement]]:
    found: dict[str, list[ClassifiedStatement]] = defaultdict(list)
    for item in items:
        if item.kind in MADE:
            for name in item.names.eager - given:
                found[name].append(item)
    return found


def _lacks(item: ClassifiedStatement, counts: Mapping[str, int], given: frozenset[str]) -> bool:
    """Whether it reads, when executed, a name that nothing but itself sets."""
    if item.kind not in MADE:
        return False
    others = (counts.get(name, 0) - (name in item.names.bound) for name in item.names.eager - given)
    return any(count < 1 for count in others)
