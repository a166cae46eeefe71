"""Canvas: the instructor's exported gradebook with one assignment's column filled, ready to be imported.

Only the columns that name a student and the one that changes are written, as Canvas advises for large classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.classroom.export.sheet import Filled, Finder, Sheet, column, counting_marks, read
from grader.errors import InputError

if TYPE_CHECKING:
    from grader.classroom.export import Request

WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section")
TEST_STUDENT = "Student, Test"


def fill(request: Request) -> str:
    sheet = read(request.source)
    found, roster = counting_marks(request)
    if "Student" not in sheet.head or "ID" not in sheet.head:
        raise InputError(f"{sheet.path}: no export of a Canvas gradebook: no columns Student and ID")
    name = column(sheet, request.column, found[0].assignment, [one for one in sheet.head if one not in WHO])
    points = _points_possible(sheet, name)
    finder = Finder((place, [row.get(who, "") for who in WHO[:4]]) for place, row in _students(sheet))
    filled = Filled()
    for mark, place in finder.places(found, roster, filled):
        assert mark.mark is not None
        assert mark.max_score is not None
        sheet.rows[place][name] = f"{mark.mark / mark.max_score * (points or mark.max_score):.10g}"
        filled.done += 1
    sheet.head = [*(who for who in WHO if who in sheet.head), name]
    sheet.rows = [row for row in sheet.rows if row["Student"].strip() != TEST_STUDENT]
    target = request.place()
    sheet.write(target)
    return filled.summary(target)


def _students(sheet: Sheet) -> list[tuple[int, dict[str, str]]]:
    return [(place, row) for place, row in enumerate(sheet.rows) if row["ID"].strip()]


def _points_possible(sheet: Sheet, name: str) -> float | None:
    """Return what the assignment is worth there, from the row that says so."""
    for row in sheet.rows:
        if row["Student"].strip() == "Points Possible":
            try:
                return float(row[name])
            except ValueError:
                return None
    return None
