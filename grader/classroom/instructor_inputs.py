"""What an instructor decides about marks, read into the record: the course's rules, a roster, overrides.

roster      student, and any of name, email, identifier, extra_days
overrides   assignment, student, exercise (empty: the whole), score (empty: take it back), comment
times       hand_in_times.py

A score above the points there are is a bonus, which is an instructor's to give; it is told, as 300 may have been
meant for 30.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from grader.classroom.course_file import read_table, rules_of
from grader.classroom.csv_file import naming_csv, read_rows
from grader.classroom.hand_in_times import GivenTime, read_times, save_times
from grader.course import names
from grader.errors import InputError
from grader.report.text import number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.classroom.store import Store

OVERRIDES = ("assignment", "student", "exercise", "score", "comment")
KEY = OVERRIDES[:3]  # what an override is of
ROSTER = ("student", "name", "email", "identifier", "extra_days")
MAX_DAYS = 3_650
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InstructorInputs:
    """What the command line adds to course.toml."""

    attempts: str | None = None
    roster: Path | None = None
    overrides: Path | None = None
    times: Path | None = None


@dataclass(frozen=True, slots=True)
class LoadedInputs:
    """All that decides about marks, read and checked."""

    table: Mapping[str, Any]  # course.toml's
    attempts: str | None
    roster: Sequence[Mapping[str, object]]
    overrides: Sequence[Mapping[str, object]]
    times: Sequence[GivenTime] = ()


def load_inputs(course: Path, inputs: InstructorInputs) -> LoadedInputs:
    """Read and check all that decides about marks, before anything is graded or written."""
    roster, overrides = _read(inputs.roster, _roster), _read(inputs.overrides, _overrides)
    table = read_table(course)
    zone = rules_of(table).zone
    times = _read(inputs.times, lambda path: read_times(path, zone, names(course)))
    return LoadedInputs(table, inputs.attempts, roster, overrides, times)


def _read(path: Path | None, rows: Callable[[Path], Iterator[T]]) -> list[T]:
    if path is None:
        return []
    with naming_csv(path):
        return list(rows(path))


def save(store: Store, inputs: LoadedInputs) -> None:
    """Keep what was decided in the record, where a later run finds it."""
    attempts = inputs.attempts or store.setting("attempts")  # a choice once made stands
    store.set("attempts", attempts)
    store.set("rules", {**inputs.table, "attempts": attempts} if attempts else inputs.table)
    if inputs.roster:
        store.drop("roster", [{}])
        store.put("roster", inputs.roster)
    save_times(store, inputs.times)
    taken_back = [override for override in inputs.overrides if override["score"] is None]
    store.put("overrides", [override for override in inputs.overrides if override["score"] is not None])
    store.drop("overrides", [{name: override[name] for name in KEY} for override in taken_back])


def idle_overrides(store: Store) -> Iterator[str]:
    """Name the overrides that change no submission in the record: of nobody's name, or of no exercise."""
    query = (
        "SELECT * FROM overrides WHERE NOT EXISTS (SELECT 1 FROM submissions WHERE"
        " submissions.assignment = overrides.assignment AND submissions.student = overrides.student AND"
        " (exercise = '' OR EXISTS (SELECT 1 FROM exercises WHERE submission = id AND name = exercise)))"
        " ORDER BY assignment, student, exercise"
    )
    for row in store.rows(query):
        yield _name(row)


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
        yield f"{_name(row)} {number(row['score'])} of {number(row['most'])}"


def _name(override: sqlite3.Row) -> str:
    """Say what an override is of."""
    return " ".join(filter(None, (override[name] for name in KEY)))


def _roster(path: Path) -> Iterator[dict[str, object]]:
    lines: dict[str, int] = {}
    for line, row in read_rows(path, ROSTER[:1], ROSTER):
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
    for line, row in read_rows(path, ("assignment", "student", "score"), OVERRIDES):
        if not row["assignment"] or not row["student"]:
            raise InputError(f"{path}:{line}: an override names an assignment and a student")
        score = _number(row["score"], f"{path}:{line}: score") if row["score"] else None
        yield {**row, "score": score}


def _number(text: str, where: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise InputError(f"{where} is {text!r}; a number from 0 is expected")
    return value
