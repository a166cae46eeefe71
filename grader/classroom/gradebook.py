"""The instructor's tables, made from the record: `grades.csv`, a row a submission, and `final.csv`, a row a student."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

from grader.classroom.files import replace_file
from grader.classroom.final_grades import DIGITS, finals, has_finals
from grader.classroom.rounding import in_short, with_decimals
from grader.classroom.store import exercises_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from grader.classroom.marks import ClassMarks
    from grader.classroom.store import Store

COLUMNS = ("assignment", "student", "attempt", "late", "status", "score", "max_score")
MARKS = ("counts", "lost_to_lateness", "mark", "comment", "handed_in", "days_late")


def write_grades(store: Store, marks: ClassMarks, path: Path) -> None:
    """Write every stored submission, ordered by assignment, student and attempt."""
    names = [row["name"] for row in store.rows("SELECT DISTINCT name FROM exercises ORDER BY name")]
    write_table(path, [*COLUMNS, *names, *MARKS, "message"], _submissions(store, marks, names))


def _submissions(store: Store, marks: ClassMarks, names: Sequence[str]) -> Iterable[list[object]]:
    for mark in marks.submissions:
        scores = {row["name"]: in_short(row["score"]) for row in exercises_of(store, mark.id)}
        head = [mark.assignment, mark.student, mark.attempt, "yes" if mark.days_late else "", mark.status]
        points = [in_short(mark.score), in_short(mark.max_score), *(scores.get(name, "") for name in names)]
        worth = ["yes" if mark.counts else "", in_short(mark.lost or None), in_short(mark.mark)]
        handed_in = (
            mark.handed_in.astimezone(marks.rules.zone).isoformat(" ", "seconds") if mark.handed_in else ""
        )
        yield [
            *head,
            *points,
            *worth,
            mark.comment,
            handed_in,
            math.ceil(mark.days_late) or "",
            mark.message,
        ]


def write_finals(store: Store, marks: ClassMarks, path: Path, now: datetime | None = None) -> None:
    """Write each student's marks and the course's grade in per cent, as of now; nothing where no course is declared."""
    if not has_finals(store, marks.rules):
        return
    students = finals(store, marks, now)
    graded = {id for final in students for id, mark in final.marks.items() if mark.mark is not None}
    ids = sorted(graded | set(marks.rules.weights))
    rows = (
        [
            final.student,
            *(in_short(final.marks[id].mark) if id in final.marks else "" for id in ids),
            "" if final.grade is None else with_decimals(final.grade, DIGITS),
            "" if final.grade is None else "yes" if final.passed else "no",
            final.message,
        ]
        for final in students
    )
    write_table(path, ["student", *ids, "grade", "passed", "message"], rows)


# a formula begins with the last four too, where letters are as wide as they are high
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV in which no text is taken for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([inert(value) if isinstance(value, str) else value for value in row])
    replace_file(path, text.getvalue())


def inert(text: str) -> str:
    """Keep a spreadsheet from taking a student's text for a formula."""
    return "'" + text if text.startswith(FORMULAS) else text
