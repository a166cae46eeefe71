"""From scores to marks: an instructor's overrides, lateness, teams, and which attempt counts.

A score is what a submission earned, and never changes; a mark is what it is worth to a person under the rules of the
course. Marks are exact; they are rounded where they are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.classroom.course_file import rules_of
from grader.classroom.due_dates import DueDates
from grader.classroom.hand_in_times import HandInTimes
from grader.classroom.people import People
from grader.classroom.rounding import exact, points
from grader.classroom.rules import Rules
from grader.classroom.store import exercises_of

if TYPE_CHECKING:
    import sqlite3

    from grader.classroom.store import Store

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One submission and what it is worth to one person."""

    id: int  # its row in the record
    assignment: str
    label: str
    student: str
    attempt: int
    path: str
    identifier: str
    status: str
    message: str
    score: float | None
    max_score: float | None
    flagged: bool = False  # its system calls it late
    when: str = ""  # when it was handed in, as its system writes it
    handed_in: datetime | None = None  # in UTC
    days_late: Fraction = NOTHING
    lost: Fraction = NOTHING  # points that lateness cost
    mark: Fraction | None = None
    comment: str = ""  # the overrides'
    counts: bool = False  # of the person's attempts, the one that counts

    @property
    def share(self) -> Fraction | None:
        """What part of the assignment's points the mark is; None where there is none."""
        return self.mark / points(self.max_score) if self.mark is not None and self.max_score else None


STORED = (
    "id", "assignment", "label", "attempt", "path", "status", "message", "score", "max_score",
)  # fmt: skip
MOST = "SELECT assignment, MAX(max_score) AS most FROM submissions GROUP BY assignment"
Override = tuple[float, str]  # score, comment


def rules_in(store: Store) -> Rules:
    """Return the rules that the last run graded by."""
    return rules_of(store.setting("rules") or {})


@dataclass(frozen=True, slots=True)
class ClassMarks:
    """All marks of a class, read from the record once."""

    rules: Rules
    submissions: list[Mark]  # what each is worth to whoever handed it in, by assignment, student and attempt
    counting: list[Mark]  # each person's in each assignment; a team's hand-in is every member's
    due_dates: DueDates


def class_marks(store: Store, rules: Rules | None = None) -> ClassMarks:
    """Return all marks of the class in the record, by the rules that the last run graded by unless others are given."""
    rules = rules or rules_in(store)
    reader = _Reader(store, rules)
    own: list[Mark] = []
    counting: list[Mark] = []
    for mark, is_own in _marks(store, reader):
        if is_own:
            own.append(mark)
        if mark.counts:
            counting.append(mark)
    ids = {mark.id for mark in counting}  # to a member of the team, if not to whoever handed it in
    own = [mark if mark.counts or mark.id not in ids else replace(mark, counts=True) for mark in own]
    own.sort(key=lambda mark: (mark.assignment, mark.student, mark.attempt, mark.label))
    return ClassMarks(rules, own, counting, reader.due_dates)


def marks(store: Store, rules: Rules | None = None) -> list[Mark]:
    """Return what every submission is worth to whoever handed it in."""
    return class_marks(store, rules).submissions


def counting_marks(store: Store, rules: Rules | None = None) -> list[Mark]:
    """Return each person's mark in each assignment, by assignment and student."""
    return class_marks(store, rules).counting


def _marks(store: Store, reader: _Reader) -> Iterator[tuple[Mark, bool]]:
    """Yield every person's mark for every hand-in, and whether it is by that person."""
    hand_ins: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for row in store.rows("SELECT * FROM submissions ORDER BY assignment, student, attempt, label"):
        for person in reader.team(row["assignment"], row["student"]):
            hand_ins[row["assignment"], person].append(row)
    for (_, person), rows in sorted(hand_ins.items(), key=lambda item: item[0]):
        attempts = _in_order([(reader.mark(row, person), row["student"] == person) for row in rows])
        yield from _flag_counting(attempts, reader.rules)


