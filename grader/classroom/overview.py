"""The instructor's overview, `index.html`, made from the record alone: one page that needs nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from grader.classroom.attendance import attendance
from grader.classroom.cohort import KINDS, Cohort, cohort
from grader.classroom.files import replace_file
from grader.classroom.final_grades import finals, has_finals, open_sentence
from grader.classroom.isolation import isolation_sentence
from grader.classroom.marks import class_marks
from grader.classroom.rounding import in_short
from grader.classroom.runs import stored_runs
from grader.classroom.store import exercises_of
from grader.classroom.time_notes import time_notes
from grader.report.text import plain_text, shorten
from grader.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from jinja2 import Template

    from grader.classroom.marks import ClassMarks, Mark
    from grader.classroom.store import Store

TEMPLATES = Path(__file__).with_name("templates")
PAGE = 25  # rows of the table that are shown at a time
NAMED = 40  # students of a group who are named in the page
FEW = 3  # who are named at once


@dataclass(frozen=True, slots=True)
class Person:
    """A student as a group names one, with a link to the report."""

    name: str
    link: str


def write_overview(store: Store, path: Path, marks: ClassMarks | None = None) -> None:
    """Write the overview of all that is in the record."""
    replace_file(path, overview(store, marks))


def overview(store: Store, marks: ClassMarks | None = None) -> str:
    """Return the page of all that is in the record."""
    marks = marks or class_marks(store)
    submissions = marks.submissions
    final_grades = finals(store, marks) if has_finals(store, marks.rules) else []
    rows = {mark.id: row for row, mark in enumerate(submissions)}
    by_assignment = groupby(submissions, lambda mark: mark.assignment)
    cohorts = [cohort(store, id, list(group)) for id, group in by_assignment]
    groups: list[list[int]] = []

    def people(cohort: Cohort, positions: Sequence[int]) -> dict[str, Any]:
        chosen = [cohort.marks[position] for position in positions]
        groups.append([rows[mark.id] for mark in chosen])
        return {
            "group": len(groups) - 1,
            "count": len(chosen),
            "named": [_person(mark) for mark in chosen[:NAMED]],
        }

    script = (TEMPLATES / "overview.js").read_text(encoding="utf-8")
    return _template().render(
        failures=[mark for mark in submissions if mark.status == "internal_error"],
        unreadable=[mark for mark in submissions if mark.status == "unreadable"],
        cohorts=[cohort for cohort in cohorts if cohort.marks],
        kinds=KINDS,
        people=people,
        link=_link,
        pass_mark=float(marks.rules.pass_mark),
        attendance=attendance(store, marks),
        finals=final_grades,
        notes=[*filter(None, [open_sentence(final_grades)]), *time_notes(store, marks)],
        submissions=len(submissions),
        students=len({mark.student for mark in submissions}),
        isolation=isolation_sentence(tiers) if (tiers := _tiers(store)) else "",
        first=[_row(store, mark) for mark in submissions[:PAGE]],
        page=PAGE,
        few=FEW,
        script=Markup(script),  # noqa: S704 - ours
        script_hash=_hash(script),
        data=lambda: _embedded_table(store, submissions, cohorts, groups),
    )


def _tiers(store: Store) -> list[str]:
    return sorted({tier for run in stored_runs(store) for tier in run.get("tiers", [])})


def _person(mark: Mark) -> Person:
    return Person(shorten(mark.student, 80), _link(mark))


def _link(mark: Mark) -> str:
    return quote(f"{mark.assignment}/{mark.label}/report.html")


def _row(store: Store, mark: Mark) -> dict[str, Any]:
    return {"mark": mark, "shares": [tuple(row) for row in exercises_of(store, mark.id)]}


def _embedded_table(
    store: Store, marks: Sequence[Mark], cohorts: Sequence[Cohort], groups: list[list[int]]
) -> Markup:
    """Return the table's rows as JSON that no text in them can end."""
    shares: dict[int, list[int]] = {}
    names: dict[str, dict[str, int]] = {cohort.id: {} for cohort in cohorts}
    query = (
        "SELECT assignment, submission, name, exercises.score AS score, exercises.max_score AS most"
        " FROM exercises JOIN submissions ON submission = id ORDER BY submission, place"
    )
    for row in store.rows(query):
        names[row["assignment"]].setdefault(row["name"], row["most"])
        part = round(100 * row["score"] / row["most"]) if row["most"] else 100
        shares.setdefault(row["submission"], []).append(part)
    ids = [cohort.id for cohort in cohorts]
    table = {
        "assignments": [{"id": id, "exercises": list(names[id])} for id in ids],
        "rows": [_table_row(mark, ids.index(mark.assignment), shares.get(mark.id, [])) for mark in marks],
        "groups": groups,
        "page": PAGE,
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - what could end the element is spelled out above


def _table_row(mark: Mark, assignment: int, shares: list[int]) -> list[Any]:
    """Put a row in the order that overview.js reads."""
    late = round(float(mark.days_late), 2)
    worth = None if mark.mark is None else round(float(mark.mark), 6)
    name = shorten(mark.student, 80)
    return [
        name, "" if mark.label == name else mark.label, assignment, mark.attempt, int(mark.counts), mark.status,
        mark.score, mark.max_score, worth, late, shares, plain_text(mark.comment),
    ]  # fmt: skip


def _hash(script: str) -> str:
    """Name the one script that may run: no text of a student's can add another."""
    return "sha256-" + base64.b64encode(hashlib.sha256(f"\n{script}\n".encode()).digest()).decode()


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=lambda value: plain_text(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "points": _points,
        "percent": lambda share: f"{100 * share:.0f} %",
        "plural": plural,
    }
    return environment.get_template("overview.html")


def _points(value: float | Fraction | None) -> str:
    return "–" if value is None else in_short(value, 2)
