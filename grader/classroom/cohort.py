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
    cohort = Cohort(id, counting)
    cohort.shares = np.array([(mark.score or 0.0) / (mark.max_score or 1.0) for mark in counting])
    own, asked, diagnosed = _add_exercises(reader, cohort)
    _add_cases(reader, cohort, own, asked, diagnosed)
    cohort.similar_groups = _similar_groups(reader)
    return cohort


def _add_exercises(
    reader: Reader, cohort: Cohort
) -> tuple[dict[str, NDArray[np.float64]], dict[str, list[int]], dict[tuple[int, str], str]]:
    """Fill exercises and diagnoses; return each exercise's scores, who was asked, and what failures are put to."""
    columns = (
        "name, exercises.score AS own, exercises.max_score AS most, verdict, diagnosis, says, source, place"
    )
    own, shares = reader.column(), reader.column()
    asked: dict[str, list[int]] = defaultdict(list)
    least: dict[str, float] = {}  # worth more where another edition's exercises pass their points on
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    people: dict[tuple[str, str], list[int]] = defaultdict(list)
    diagnosed: dict[tuple[int, str], str] = {}
    for position, row in reader.rows(columns, "exercises", "place, name"):
        name, score, points, verdict = row["name"], row["own"], row["most"], row["verdict"]
        if verdict == "skipped" and not points:  # another edition's
            continue
        asked[name].append(position)
        least[name] = min(points, least.get(name, points))
        own[name][position] = score
        shares[name][position] = score / points if points else float(verdict == "passed")
        kinds[name][_kind(verdict, float(shares[name][position]))] += 1
        if row["says"] and score < points:
            diagnosed[position, name] = row["says"]
            if row["source"] == "own":
                people[name, row["says"]].append(position)
    for name, scores in own.items():
        students = asked[name]
        item = measure_item(shares[name][students], (reader.scores - scores)[students])
        counts = tuple(kinds[name][kind] for kind in KINDS)
        cohort.exercises.append(ExerciseItem(name, least[name], item, counts))
    cohort.diagnoses = _largest(
        StudentGroup(tuple(sorted(group)), name, message) for (name, message), group in people.items()
    )
    return own, asked, diagnosed


def _kind(verdict: str, share: float) -> str:
    if share >= 1:
        return "right"
    if share > 0:
        return "partly"
    if verdict in UNWRITTEN:
        return "empty"
    return "wrong" if verdict == "wrong_answer" else "error"


def _add_cases(
    reader: Reader,
    cohort: Cohort,
    own: dict[str, NDArray[np.float64]],
    asked: dict[str, list[int]],
    diagnosed: dict[tuple[int, str], str],
) -> None:
    """Fill suspects and equal answers."""
    shares = reader.column()
    answers: dict[tuple[int, str], list[str]] = defaultdict(list)
    departures: dict[tuple[int, str], str] = {}
    columns = "exercise, number, hidden, verdict, share, answer, says"
    for position, row in reader.rows(columns, "cases", "exercise, number"):
        name = row["exercise"]
        shares[name, row["number"], bool(row["hidden"])][position] = row["share"]
        if row["answer"] and row["verdict"] not in UNWRITTEN:
            answers[position, name].append(f"{row['number']}:{row['answer']}")
            departures.setdefault((position, name), row["says"])
    for (name, number, hidden), share in shares.items():
        students = asked.get(name, [])
        item = measure_item((share >= 1)[students].astype(float), (reader.scores - own[name])[students])
        if reason := suspicion(item):
            cohort.suspects.append(Suspect(name, number, hidden, item, reason))
    equal: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (position, name), digests in answers.items():
        equal[name, " ".join(digests)].append(position)
    cohort.answers = _largest(
        StudentGroup(
            tuple(sorted(group)), name, departures[group[0], name], diagnosed.get((group[0], name), "")
        )
        for (name, _), group in equal.items()
        if len(group) > 1
    )


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
