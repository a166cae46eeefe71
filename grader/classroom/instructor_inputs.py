"""What an instructor decides about marks, read into the record: the course's rules, a roster, overrides.

roster      student, and any of name, email, identifier, extra_days
overrides   assignment, student, exercise (empty: the whole), score (empty: take it back), comment

A score above the points there are is a bonus, which is an instructor's to give; it is told, as 300 may have been
meant for 30.
"""

from __future__ import annotations

import csv
import math
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.classroom.rules import read_table
from grader.errors import InputError
from grader.report.text import number
from grader.wording import near_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.classroom.store import Store

OVERRIDES = ("assignment", "student", "exercise", "score", "comment")
ROSTER = ("student", "name", "email", "identifier", "extra_days")
MAX_TABLE = 50_000_000  # bytes: a row for each of 100,000 students takes 10 MB
MAX_DAYS = 3_650
MISSPELT = 0.8  # so like a column of ours is no other column: `surname` is, `excercise` is not


@dataclass(frozen=True, slots=True)
class InstructorInputs:
    """What the command line adds to course.toml."""

    attempts: str | None = None
    roster: Path | None = None
    overrides: Path | None = None


@dataclass(frozen=True, slots=True)
class LoadedInputs:
    """All that decides about marks, read and checked."""

    table: Mapping[str, Any]  # course.toml's
    attempts: str | None
    roster: Sequence[Mapping[str, object]]
    overrides: Sequence[Mapping[str, object]]


def load_inputs(course: Path, terms: InstructorInputs) -> LoadedInputs:
    """Read and check all that decides about marks, before anything is graded or written."""
    roster, overrides = _listed(terms.roster, _roster), _listed(terms.overrides, _overrides)
    return LoadedInputs(read_table(course), terms.attempts, roster, overrides)


def _listed(
    path: Path | None, rows: Callable[[Path], Iterator[dict[str, object]]]
) -> list[dict[str, object]]:
    if path is None:
        return []
    with told(path):
        return list(rows(path))


def save(store: Store, given: LoadedInputs) -> None:
    """Keep what was decided in the record, where a later run finds it."""
    attempts = given.attempts or store.setting("attempts")  # a choice once made stands
    store.set("attempts", attempts)
    store.set("rules", {**given.table, "attempts": attempts} if attempts else given.table)
    if given.roster:
        store.drop("roster", [{}])
        store.put("roster", given.roster)
    taken_back = [one for one in given.overrides if one["score"] is None]
    store.put("overrides", [one for one in given.overrides if one["score"] is not None])
    store.drop("overrides", [{name: one[name] for name in OVERRIDES[:3]} for one in taken_back])


def idle_overrides(store: Store) -> Iterator[str]:
    """Name the overrides that change no submission in the record: of nobody's name, or of no exercise."""
    query = (
        "SELECT * FROM overrides WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE"
        " submissions.assignment = overrides.assignment AND submissions.student = overrides.student AND"
        " (exercise = '' OR EXISTS (SELECT 1 FROM exercises WHERE submission = id AND name = exercise)))"
        " ORDER BY assignment, student, exercise"
    )
    for row in store.rows(query):
        yield " ".join(filter(None, (row["assignment"], row["student"], row["exercise"])))


def bonuses(store: Store) -> Iterator[str]:
    """Name the overrides that give more than there are points; an edition's other exercises have other points."""
    query = (
        "SELECT overrides.*, MAX(CASE exercise WHEN '' THEN points ELSE exercises.max_score END) AS most"
        " FROM overrides JOIN submissions USING (assignment, student)"
        " JOIN (SELECT assignment, MAX(max_score) AS points FROM submissions GROUP BY assignment)"
        " USING (assignment) LEFT JOIN exercises ON submission = id AND name = exercise"
        " GROUP BY assignment, student, exercise HAVING overrides.score > most + 1e-6"
        " ORDER BY assignment, student, exercise"
    )
    for row in store.rows(query):
        what = " ".join(filter(None, (row["assignment"], row["student"], row["exercise"])))
        yield f"{what} {number(row['score'])} of {number(row['most'])}"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell what the reader of a CSV cannot take as what is wrong with the file."""
    try:
        yield
    except csv.Error as error:
        raise InputError(f"{path}: no CSV that can be read ({error}); save it again as CSV UTF-8") from None


def _roster(path: Path) -> Iterator[dict[str, object]]:
    lines: dict[str, int] = {}
    for line, row in _rows(path, ROSTER[:1], ROSTER):
        if not row["student"]:
            raise InputError(f"{path}:{line}: a student's name is missing")
        if (first := lines.setdefault(row["student"], line)) != line:
            raise InputError(f"{path}:{line}: {row['student']} stands in line {first} already")
        days = _number(row["extra_days"] or "0", f"{path}:{line}: extra_days")
        if days > MAX_DAYS:
            raise InputError(
                f"{path}:{line}: extra_days is {row['extra_days']!r}; at most {MAX_DAYS} are granted"
            )
        yield {**row, "extra_days": days}


def _overrides(path: Path) -> Iterator[dict[str, object]]:
    for line, row in _rows(path, ("assignment", "student", "score"), OVERRIDES):
        if not row["assignment"] or not row["student"]:
            raise InputError(f"{path}:{line}: an override names an assignment and a student")
        score = _number(row["score"], f"{path}:{line}: score") if row["score"] else None
        yield {**row, "score": score}


def _rows(
    path: Path, needed: tuple[str, ...], known: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Read a CSV by its header's names; a byte order mark and either separator are a spreadsheet's own."""
    text = table_text(path).removeprefix("\ufeff")
    head = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [name.strip().lower() for name in reader.fieldnames or ()]
    for name in needed:
        if name not in names:
            raise InputError(f"{path}: no column {name!r}; its first line is to name {', '.join(known)}")
    _no_misspelt(path, names, known)
    reader.fieldnames = names
    for row in reader:
        if any(row.values()):
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in known}


def _no_misspelt(path: Path, names: Sequence[str], known: Sequence[str]) -> None:
    """Refuse a column that is nearly one of ours: left aside as another system's, it would change what is meant."""
    absent = [name for name in known if name not in names]
    for name in names:
        if name not in known and (near := near_words(name, absent, MISSPELT)):
            raise InputError(f"{path}: the column {name!r} means nothing; did you mean {near[0]!r}?")


def table_text(path: Path) -> str:
    """Read a CSV's text, a byte order mark and line ends included."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_TABLE + 1)
        if len(content) > MAX_TABLE:
            raise InputError(f"{path}: larger than {MAX_TABLE // 1_000_000} MB; is it the right file?")
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not in UTF-8; save it again as CSV UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _number(text: str, where: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise InputError(f"{where} is {text!r}; a number from 0 is expected")
    return value
