"""Each person's due dates, from course.toml, the roster and extensions, and how late a hand-in is by them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grader.classroom.lateness import days_late, days_late_without_time, due_date
from grader.classroom.people import People
from grader.classroom.rounding import exact

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from grader.classroom.rules import Extension, Rules
    from grader.classroom.store import Store

NOTHING = Fraction(0)


class DueDates:
    """When each person's work is due: the roster's extra days, extensions."""

    def __init__(self, store: Store, rules: Rules, people: People | None = None) -> None:
        people = people or People(store)
        roster = store.rows("SELECT student, extra_days FROM roster")
        self._rules = rules
        self._extra_days = {row["student"]: exact(row["extra_days"]) for row in roster}
        self._extensions = {
            (extension.assignment, people.name(extension.student)): extension
            for extension in rules.extensions
        }

    def of(self, assignment: str, person: str) -> datetime | None:
        """Return a person's due date of an assignment, in UTC."""
        return due_date(self._rules, assignment, *self._allowance(assignment, person))

    def days_late(self, row: sqlite3.Row, person: str, handed_in: datetime | None) -> Fraction:
        """Return by how many days a row of `submissions` is late for a person."""
        due = self.of(row["assignment"], person)
        if due and handed_in:
            return days_late(self._rules, due, handed_in)
        if not row["late"]:
            return NOTHING
        allowance = self._allowance(row["assignment"], person)
        return days_late_without_time(self._rules, row["assignment"], *allowance)

    def _allowance(self, assignment: str, person: str) -> tuple[Fraction, Extension | None]:
        return self._extra_days.get(person, NOTHING), self._extensions.get((assignment, person))
