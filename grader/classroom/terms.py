"""What an instructor decides about marks, read into the record: the course's rules, a roster, overrides.

roster      student, and any of name, email, identifier, extra_days
overrides   assignment, student, exercise (empty: the whole), score (empty: take it back), comment
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.classroom.rules import read_table
from grader.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from grader.classroom.store import Store

OVERRIDES = ("assignment", "student", "exercise", "score", "comment")
ROSTER = ("student", "name", "email", "identifier", "extra_days")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the command line adds to course.toml."""

    attempts: str | None = None
    roster: Path | None = None
    overrides: Path | None = None


def agree(store: Store, course: Path, terms: Terms) -> None:
    """Check all that decides about marks, then keep it in the record, where a later run finds it."""
    table = read_table(course)
    attempts = terms.attempts or store.setting("attempts")  # a choice once made stands
    if attempts:
        table["attempts"] = attempts
    roster = list(_roster(terms.roster)) if terms.roster else []
    overrides = list(_overrides(terms.overrides)) if terms.overrides else []
    store.set("attempts", attempts)
    store.set("rules", table)
    if roster:
        store.drop("roster", [{}])
        store.put("roster", roster)
    taken_back = [one for one in overrides if one["score"] is None]
    store.put("overrides", [one for one in overrides if one["score"] is not None])
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


def _roster(path: Path) -> Iterator[dict[str, object]]:
    lines: dict[str, int] = {}
    for line, row in _rows(path, ROSTER[:1], ROSTER):
        if not row["student"]:
            raise InputError(f"{path}:{line}: a student's name is missing")
        if (first := lines.setdefault(row["student"], line)) != line:
            raise InputError(f"{path}:{line}: {row['student']} stands in line {first} already")
        yield {**row, "extra_days": _number(row["extra_days"] or "0", f"{path}:{line}: extra_days")}


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
    reader.fieldnames = names
    for row in reader:
        if any(row.values()):
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in known}


def table_text(path: Path) -> str:
    """Read a CSV's text, a byte order mark and line ends included."""
    try:
        return path.read_bytes().decode("utf-8")
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