def _in_order(attempts: list[tuple[Mark, bool]]) -> list[tuple[Mark, bool]]:
    """Order a person's attempts by when they were handed in, or as they are numbered where one does not say."""
    times = [mark.handed_in for mark, _ in attempts if mark.handed_in]
    if len(times) < len(attempts):
        return attempts
    return [attempt for _, attempt in sorted(zip(times, attempts, strict=True), key=lambda pair: pair[0])]


def _flag_counting(attempts: list[tuple[Mark, bool]], rules: Rules) -> Iterator[tuple[Mark, bool]]:
    """Flag the attempt that counts; one without a mark does so only where there is no other."""
    every = [mark for mark, _ in attempts]
    graded = [mark for mark in every if mark.mark is not None] or every
    chosen = graded[-1] if rules.attempts == "last" else max(graded, key=lambda mark: mark.mark or 0)
    for mark, is_own in attempts:
        yield replace(mark, counts=True) if mark is chosen else mark, is_own


class _Reader:
    """What marks are made of, read from the record once."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store, self.rules = store, rules
        people = People(store)
        self._times = HandInTimes(store, people, rules.zone)
        self._overrides = _overrides(store)
        self._most = {row["assignment"]: row["most"] for row in store.rows(MOST)}
        self.due_dates = DueDates(store, rules, people)
        identified = store.rows("SELECT student, identifier FROM submissions WHERE identifier != ''")
        self._identifiers = {row["student"]: row["identifier"] for row in identified}
        self._teams = _teams(rules, people)

    def team(self, assignment: str, student: str) -> Iterable[str]:
        """Return those who hand in an assignment with a student, and the student."""
        together = self._teams.get((assignment, student)) or self._teams.get(("", student), ())
        return dict.fromkeys([student, *together])

    def mark(self, row: sqlite3.Row, person: str) -> Mark:
        """Return what a submission is worth to a person."""
        identifier = row["identifier"] if person == row["student"] else self._identifiers.get(person, "")
        handed_in = self._times.of(row)
        mark = Mark(
            **{name: row[name] for name in STORED},
            student=person,
            identifier=identifier,
            flagged=bool(row["late"]),
            when=row["handed_in"],
            handed_in=handed_in,
            days_late=self.due_dates.days_late(row, person, handed_in),
        )
        overrides = self._overrides.get((mark.assignment, person), {})
        if "" in overrides:  # an instructor's mark is of all the points, also where nothing could be read
            mark = replace(mark, max_score=mark.max_score or self._most[mark.assignment])
        return _worth(mark, overrides, self._change(mark, overrides), self.rules)

    def _change(self, mark: Mark, overrides: Mapping[str, Override]) -> Fraction:
        """Return by how many points a person's overrides of exercises change a score."""
        if not overrides:
            return NOTHING
        scores = {row["name"]: points(row["score"]) for row in exercises_of(self._store, mark.id)}
        changed = [(exact(score), scores[name]) for name, (score, _) in overrides.items() if name in scores]
        return sum((own - former for own, former in changed), NOTHING)


def _teams(rules: Rules, people: People) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the team of each member, by assignment ("": all) and student."""
    teams = {}
    for team in rules.teams:
        members = tuple(people.name(member) for member in team.members)
        teams.update({(id, member): members for id in team.assignments or ("",) for member in members})
    return teams


def _overrides(store: Store) -> dict[tuple[str, str], dict[str, Override]]:
    overrides: dict[tuple[str, str], dict[str, Override]] = defaultdict(dict)
    for row in store.rows("SELECT * FROM overrides ORDER BY assignment, student, exercise"):
        overrides[row["assignment"], row["student"]][row["exercise"]] = (row["score"], row["comment"])
    return overrides


def _worth(mark: Mark, overrides: Mapping[str, Override], change: Fraction, rules: Rules) -> Mark:
    """Apply overrides and lateness; an override of the whole is the instructor's last word."""
    comment = "; ".join(text for _, text in overrides.values() if text)
    if "" in overrides:
        return replace(mark, mark=exact(overrides[""][0]), comment=comment)
    if mark.score is None:
        return mark
    score = points(mark.score) + change
    if not mark.days_late:
        return replace(mark, mark=score, comment=comment)
    lost = score * rules.late.share_lost(mark.days_late)
    return replace(mark, lost=lost, mark=score - lost, comment=comment)
