"""What a class did in one assignment, from the record: scores, items, diagnoses, equal answers, likenesses.

Only the attempt that counts of each student, and only what was graded, enters the statistics.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.classroom import similar
from grader.classroom.fingerprint import hashes
from grader.classroom.statistics import Item, histogram, item, suspicion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.classroom.marks import Mark
    from grader.classroom.store import Store

SHOWN = 12  # diagnoses, answers and likenesses of an assignment
UNWRITTEN = frozenset({"not_attempted", "missing", "skipped", "internal_error"})
KINDS = ("right", "partly", "wrong", "error", "empty")

_GRADED = "SELECT {} FROM {} JOIN submissions ON submission = id WHERE assignment = ? AND status = 'graded'"


@dataclass(frozen=True, slots=True)
class ExerciseItem:
    name: str
    points: float
    item: Item
    kinds: tuple[int, ...]  # students of each of KINDS


@dataclass(frozen=True, slots=True)
class Suspect:
    exercise: str
    case: int
    hidden: bool
    item: Item
    says: str


@dataclass(frozen=True, slots=True)
class Shared:
    """Students who have something in common; `people` are places among the cohort's marks."""

    people: tuple[int, ...]
    exercise: str = ""
    says: str = ""
    explained: str = ""
    alike: float = 0.0


@dataclass(slots=True)
class Cohort:
    id: str
    marks: list[Mark]
    exercises: list[ExerciseItem] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    diagnoses: list[Shared] = field(default_factory=list)
    answers: list[Shared] = field(default_factory=list)
    likenesses: list[Shared] = field(default_factory=list)
    shares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))  # of the assignment's points

    @property
    def histogram(self) -> list[int]:
        return histogram(self.shares)


class Reader:
    """Reads one assignment's graded submissions, each student's counting one at its place."""

    def __init__(self, store: Store, id: str, marks: Sequence[Mark]) -> None:
        self.store, self.id, self.marks = store, id, marks
        self.places = {mark.id: place for place, mark in enumerate(marks)}
        self.scores = np.array([mark.score or 0.0 for mark in marks])

    def column(self) -> defaultdict[Any, NDArray[np.float64]]:
        """Return what gives each item a number a student, from 0."""
        return defaultdict(lambda: np.zeros(len(self.marks)))

    def rows(self, columns: str, table: str, order: str) -> Iterator[tuple[int, dict[str, object]]]:
        query = _GRADED.format(f"submission, {columns}", table) + f" ORDER BY {order}"
        for row in self.store.rows(query, (self.id,)):
            place = self.places.get(row["submission"])
            if place is not None:
                yield place, dict(row)


def cohort(store: Store, id: str, marks: Sequence[Mark]) -> Cohort:
    """Read what there is to say of an assignment."""
    counting = [mark for mark in marks if mark.counts and mark.score is not None and mark.max_score]
    reader = Reader(store, id, counting)
    found = Cohort(id, counting)
    found.shares = np.array([(mark.score or 0.0) / (mark.max_score or 1.0) for mark in counting])
    own, asked, diagnosed = _exercises(reader, found)
    _cases(reader, found, own, asked, diagnosed)
    found.likenesses = _likenesses(reader)
    return found


def _exercises(
    reader: Reader, found: Cohort
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
    for place, row in reader.rows(columns, "exercises", "place, name"):
        name, score, points = str(row["name"]), float(str(row["own"])), float(str(row["most"]))
        verdict = str(row["verdict"])
        if verdict == "skipped" and not points:  # another edition's
            continue
        asked[name].append(place)
        least[name] = min(points, least.get(name, points))
        own[name][place] = score
        shares[name][place] = score / points if points else float(verdict == "passed")
        kinds[name][_kind(verdict, float(shares[name][place]))] += 1
        if row["says"] and score < points:
            diagnosed[place, name] = str(row["says"])
            if row["source"] == "own":
                people[name, str(row["says"])].append(place)
    for name, scores in own.items():
        these = asked[name]
        measured = item(shares[name][these], (reader.scores - scores)[these])
        counts = tuple(kinds[name][kind] for kind in KINDS)
        found.exercises.append(ExerciseItem(name, least[name], measured, counts))
    found.diagnoses = _largest(Shared(tuple(sorted(who)), *key) for key, who in people.items())
    return own, asked, diagnosed


def _kind(verdict: str, share: float) -> str:
    if share >= 1:
        return "right"
    if share > 0:
        return "partly"
    if verdict in UNWRITTEN:
        return "empty"
    return "wrong" if verdict == "wrong_answer" else "error"


def _cases(
    reader: Reader,
    found: Cohort,
    own: dict[str, NDArray[np.float64]],
    asked: dict[str, list[int]],
    diagnosed: dict[tuple[int, str], str],
) -> None:
    """Fill suspects and equal answers."""
    shares = reader.column()
    answers: dict[tuple[int, str], list[str]] = defaultdict(list)
    said: dict[tuple[int, str], str] = {}
    columns = "exercise, number, hidden, verdict, share, answer, says"
    for place, row in reader.rows(columns, "cases", "exercise, number"):
        name = str(row["exercise"])
        key = (name, int(str(row["number"])), bool(row["hidden"]))
        shares[key][place] = float(str(row["share"]))
        if row["answer"] and row["verdict"] not in UNWRITTEN:
            answers[place, name].append(f"{row['number']}:{row['answer']}")
            said.setdefault((place, name), str(row["says"]))
    for (name, number, hidden), share in shares.items():
        these = asked.get(name, [])
        measured = item((share >= 1)[these].astype(float), (reader.scores - own[name])[these])
        if says := suspicion(measured):
            found.suspects.append(Suspect(name, number, hidden, measured, says))
    equal: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (place, name), given in answers.items():
        equal[name, " ".join(given)].append(place)
    found.answers = _largest(
        Shared(tuple(sorted(who)), name, said[who[0], name], diagnosed.get((who[0], name), ""))
        for (name, _), who in equal.items()
        if len(who) > 1
    )


def _largest(found: Iterator[Shared]) -> list[Shared]:
    ordered = sorted(found, key=lambda one: (bool(one.explained), -len(one.people), one.exercise, one.says))
    return ordered[:SHOWN]


def _likenesses(reader: Reader) -> list[Shared]:
    prints: list[Sequence[int]] = [()] * len(reader.marks)
    for place, row in reader.rows("hashes", "fingerprints", "submission"):
        blob = row["hashes"]
        assert isinstance(blob, bytes)
        prints[place] = hashes(blob)
    found = similar.groups(prints, [mark.student for mark in reader.marks])
    return [Shared(group.members, alike=group.alike) for group in found[:SHOWN]]
