"""Times that an instructor gives, where no system does or it is wrong: a CSV, kept in the record.

student or identifier, assignment, handed_in (empty: take it back), attempt (empty: the last)

They go before what was delivered. A setting of the record holds them, as a later run grades the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from grader.classroom.csv_file import read_rows
from grader.errors import InputError
from grader.moments import moment

if TYPE_CHECKING:
    import sqlite3
    from datetime import tzinfo
    from pathlib import Path

    from grader.classroom.people import People
    from grader.classroom.store import Store

COLUMNS = ("student", "identifier", "assignment", "handed_in", "attempt")
KEY = ("student", "identifier", "assignment", "attempt")  # what a time is of
SETTING = "times"
EXAMPLE = "2026-10-05 23:59 or 2026-10-05T21:59:00Z"

GivenTime = Mapping[str, str]


def read_times(path: Path, zone: tzinfo, ids: Sequence[str]) -> Iterator[GivenTime]:
    """Read the CSV. Raises InputError for a time that is none, or of no assignment or person."""
    lines: dict[tuple[str, ...], int] = {}
    for line, row in read_rows(path, ("assignment", "handed_in"), COLUMNS):
        where = f"{path}:{line}"
        if not row["student"] and not row["identifier"]:
            raise InputError(f"{where}: whose time is it? Fill in student or identifier")
        if row["assignment"] not in ids:
            shown = (
                f"{row['assignment']!r}: no such assignment" if row["assignment"] else "assignment is missing"
            )
            raise InputError(f"{where}: {shown}; there are: {', '.join(ids) or 'none'}")
        if row["handed_in"] and moment(row["handed_in"], zone) is None:
            raise InputError(
                f"{where}: handed_in is {row['handed_in'][:60]!r}; a date and time is expected, such as {EXAMPLE}"
            )
        if row["attempt"] and not (row["attempt"].isascii() and row["attempt"].isdigit()):
            raise InputError(f"{where}: attempt is {row['attempt'][:60]!r}; a number from 1 is expected")
        key = tuple(row[name] for name in KEY)
        if (first := lines.setdefault(key, line)) != line:
            raise InputError(f"{where}: this hand-in's time stands in line {first} already; keep one")
        yield row


def save_times(store: Store, times: Iterable[GivenTime]) -> None:
    """Keep times in the record, each in the place of an earlier one of the same hand-in."""
    kept = {tuple(time[name] for name in KEY): time for time in [*stored_times(store), *times]}
    store.set(SETTING, [dict(time) for time in kept.values() if time["handed_in"]])


def stored_times(store: Store) -> list[GivenTime]:
    return store.setting(SETTING) or []


class HandInTimes:
    """When each submission in the record was handed in."""

    def __init__(self, store: Store, people: People, zone: tzinfo) -> None:
        self._zone = zone
        self._given: dict[tuple[str, str, str], str] = {}
        self.unknown: list[str] = []  # whom given times name, and who is nobody in the class
        for time in stored_times(store):
            text = time["student"] or time["identifier"]
            student = people.find(text)
            if student is None:
                self.unknown.append(text)
            else:
                self._given[time["assignment"], student, time["attempt"]] = time["handed_in"]
        query = (
            "SELECT assignment, student, MAX(attempt) AS last FROM submissions GROUP BY assignment, student"
        )
        self._last = {(row["assignment"], row["student"]): row["last"] for row in store.rows(query)}

    def of(self, row: sqlite3.Row) -> datetime | None:
        """Return when a row of `submissions` was handed in, in UTC; None where nothing tells that can be read."""
        key = row["assignment"], row["student"]
        given = self._given.get((*key, str(row["attempt"])))
        if given is None and row["attempt"] == self._last[key]:
            given = self._given.get((*key, ""))
        return moment(row["handed_in"] if given is None else given, self._zone)
