"""An instructor's own exported CSV, read, one column filled, written as it was: separators, quotes and all."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.classroom.files import replace_file
from grader.classroom.instructor_inputs import table_text, told
from grader.classroom.marks import Mark, marks
from grader.classroom.store import Store
from grader.errors import InputError
from grader.wording import count_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classroom.export import Request

Row = dict[str, str]


@dataclass(slots=True)
class Sheet:
    path: Path
    head: list[str]
    rows: list[Row]
    separator: str
    ending: str
    marked: bool  # begins with a byte order mark

    def write(self, path: Path) -> None:
        text = io.StringIO(newline="")
        writer = csv.DictWriter(
            text, self.head, delimiter=self.separator, lineterminator=self.ending, extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(self.rows)
        replace_file(path, "\ufeff" * self.marked + text.getvalue())


@dataclass(slots=True)
class Filled:
    """How filling went."""

    done: int = 0
    unknown: list[str] = field(default_factory=list)  # students of ours whom the file does not have
    ambiguous: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)  # several students of ours whom one row fits

    def summary(self, target: Path) -> str:
        parts = [f"{target}: {count_of(self.done, 'mark')} filled in"]
        if self.unknown:
            parts.append(f"not in the file: {', '.join(self.unknown)}")
        if self.ambiguous:
            parts.append(f"fit several rows, so none was filled: {', '.join(self.ambiguous)}")
        if self.shared:
            parts.append(
                f"fit a row that fits another of these, so none was filled: {', '.join(self.shared)}"
            )
        return "; ".join(parts)


def read(path: Path | None) -> Sheet:
    if path is None:
        raise InputError("name the file that you exported from there with --from FILE")
    text = table_text(path)
    marked, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    with told(path):
        rows = [{name: value for name, value in row.items() if name is not None} for row in reader]
    return Sheet(
        path, list(reader.fieldnames or ()), rows, separator, "\r\n" if "\r\n" in text else "\n", marked
    )


def counting_marks(request: Request) -> tuple[list[Mark], dict[str, Row]]:
    """Return the marks that count of one assignment, and the roster by student."""
    path = request.out / "grades.sqlite"
    if not path.is_file():
        raise InputError(f"{request.out}: no grades.sqlite here; grade first")
    with Store(path) as store:
        found = [
            mark for mark in marks(store) if mark.counts and request.assignment in {None, mark.assignment}
        ]
        roster = {
            row["student"]: dict(zip(row.keys(), map(str, row), strict=True))
            for row in store.rows("SELECT * FROM roster")
        }
    ids = {mark.assignment for mark in found}
    if len(ids) != 1:
        listed = f"several assignments: {', '.join(sorted(ids))}" if ids else "no such results"
        raise InputError(f"{request.out}: {listed}; name one with -a ASSIGNMENT")
    return found, roster


def column(sheet: Sheet, wanted: str | None, id: str, known: Iterable[str]) -> str:
    """Find the column to fill: the one named, or the only one called as the assignment is."""
    candidates = list(known)
    chosen = [name for name in candidates if wanted in {name, bare(name)}] if wanted else [
        name for name in candidates if fold(bare(name)) == fold(id)
    ]  # fmt: skip
    if len(chosen) != 1:
        listed = ", ".join(repr(name) for name in candidates) or "none"
        raise InputError(
            f"{sheet.path}: which column is to be filled? Name it with --column; there are: {listed}"
        )
    return chosen[0]


def bare(name: str) -> str:
    """Return a column's name without the number that its system adds."""
    name = name.removeprefix("Assignment:").lstrip()
    head, bracket, added = name.rpartition("(")
    return head.rstrip() if bracket and re.fullmatch(r"(\d+|Real)\)", added) else name


def fold(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def keys(texts: Iterable[str]) -> Iterator[str]:
    """Yield what a person may be known by: numbers, addresses, the name in either order and without spaces."""
    for text in filter(None, (one.strip() for one in texts)):
        yield text.casefold()
        last, comma, first = text.partition(",")
        yield fold(f"{first} {last}" if comma else text)
        yield fold(text).replace(" ", "")
        yield fold(f"{first} {last}" if comma else text).replace(" ", "")


class Finder:
    """Finds a student's row; a key that several rows share finds none."""

    def __init__(self, rows: Iterable[tuple[int, Iterable[str]]]) -> None:
        self._places: dict[str, set[int]] = defaultdict(set)
        for place, texts in rows:
            for key in keys(texts):
                self._places[key].add(place)

    def place(self, mark: Mark, roster: Row, filled: Filled) -> int | None:
        texts = [
            mark.identifier,
            *(roster.get(name, "") for name in ("identifier", "email", "name")),
            mark.student,
        ]
        several = False
        for key in keys(texts):
            found = self._places.get(key, set())
            if len(found) == 1:
                return next(iter(found))
            several = several or len(found) > 1
        (filled.ambiguous if several else filled.unknown).append(mark.student)
        return None

    def places(
        self, found: Iterable[Mark], roster: Mapping[str, Row], filled: Filled
    ) -> list[tuple[Mark, int]]:
        """Return the marks there are, each with its student's row; a row that several claim gets none."""
        marked = [mark for mark in found if mark.mark is not None and mark.max_score]
        claims = [(mark, self.place(mark, roster.get(mark.student, {}), filled)) for mark in marked]
        taken = Counter(place for _, place in claims)
        filled.shared += [mark.student for mark, place in claims if place is not None and taken[place] > 1]
        return [(mark, place) for mark, place in claims if place is not None and taken[place] == 1]
