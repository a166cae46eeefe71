"""An instructor's own exported CSV, read, one column filled, written as it was: separators, quotes and all."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.classroom.csv_file import naming_csv, read_text
from grader.classroom.files import replace_file
from grader.classroom.marks import Mark, rules_in
from grader.classroom.marks import counting_marks as marks_that_count
from grader.classroom.store import open_record
from grader.errors import InputError
from grader.wording import count_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classroom.export import Request

Row = dict[str, str]
NUMBER = re.compile(r"\s*\d[\d.,'\u2019\u00a0\u202f ]*")
THOUSANDS = re.compile(r"[1-9]\d{0,2},\d{3}")
PERSONS = "SELECT student, system, called, identifier FROM persons"


@dataclass(slots=True)
class Sheet:
    """A CSV that another system exported, and how it was written."""

    path: Path
    head: list[str]
    rows: list[Row]
    separator: str
    ending: str
    marked: bool  # begins with a byte order mark

    def write(self, path: Path) -> None:
        """Write the sheet as it was read; columns that are not in its head are left out."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(
            text, self.head, delimiter=self.separator, lineterminator=self.ending, extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(self.rows)
        replace_file(path, "\ufeff" * self.marked + text.getvalue())


@dataclass(slots=True)
class Filling:
    """How filling went."""

    count: int = 0  # marks filled in
    unknown: list[str] = field(default_factory=list)  # students of ours whom the file does not have
    ambiguous: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)  # several students of ours whom one row fits
    unmarked: list[str] = field(default_factory=list)  # who handed in, and has no mark, and why

    def summary(self, target: Path) -> str:
        """Say what was filled in, and whose marks were not, and why."""
        parts = [f"{target}: {count_of(self.count, 'mark')} filled in"]
        if self.unknown:
            parts.append(f"not in the file: {', '.join(self.unknown)}")
        if self.ambiguous:
            parts.append(f"fit several rows, so none was filled: {', '.join(self.ambiguous)}")
        if self.shared:
            parts.append(
                f"fit a row that fits another of these, so none was filled: {', '.join(self.shared)}"
            )
        if self.unmarked:
            parts.append(f"no mark, so none was filled: {', '.join(self.unmarked)}")
        return "; ".join(parts)


def read_sheet(path: Path | None) -> Sheet:
    """Read the file named by --from. Raises InputError where none is named or it is no CSV."""
    if path is None:
        raise InputError("name the file that you exported from there with --from FILE")
    text = read_text(path)
    marked, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    with naming_csv(path):
        rows = [{name: value for name, value in row.items() if name is not None} for row in reader]
    return Sheet(
        path, list(reader.fieldnames or ()), rows, separator, "\r\n" if "\r\n" in text else "\n", marked
    )


def counting_marks(request: Request) -> tuple[list[Mark], dict[str, Row]]:
    """Return the marks that count of one assignment, and by student the roster and what a system calls one."""
    with open_record(request.out) as store:
        rules = rules_in(store)
        counting = [
            mark for mark in marks_that_count(store, rules) if request.assignment in {None, mark.assignment}
        ]
        by_student: dict[str, list[Mark]] = defaultdict(list)
        for mark in counting:
            by_student[mark.student].append(mark)
        roster = {
            row["student"]: dict(zip(row.keys(), map(str, row), strict=True))
            for row in store.rows("SELECT * FROM roster")
        }
        for student, system, called, identifier in store.rows(PERSONS):
            if identifier in {mark.identifier for mark in by_student.get(student, ())}:
                roster[student] = {**roster.get(student, {}), "system": system, "called": called}
    ids = {mark.assignment for mark in counting}
    if len(ids) != 1:
        listed = f"several assignments: {', '.join(sorted(ids))}" if ids else "no such results"
        raise InputError(f"{request.out}: {listed}; name one with -a ASSIGNMENT")
    return counting, roster


def find_column(sheet: Sheet, asked: str | None, id: str, columns: Sequence[str]) -> str:
    """Find the column to fill: the one asked for, or the only one called as the assignment is."""
    if asked:
        chosen = [name for name in columns if asked in {name, bare_name(name)}]
    else:
        chosen = [name for name in columns if fold(bare_name(name)) == fold(id)]
    if len(chosen) != 1:
        listed = ", ".join(repr(name) for name in columns) or "none"
        raise InputError(
            f"{sheet.path}: which column is to be filled? Name it with --column; there are: {listed}"
        )
    return chosen[0]


