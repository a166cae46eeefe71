"""The course's final grade of each person, from the marks that count, as docs/course-toml.md tells.

What was not handed in earns nothing once it is due. What was handed in and has no mark, by our failure or because it
could not be read, earns no zero: the grade stays open until it is read, or an instructor's override closes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.classroom.due_dates import DueDates
from grader.classroom.lateness import last_moment
from grader.classroom.marks import ClassMarks, Mark
from grader.classroom.rounding import half_up
from grader.classroom.runs import stored_runs
from grader.wording import join_words

if TYPE_CHECKING:
    from grader.classroom.rules import Rules
    from grader.classroom.store import Store

DIGITS = 2  # of a grade in per cent
ROSTER = "SELECT student FROM roster"


@dataclass(frozen=True, slots=True)
class Final:
    """One person's course."""

    student: str
    marks: Mapping[str, Mark] = field(default_factory=dict)  # assignment -> the one that counts
    grade: Fraction | None = None  # per cent, rounded; None while it is open
    passed: bool = False
    open: tuple[str, ...] = ()  # assignments whose hand-in has no mark
    waiting: tuple[str, ...] = ()  # not due yet, so not counted
    dropped: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """Say what the grade is not made of, and why."""
        failures = [id for id in self.open if self.marks[id].status == "internal_error"]
        unread = [id for id in self.open if id not in failures]
        parts = [
            f"not graded by our failure: {self._reasons(failures)}" if failures else "",
            f"could not be read, so open until you decide: {self._reasons(unread)}" if unread else "",
            f"not counted before its due date: {', '.join(self.waiting)}" if self.waiting else "",
            f"dropped as the lowest: {', '.join(self.dropped)}" if self.dropped else "",
        ]
        return "; ".join(filter(None, parts))

    def _reasons(self, ids: Iterable[str]) -> str:
        return "; ".join(f"{id} ({self.marks[id].message})" for id in ids)


def finals(store: Store, marks: ClassMarks, now: datetime | None = None) -> list[Final]:
    """Return each person's course as it stands now, the roster's people among them, ordered by name."""
    rules = marks.rules
    people: dict[str, dict[str, Mark]] = defaultdict(dict)
    for row in store.rows(ROSTER):
        people[row["student"]] = {}
    for mark in marks.counting:
        people[mark.student][mark.assignment] = mark
    handed_in = _assignments(store, people.values())
    weights = dict(rules.weights) or dict.fromkeys(handed_in, Fraction(1))
    placed = frozenset([*weights, *handed_in])
    course = _Course(rules, weights, placed, marks.due_dates, now or datetime.now(UTC))
    return [course.final(student, people[student]) for student in sorted(people)]


def has_finals(store: Store, rules: Rules) -> bool:
    """Whether there are final grades: a course.toml or a roster says of what or of whom."""
    return rules.make_finals or any(store.rows("SELECT 1 FROM roster LIMIT 1"))


def _assignments(store: Store, people: Iterable[Mapping[str, Mark]]) -> list[str]:
    """Return the assignments that something was handed in for, where course.toml weighs none."""
    graded = {id for marks in people for id, mark in marks.items() if mark.max_score}
    asked = {run["only"] for run in stored_runs(store) if run["only"]}
    return sorted(graded | asked)


@dataclass(frozen=True, slots=True)
class _Course:
    rules: Rules
    weights: Mapping[str, Fraction]
    placed: frozenset[str]  # all that is known to be an assignment
    due_dates: DueDates
    now: datetime

    def final(self, student: str, marks: Mapping[str, Mark]) -> Final:
        """Weigh a person's marks."""
        ids = [id for id, weight in self.weights.items() if weight > 0]
        waiting = tuple(id for id in ids if self._waits(id, student, id in marks))
        counted = [id for id in ids if id not in waiting]
        missing = [id for id in counted if id not in marks]
        # what could not be read may be what is missing
        stray = [id for id in marks if id not in self.placed] if missing else []
        unmarked = sorted(id for id in [*counted, *stray] if id in marks and _is_open(marks[id]))
        if unmarked or not counted:
            return Final(student, marks, open=tuple(unmarked), waiting=waiting)
        shares = {id: marks[id].share or Fraction(0) if id in marks else Fraction(0) for id in counted}
        dropped = self._dropped(shares)
        kept = [id for id in counted if id not in dropped]
        earned = sum((self.weights[id] * shares[id] for id in kept), Fraction(0))
        grade = half_up(100 * earned / sum(self.weights[id] for id in kept), DIGITS)
        return Final(student, marks, grade, grade >= self.rules.pass_mark, (), waiting, dropped)

    def _waits(self, id: str, student: str, is_handed_in: bool) -> bool:
        """Say whether an assignment does not count for a person yet."""
        due = self.due_dates.of(id, student)
        if due is None or self.now > last_moment(self.rules, due) or self.rules.before_due == "all":
            return False
        return self.rules.before_due == "nothing" or not is_handed_in

    def _dropped(self, shares: Mapping[str, Fraction]) -> tuple[str, ...]:
        """Return the lowest of a person's assignments: of equal ones the heaviest; one always stays."""
        ordered = sorted(shares, key=lambda id: (shares[id], -self.weights[id], id))
        return tuple(ordered[: min(self.rules.drop_lowest, len(ordered) - 1)])


def _is_open(mark: Mark) -> bool:
    """Say whether a hand-in has no mark, or one of points that nobody knows, as no hand-in could be read."""
    return mark.share is None and mark.status != "graded"


def open_sentence(finals: Iterable[Final]) -> str:
    """Say whose grades are open; empty where none is."""
    students = [final.student for final in finals if final.open]
    if not students:
        return ""
    return (
        f"Final grades that stay open, as a hand-in has no mark: {join_words(students, 8)}. Have it read, "
        "or decide by an override of the whole (--overrides)"
    )
