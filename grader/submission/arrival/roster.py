"""The class's roster: which of its rows is whoever handed something in, whatever the accents and the case."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival import naming
from grader.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grader.submission.arrival.delivery import Delivery

# systems whose number may be of a student in one assignment
NUMBERED_ANEW = frozenset({"moodle", "brightspace"})
ACCENTS = range(0x300, 0x370)  # on Latin, Greek and Cyrillic letters; in other scripts marks are vowels
FEW = 4  # names that are told of those there are


class RosterRow(NamedTuple):
    """A student of the class, as an instructor lists one."""

    student: str
    name: str = ""
    email: str = ""
    identifier: str = ""


class Identity(NamedTuple):
    """What tells a person from all others of a system."""

    system: str
    identifier: str
    name: str


class Match(NamedTuple):
    """A row of the roster, and how it was found."""

    doubt: int  # 0 by a number, 1 by an address, 2 by a name, 3 by a name written otherwise
    row: RosterRow


class RosterFinder:
    """Finds a person's row on the roster, by what is the surest of all that is known."""

    def __init__(self, roster: Sequence[RosterRow]) -> None:
        tables: list[dict[str, set[RosterRow]]] = [defaultdict(set) for _ in range(4)]
        self._numbers, self._addresses, self._names, self._folded = tables
        for row in roster:
            self._numbers[row.identifier.casefold()].add(row)
            self._addresses[row.email.casefold()].add(row)
            for text in (row.student, row.name):
                self._names[naming.normalise(text)].add(row)
                for key in name_keys(text):
                    self._folded[key].add(row)

    def knows(self, name: str) -> bool:
        """Tell whether a name is one student's."""
        return len(self._by_name([name])) == 1

    def join(self, deliveries: Mapping[Identity, Delivery]) -> tuple[dict[Identity, RosterRow], list[str]]:
        """Return the row of each person who has one, and what to say of those who fit several."""
        matches: dict[Identity, Match] = {}
        remarks = []
        for identity, delivery in deliveries.items():
            match = self._find(delivery)
            if isinstance(match, str):
                remarks += [f"{delivery.called}: {match}"] if match else []
            else:
                matches[identity] = match
        claims: dict[tuple[RosterRow, str], list[int]] = defaultdict(list)
        for identity, match in matches.items():
            claims[match.row, identity.system].append(match.doubt)
        rows = {}
        for identity, (doubt, row) in matches.items():
            rivals = claims[row, identity.system]
            if doubt == min(rivals) and rivals.count(doubt) == 1:
                rows[identity] = row
            else:
                remarks.append(
                    f"{deliveries[identity].called}: fits {row.student} on the roster as others do"
                )
        return rows, remarks

    def _find(self, delivery: Delivery) -> Match | str:
        """Return the row that fits, or why none does."""
        number = "" if delivery.system in NUMBERED_ANEW else delivery.identifier
        by_number = _at(self._numbers, [number.casefold()])
        by_address = _at(self._addresses, [delivery.email.casefold(), delivery.identifier.casefold()])
        texts = [delivery.called, delivery.full_name, number]
        by_name = _at(self._names, map(naming.normalise, texts))
        by_key = self._by_name(texts[:2])
        named = by_name or by_key
        if by_number and named and not by_number & named:
            listed = join_words(sorted(row.student for row in by_number | named), FEW)
            return f"fits {listed} on the roster, by number and by name"
        for doubt, rows in enumerate((by_number, by_address, by_name, by_key)):
            if len(rows) == 1:
                return Match(doubt, next(iter(rows)))
        return "fits several on the roster" if named else ""

    def _by_name(self, names: Iterable[str]) -> set[RosterRow]:
        return _at(self._folded, [key for name in names for key in name_keys(name)])


def _at(table: Mapping[str, set[RosterRow]], keys: Iterable[str]) -> set[RosterRow]:
    return set[RosterRow]().union(*(table.get(key, ()) for key in keys if key))


def name_keys(text: str) -> list[str]:
    """Return what a name may be written as: in either order, with and without spaces, accents and case."""
    decomposed = unicodedata.normalize("NFKD", text[: naming.MOST])
    plain = "".join(letter for letter in decomposed if ord(letter) not in ACCENTS).casefold()
    last, comma, first = plain.partition(",")
    words = _words(f"{first} {last}" if comma else plain)
    turned = [*words[-1:], *words[:-1]]
    return ["".join(words), "".join(turned)] if words else []


def _words(text: str) -> list[str]:
    letters = (letter if _is_letter(letter) else " " for letter in text)
    return "".join(letters).split()


def _is_letter(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter) in {"Mn", "Mc"}
