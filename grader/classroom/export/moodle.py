"""Moodle: the offline grading worksheet, or an exported gradebook, filled; all else in it stays as it was.

A worksheet's decimal mark follows the site's language, so what is there tells which; a grade that may not be
changed is left alone, and so is every "Last modified", by which Moodle notices a stale worksheet.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from grader.classroom.export.records import RESULT, feedback, headline, is_right
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
from grader.classroom.gradebook import inert
from grader.classroom.rounding import exact, with_decimals
from grader.errors import InputError
from grader.report.record import read_record

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classroom.export import Request
    from grader.classroom.marks import Mark

WORKSHEET = "Identifier"
WHO = (
    "Identifier",
    "Full name",
    "ID number",
    "Email address",
    "Username",
    "First name",
    "Last name",
    "Surname",
)


def fill(request: Request) -> str:
    """Fill the worksheet's grades and comments, or a gradebook's column of one assignment."""
    sheet = read_sheet(request.source)
    marks, roster = counting_marks(request)
    if not set(WHO).intersection(sheet.head):
        raise InputError(f"{sheet.path}: no export of Moodle's: none of the columns {', '.join(WHO[:4])}")
    columns = [name for name in sheet.head if name not in WHO]
    worksheet = WORKSHEET in sheet.head and "Grade" in sheet.head
    column = "Grade" if worksheet else find_column(sheet, request.column, marks[0].assignment, columns)
    finder = StudentFinder(
        "moodle", ((number, _own_number(row), _texts_of(row)) for number, row in enumerate(sheet.rows))
    )
    comma = _decimal_comma(sheet)
    filling = Filling()
    for mark, number in finder.match(marks, roster, filling):
        if sheet.rows[number].get("Grade can be changed", "Yes").strip() != "No":
            _write(sheet.rows[number], column, mark, request.out, comma)
            filling.count += 1
    target = request.target_path()
    sheet.write(target)
    return filling.summary(target)


def _texts_of(row: Row) -> list[str]:
    """Return all that a row says of who its student is."""
    texts = [row.get(name, "") for name in WHO[1:5]]
    name = " ".join(
        filter(None, (row.get("First name", ""), row.get("Last name", "") or row.get("Surname", "")))
    )
    return [*texts, name]


def _own_number(row: Row) -> str:
    """Return the number that the names of handed-in files bear, too."""
    return re.sub(r"^\D+", "", row.get("Identifier", ""))


def _write(row: Row, column: str, mark: Mark, out: Path, comma: bool) -> None:
    """Fill in a mark, scaled to what the assignment is worth there; never a comment without it."""
    assert mark.share is not None
    assert mark.max_score is not None
    most = read_number(row.get("Maximum Grade", "")) or mark.max_score
    text = with_decimals(mark.share * exact(most), 2)
    row[column] = text.replace(".", ",") if comma else text
    if "Feedback comments" in row:
        row["Feedback comments"] = _comment(out / mark.assignment / mark.label / RESULT)


def _comment(path: Path) -> str:
    """Say what to mend, as HTML, which is what Moodle takes comments for."""
    if not path.is_file():
        return ""
    record = read_record(path)
    lines = [headline(record)]
    for exercise in record["exercises"]:
        lines += [] if is_right(exercise) else [f"{exercise['name']}: {feedback(exercise)[0]}"]
    return inert("<br>".join(html.escape(line) for line in lines))


def _decimal_comma(sheet: Sheet) -> bool:
    """Tell the site's decimal mark from the numbers that are there."""
    texts = [row.get(name, "").strip() for row in sheet.rows for name in ("Maximum Grade", "Grade")]
    return any(re.fullmatch(r"\d+,\d+", text) for text in texts)
