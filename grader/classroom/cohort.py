"""What a class did in one assignment, from the record: scores, items, diagnoses, equal answers, programs alike.

Only the attempt that counts of each student, and only what was graded, enters the statistics.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.classroom.fingerprint import unpack
from grader.classroom.similar import similar_groups
from grader.classroom.statistics import Item, histogram, measure_item, suspicion

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

    from grader.classroom.marks import Mark
    from grader.classroom.store import Store

SHOWN = 12  # diagnoses, answers and similar groups of an assignment
UNWRITTEN = frozenset({"not_attempted", "missing", "skipped", "internal_error"})
KINDS = ("right", "partly", "wrong", "error", "empty")

_GRADED = "SELECT {} FROM {} JOIN submissions ON submission = id WHERE assignment = ? AND status = 'graded'"


@dataclass(frozen=True, slots=True)
class ExerciseItem:
    """An exercise as a class did it."""

    name: str
    points: float
    item: Item
    kinds: tuple[int, ...]  # students of each of KINDS


@dataclass(frozen=True, slots=True)
class Suspect:
    """A case that a person should look at, and why."""

    exercise: str
    case: int
    hidden: bool
    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class StudentGroup:
    """Students who have something in common; `people` are positions among the cohort's marks."""

    people: tuple[int, ...]
    exercise: str = ""
    message: str = ""  # what they were told, or what their function does
    explained: str = ""  # the diagnosis of their common answer, where there is one
    alike: float = 0.0  # the share of what is rare in one that is in another, 0 to 1


@dataclass(slots=True)
class Cohort:
    """What there is to say of a class in one assignment."""

    id: str
    marks: list[Mark]
    exercises: list[ExerciseItem] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    diagnoses: list[StudentGroup] = field(default_factory=list)
    answers: list[StudentGroup] = field(default_factory=list)
    similar_groups: list[StudentGroup] = field(default_factory=list)
    shares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))  # of the assignment's points

    @property
    def histogram(self) -> list[int]:
        """The students by their share of the points, in bins of five per cent; the last has full marks."""
        return histogram(self.shares)


class Reader:
    """Reads one assignment's graded submissions, each student's counting one at its position among the marks."""

    def __init__(self, store: Store, id: str, marks: Sequence[Mark]) -> None:
        self.store, self.id, self.marks = store, id, marks
        self.positions = {mark.id: position for position, mark in enumerate(marks)}
        self.scores = np.array([mark.score or 0.0 for mark in marks])

    def column(self) -> defaultdict[Any, NDArray[np.float64]]:
        """Return what gives each item a number a student, from 0."""
        return defaultdict(lambda: np.zeros(len(self.marks)))

    def rows(self, columns: str, table: str, order: str) -> Iterator[tuple[int, sqlite3.Row]]:
        """Yield a table's rows of the submissions that count, each with its student's position."""
        query = _GRADED.format(f"submission, {columns}", table) + f" ORDER BY {order}"
        for row in self.store.rows(query, (self.id,)):
            position = self.positions.get(row["submission"])
            if position is not None:
                yield position, row


def cohort(store: Store, id: str, marks: Sequence[Mark]) -> Cohort:
    """Read what there is to say of an assignment."""
    counting = [mark for mark in marks if mark.counts and mark.score is not None and mark.max_score]
    reader = Reader(store, id, counting)
    exercises, cases = _read_exercises(reader), _read_cases(reader)
    return Cohort(
        id,
        counting,
        exercises=_exercise_items(reader, exercises),
        suspects=list(_suspects(reader, exercises, cases)),
        diagnoses=_largest(_common_mistakes(exercises)),
        answers=_largest(_equal_answers(exercises, cases)),
        similar_groups=_similar_groups(reader),
        shares=np.array([(mark.score or 0.0) / (mark.max_score or 1.0) for mark in counting]),
    )


@dataclass(frozen=True, slots=True)
class _Exercises:
    """What was earned in each exercise, by its name, and what its failures are put down to."""

    scores: defaultdict[str, NDArray[np.float64]]
    shares: defaultdict[str, NDArray[np.float64]]
    students: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # who were asked
    points: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    diagnoses: dict[tuple[int, str], str] = field(default_factory=dict)  # by student and exercise
    own_mistakes: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))


