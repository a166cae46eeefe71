"""The instructor's table, `grades.csv`, made from the record: one row a submission."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.classroom.station import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classroom.store import Store

COLUMNS = ("assignment", "student", "attempt", "late", "status", "score", "max_score")


def write_grades(store: Store, path: Path) -> None:
    """Write every stored submission, ordered by assignment, student and attempt."""
    names = [row["name"] for row in store.rows("SELECT DISTINCT name FROM exercises ORDER BY name")]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*COLUMNS, *names, "message"])
    query = "SELECT * FROM submissions ORDER BY assignment, student, attempt, path"
    for row in store.rows(query):
        found = store.rows("SELECT name, score FROM exercises WHERE submission = ?", (row["id"],))
        scores = {one["name"]: _number(one["score"]) for one in found}
        head = [row["assignment"], _text(row["student"]), row["attempt"], "yes" if row["late"] else ""]
        marks = [row["status"], _number(row["score"]), _number(row["max_score"])]
        writer.writerow([*head, *marks, *(scores.get(name, "") for name in names), _text(row["message"])])
    replace_file(path, text.getvalue())


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _text(text: str) -> str:
    """Keep a spreadsheet from taking a student's text for a formula."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
