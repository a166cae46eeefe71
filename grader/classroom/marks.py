"""From scores to marks: an instructor's overrides, lateness, which attempt counts, and the course's final grade.

A score is what a submission earned, and never changes; a mark is what it is worth under the rules of the course.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from grader.classroom.rules import Rules, rules_of

if TYPE_CHECKING:
    from grader.classroom.store import Store


@dataclass(frozen=True, slots=True)
class Mark:
    """One submission and what it is worth."""

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
    days_late: float = 0.0
    lost: float = 0.0  # points that lateness cost
    mark: float | None = None
    comment: str = ""  # the overrides'
    counts: bool = False  # of the student's attempts, the one that counts


@dataclass(frozen=True, slots=True)
class Final:
    """One student's course."""

    student: str
    marks: Mapping[str, Mark] = field(default_factory=dict)  # assignment -> the one that counts
    grade: float | None = None  # per cent; None while one of our failures is open
    passed: bool = False
    open: tuple[str, ...] = ()  # assignments that we failed on


STORED = (
    "id", "assignment", "label", "student", "attempt", "path", "identifier", "status", "message", "score", "max_score",
)  # fmt: skip
MOST = "SELECT assignment, MAX(max_score) AS most FROM submissions GROUP BY assignment"
Override = tuple[float, str]  # score, comment


def rules_in(store: Store) -> Rules:
    """Return the rules that the last run graded by."""
    return rules_of(store.setting("rules") or {})


def marks(store: Store, rules: Rules | None = None) -> list[Mark]:
    """Return every submission's mark, ordered by assignment, student and attempt."""
    rules = rules or rules_in(store)
    overrides = _overrides(store)
    changes = _changes(store, overrides)
    extra = {
        row["student"]: row["extra_days"] for row in store.rows("SELECT student, extra_days FROM roster")
    }
    most = {row["assignment"]: row["most"] for row in store.rows(MOST)}
    query = "SELECT * FROM submissions ORDER BY assignment, student, attempt, label"
    all_marks = []
    for row in store.rows(query):
        days = rules.days_late(
            row["assignment"], row["handed_in"], row["late"], extra.get(row["student"], 0.0)
        )
        mark = Mark(**{name: row[name] for name in STORED}, days_late=days)
        own_overrides = overrides.get((mark.assignment, mark.student), {})
        if "" in own_overrides:  # an instructor's mark is of all the points, also where nothing could be read
            mark = replace(mark, max_score=mark.max_score or most[mark.assignment])
        all_marks.append(_worth(mark, own_overrides, changes.get(mark.id, 0.0), rules))
    groups = groupby(all_marks, lambda mark: (mark.assignment, mark.student))
    return [mark for _, group in groups for mark in _flag_counting(list(group), rules)]


def _overrides(store: Store) -> dict[tuple[str, str], dict[str, Override]]:
    overrides: dict[tuple[str, str], dict[str, Override]] = defaultdict(dict)
    for row in store.rows("SELECT * FROM overrides ORDER BY assignment, student, exercise"):
        overrides[row["assignment"], row["student"]][row["exercise"]] = (row["score"], row["comment"])
    return overrides


def _changes(store: Store, overrides: Mapping[tuple[str, str], Mapping[str, Override]]) -> dict[int, float]:
    """Return by how many points the overrides of exercises change each submission."""
    if not overrides:
        return {}
    changes: dict[int, float] = defaultdict(float)
    query = (
        "SELECT submission, name, exercises.score AS own, overrides.score AS given FROM overrides"
        " JOIN submissions USING (assignment, student)"
        " JOIN exercises ON submission = id AND name = exercise"
    )
    for row in store.rows(query):
        changes[row["submission"]] += row["given"] - row["own"]
    return changes


def _worth(mark: Mark, overrides: Mapping[str, Override], change: float, rules: Rules) -> Mark:
    """Apply overrides and lateness; an override of the whole is the instructor's last word."""
    comment = "; ".join(text for _, text in overrides.values() if text)
    if "" in overrides:
        return replace(mark, mark=overrides[""][0], comment=comment)
    if mark.score is None:
        return mark
    score = mark.score + change
    lost = round(score * rules.late.share_lost(mark.days_late), 6)
    comment = comment if change or overrides else ""
    return replace(mark, lost=lost, mark=round(score - lost, 6), comment=comment)


def _flag_counting(attempts: list[Mark], rules: Rules) -> Iterable[Mark]:
    """Flag the attempt that counts; one without a mark does so only where there is no other."""
    graded = [mark for mark in attempts if mark.mark is not None] or attempts
    chosen = graded[-1] if rules.attempts == "last" else max(graded, key=lambda mark: mark.mark or 0.0)
    return [replace(mark, counts=mark is chosen) for mark in attempts]


def finals(store: Store, marks: Iterable[Mark], rules: Rules) -> list[Final]:
    """Return each student's course, the roster's students among them, ordered by name."""
    students: dict[str, dict[str, Mark]] = {
        row["student"]: {} for row in store.rows("SELECT student FROM roster")
    }
    for mark in marks:
        if mark.counts:
            students.setdefault(mark.student, {})[mark.assignment] = mark
    listed = {
        mark.assignment for counting in students.values() for mark in counting.values() if mark.max_score
    }
    weights = dict(rules.weights) or dict.fromkeys(sorted(listed), 1.0)
    return [_final(student, students[student], weights, rules) for student in sorted(students)]


def _final(student: str, counting: Mapping[str, Mark], weights: Mapping[str, float], rules: Rules) -> Final:
    """Weigh a student's marks; what was not handed in earns nothing, what we failed on leaves the grade open."""
    failed = tuple(
        id for id, mark in sorted(counting.items()) if mark.mark is None and mark.status == "internal_error"
    )
    total = sum(weights.values())
    if failed or not total:
        return Final(student, counting, None, open=failed)
    earned = sum(weight * _share(counting.get(id)) for id, weight in weights.items())
    grade = round(100 * earned / total, 6)
    return Final(student, counting, grade, grade >= rules.pass_mark)


def _share(mark: Mark | None) -> float:
    return mark.mark / mark.max_score if mark and mark.mark is not None and mark.max_score else 0.0
