"""Canvas: the instructor's exported gradebook with one assignment's column filled, ready to be imported.

Only the columns that name a student and the one that changes are written, as Canvas advises for large classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.classroom.export.sheet import (
    Filling,
    Row,
    Sheet,
    StudentFinder,
    counting_marks,
    find_column,
    read_number,
    read_sheet,
)
from grader.classroom.rounding import exact, in_short
from grader.errors import InputError

if TYPE_CHECKING:
    from grader.classroom.export import Request

WHO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section")
TEST_STUDENT = "Student, Test"


def fill(request: Request) -> str:
    """Fill the column of one assignment, and write the columns that Canvas takes in."""
    sheet = read_sheet(request.source)
    marks, roster = counting_marks(request)
    if "Student" not in sheet.head or "ID" not in sheet.head:
        raise InputError(f"{sheet.path}: no export of a Canvas gradebook: no columns Student and ID")
    columns = [name for name in sheet.head if name not in WHO]
    column = find_column(sheet, request.column, marks[0].assignment, columns)
    points = _points_possible(sheet, column)
    finder = StudentFinder(
        "canvas",
        (
            (number, row["ID"], [row.get(name, "") for name in ("Student", *WHO[2:4])])
            for number, row in _students(sheet)
        ),
    )
    filling = Filling()
    for mark, number in finder.match(marks, roster, filling):
        assert mark.share is not None
        assert mark.max_score is not None
        sheet.rows[number][column] = in_short(mark.share * exact(points or mark.max_score))
        filling.count += 1
    sheet.head = [*(name for name in WHO if name in sheet.head), column]
    sheet.rows = [row for row in sheet.rows if row["Student"].strip() != TEST_STUDENT]
    target = request.target_path()
    sheet.write(target)
    return filling.summary(target)


def _students(sheet: Sheet) -> list[tuple[int, Row]]:
    """Return the rows of students, with their numbers; the first rows of an export are of other things."""
    return [(number, row) for number, row in enumerate(sheet.rows) if row["ID"].strip()]


def _points_possible(sheet: Sheet, column: str) -> float | None:
    """Return what the assignment is worth there, from the row that says so."""
    for row in sheet.rows:
        if row["Student"].strip() == "Points Possible":
            return read_number(row[column])
    return None
