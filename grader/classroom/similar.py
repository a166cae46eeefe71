"""Submissions that share what is nobody else's: for a person to judge, never a mark.

What many wrote says nothing: two right answers to a small exercise are much alike. So a fingerprint counts
only while it is rare, and a pair is shown when most of what is rare in one of the two is in the other as well.
Pairs come from a table of who holds each fingerprint; its rarest are taken first and their number is bounded,
so the work grows with the class, not with its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

SHARED = 8  # rare fingerprints in common, at least
ALIKE = 0.6  # the share of the smaller set, at least
MOST = 0.05  # of a class: beyond that, a passage is common
WORK = 2_000_000  # pairs looked at, at most


@dataclass(frozen=True, slots=True)
class Group:
    """Submissions that are alike, by their places among those compared."""

    members: tuple[int, ...]
    alike: float  # of its most alike pair: the share of what is rare
    shared: int


def similar_groups(prints: Sequence[Sequence[int]], owners: Sequence[str]) -> list[Group]:
    """Group the submissions of different owners that are alike, most alike first."""
    holders = _rare(prints)
    if not holders:
        return []
    shared: Counter[tuple[int, int]] = Counter()
    for people in holders:
        shared.update(combinations(people, 2))
    sizes = Counter(person for people in holders for person in people)
    single = _singles(prints)
    pairs = {
        pair: count / min(sizes[pair[0]] + single[pair[0]], sizes[pair[1]] + single[pair[1]])
        for pair, count in shared.items()
        if count >= SHARED and owners[pair[0]] != owners[pair[1]]
    }
    return _join({pair: (alike, shared[pair]) for pair, alike in pairs.items() if alike >= ALIKE})


def _table(prints: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return every (fingerprint, holder), ordered by fingerprint."""
    lengths = [len(hashes) for hashes in prints]
    people = np.repeat(np.arange(len(prints)), lengths)
    every = (
        np.concatenate([np.asarray(hashes, dtype=np.int64) for hashes in prints]) if prints else np.zeros(0)
    )
    order = np.argsort(every, kind="stable")
    return every[order], people[order]


def _rare(prints: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the holders of each fingerprint that a few share, the rarest first, as many as work allows."""
    every, people = _table(prints)
    if not len(every):
        return []
    _, starts, counts = np.unique(every, return_index=True, return_counts=True)
    most = max(4, int(MOST * len(prints)))
    chosen = np.flatnonzero((counts > 1) & (counts <= most))
    chosen = chosen[np.argsort(counts[chosen], kind="stable")]
    work = np.cumsum(counts[chosen] * (counts[chosen] - 1) // 2)
    chosen = chosen[: np.searchsorted(work, WORK, side="right")]
    return [people[starts[at] : starts[at] + counts[at]].tolist() for at in chosen]


def _singles(prints: Sequence[Sequence[int]]) -> np.ndarray:
    """Count the fingerprints that each submission holds alone."""
    every, people = _table(prints)
    _, starts, counts = np.unique(every, return_index=True, return_counts=True)
    return np.bincount(people[starts[counts == 1]], minlength=len(prints))


def _join(pairs: Mapping[tuple[int, int], tuple[float, int]]) -> list[Group]:
    """Join pairs that have a member in common."""
    leader: dict[int, int] = {}

    def find(member: int) -> int:
        while leader.setdefault(member, member) != member:
            leader[member] = member = leader[leader[member]]
        return member

    for first, second in pairs:
        leader[max(find(first), find(second))] = min(find(first), find(second))
    members: dict[int, set[int]] = {}
    best: dict[int, tuple[float, int]] = {}
    for pair, likeness in pairs.items():
        members.setdefault(find(pair[0]), set()).update(pair)
        best[find(pair[0])] = max(best.get(find(pair[0]), likeness), likeness)
    groups = [Group(tuple(sorted(people)), *best[head]) for head, people in members.items()]
    return sorted(groups, key=lambda group: (-group.alike, -group.shared, group.members))