def _read_exercises(reader: Reader) -> _Exercises:
    exercises = _Exercises(reader.column(), reader.column())
    columns = "name, exercises.score AS own, exercises.max_score AS most, verdict, says, source, place"
    for position, row in reader.rows(columns, "exercises", "place, name"):
        name, score, points, verdict = row["name"], row["own"], row["most"], row["verdict"]
        if verdict == "skipped" and not points:  # another edition's
            continue
        share = score / points if points else float(verdict == "passed")
        exercises.students[name].append(position)
        # worth more where another edition's exercises pass their points on
        exercises.points[name] = min(points, exercises.points.get(name, points))
        exercises.scores[name][position], exercises.shares[name][position] = score, share
        exercises.kinds[name][_kind(verdict, share)] += 1
        if row["says"] and score < points:
            exercises.diagnoses[position, name] = row["says"]
            if row["source"] == "own":
                exercises.own_mistakes[name, row["says"]].append(position)
    return exercises


def _kind(verdict: str, share: float) -> str:
    if share >= 1:
        return "right"
    if share > 0:
        return "partly"
    if verdict in UNWRITTEN:
        return "empty"
    return "wrong" if verdict == "wrong_answer" else "error"


def _exercise_items(reader: Reader, exercises: _Exercises) -> list[ExerciseItem]:
    items = []
    for name, scores in exercises.scores.items():
        students = exercises.students[name]
        item = measure_item(exercises.shares[name][students], (reader.scores - scores)[students])
        counts = tuple(exercises.kinds[name][kind] for kind in KINDS)
        items.append(ExerciseItem(name, exercises.points[name], item, counts))
    return items


def _common_mistakes(exercises: _Exercises) -> Iterator[StudentGroup]:
    for (name, message), students in exercises.own_mistakes.items():
        yield StudentGroup(tuple(sorted(students)), name, message)


@dataclass(frozen=True, slots=True)
class _Cases:
    """What was earned in each case, by exercise, number and whether it is hidden, and the wrong answers."""

    shares: defaultdict[tuple[str, int, bool], NDArray[np.float64]]
    # by student and exercise: the digest of each wrong answer, and how the first departs
    answers: dict[tuple[int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    departures: dict[tuple[int, str], str] = field(default_factory=dict)


def _read_cases(reader: Reader) -> _Cases:
    cases = _Cases(reader.column())
    columns = "exercise, number, hidden, verdict, share, answer, says"
    for position, row in reader.rows(columns, "cases", "exercise, number"):
        name = row["exercise"]
        cases.shares[name, row["number"], bool(row["hidden"])][position] = row["share"]
        if row["answer"] and row["verdict"] not in UNWRITTEN:
            cases.answers[position, name].append(f"{row['number']}:{row['answer']}")
            cases.departures.setdefault((position, name), row["says"])
    return cases


def _suspects(reader: Reader, exercises: _Exercises, cases: _Cases) -> Iterator[Suspect]:
    for (name, number, hidden), shares in cases.shares.items():
        students = exercises.students.get(name, [])
        passed = (shares >= 1)[students].astype(float)
        item = measure_item(passed, (reader.scores - exercises.scores[name])[students])
        if reason := suspicion(item):
            yield Suspect(name, number, hidden, item, reason)


def _equal_answers(exercises: _Exercises, cases: _Cases) -> Iterator[StudentGroup]:
    """Yield the students whose function answers every case alike, and wrongly."""
    equal: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (position, name), digests in cases.answers.items():
        equal[name, " ".join(digests)].append(position)
    for (name, _), students in equal.items():
        if len(students) > 1:
            key = students[0], name
            explanation = exercises.diagnoses.get(key, "")
            yield StudentGroup(tuple(sorted(students)), name, cases.departures[key], explanation)


def _largest(groups: Iterator[StudentGroup]) -> list[StudentGroup]:
    """Return the groups to show: what is not explained first, then the largest."""

    def order(group: StudentGroup) -> tuple[bool, int, str, str]:
        return bool(group.explained), -len(group.people), group.exercise, group.message

    return sorted(groups, key=order)[:SHOWN]


def _similar_groups(reader: Reader) -> list[StudentGroup]:
    prints: list[Sequence[int]] = [()] * len(reader.marks)
    for position, row in reader.rows("hashes", "fingerprints", "submission"):
        prints[position] = unpack(row["hashes"])
    groups = similar_groups(prints, [mark.student for mark in reader.marks])
    return [StudentGroup(group.members, alike=group.alike) for group in groups[:SHOWN]]