def read_number(text: str) -> float | None:
    """Read a number as a spreadsheet in any language writes one: 10.5, 10,5, 1,000.00; None where there is none."""
    match = NUMBER.match(text)
    digits = re.sub(r"[^\d.,]", "", match[0]) if match else ""
    marks = re.sub(r"\d", "", digits)
    if len(set(marks)) == 2:
        decimal = marks[-1]
    elif len(marks) > 1 or THOUSANDS.fullmatch(digits):
        decimal = ""
    else:
        decimal = marks
    whole, _, part = digits.rpartition(decimal) if decimal else (digits, "", "")
    return float(f"{re.sub(r'[^0-9]', '', whole)}.{part or 0}") if digits else None


def bare_name(name: str) -> str:
    """Return a column's name without the number that its system adds."""
    name = name.removeprefix("Assignment:").lstrip()
    head, bracket, added = name.rpartition("(")
    return head.rstrip() if bracket and re.fullmatch(r"(\d+|Real)\)", added) else name


def fold(text: str) -> str:
    """Return a text's words alone, so that case, spaces and punctuation make no difference."""
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def keys(texts: Iterable[str]) -> Iterator[str]:
    """Yield what a person may be known by: numbers, addresses, the name in either order and without spaces."""
    for text in filter(None, (text.strip() for text in texts)):
        yield text.casefold()
        last, comma, first = text.partition(",")
        yield fold(f"{first} {last}" if comma else text)
        yield fold(text).replace(" ", "")
        yield fold(f"{first} {last}" if comma else text).replace(" ", "")


class StudentFinder:
    """Finds a student's row; a key that several rows share finds none.

    A number means a person only where it comes from: what `system` numbered is looked for among its own numbers, and
    nothing else is, for another system's number may be the same.
    """

    def __init__(self, system: str, rows: Iterable[tuple[int, str, Iterable[str]]]) -> None:
        """Take each row's number, the system's own number of its student, and all else that the row says of one."""
        self._system = system
        self._own: dict[str, set[int]] = defaultdict(set)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._numbered: set[int] = set()  # whose student the system's own number tells, and no name
        for number, own, texts in rows:
            self._own[own.strip()].add(number)
            if own.strip():
                self._numbered.add(number)
            for key in keys(texts):
                self._numbers[key].add(number)

    def find(self, mark: Mark, roster: Row, filling: Filling) -> int | None:
        """Return the number of a student's row, or None, which is noted with why."""
        is_own = roster.get("system") == self._system
        texts = [
            "" if is_own else mark.identifier,
            *(roster.get(name, "") for name in ("identifier", "email", "name", "called")),
            mark.student,
        ]
        several = False
        first = [self._own.get(mark.identifier, set())] if is_own else []
        last = [self._own.get(roster["identifier"], set())] if roster.get("identifier") else []
        others = self._numbered - self._own.get(mark.identifier, set()) if is_own else set()
        for numbers in (*first, *(self._numbers.get(key, set()) - others for key in keys(texts)), *last):
            if len(numbers) == 1:
                return next(iter(numbers))
            several = several or len(numbers) > 1
        (filling.ambiguous if several else filling.unknown).append(mark.student)
        return None

    def match(
        self, marks: Iterable[Mark], roster: Mapping[str, Row], filling: Filling
    ) -> list[tuple[Mark, int]]:
        """Return the marks there are, each with its student's row; a row that several claim gets none."""
        marks = list(marks)
        filling.unmarked += [f"{mark.student} ({mark.message})" for mark in marks if mark.share is None]
        marks = [mark for mark in marks if mark.share is not None]
        numbers = [self.find(mark, roster.get(mark.student, {}), filling) for mark in marks]
        count = Counter(numbers)
        claims = [(mark, number) for mark, number in zip(marks, numbers, strict=True) if number is not None]
        filling.shared += [mark.student for mark, number in claims if count[number] > 1]
        return [(mark, number) for mark, number in claims if count[number] == 1]
