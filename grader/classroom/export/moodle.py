"""Moodle: the offline grading worksheet, or an exported gradebook, filled; all else in it stays as it was.

A worksheet's decimal mark follows the site's language, so what is there tells which; a grade that may not be
changed is left alone, and so is every "Last modified", by which Moodle notices a stale worksheet.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from grader.classroom.export.records import feedback, headline, is_right
from grader.classroom.export.sheet import Filled, Finder, Row, Sheet, column, counting_marks, read
from grader.classroom.gradebook import inert
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
    sheet = read(request.source)
    found, roster = counting_marks(request)
    if not set(WHO).intersection(sheet.head):
        raise InputError(f"{sheet.path}: no export of Moodle's: none of the columns {', '.join(WHO[:4])}")
    others = [name for name in sheet.head if name not in WHO]
    worksheet = WORKSHEET in sheet.head and "Grade" in sheet.head
    name = "Grade" if worksheet else column(sheet, request.column, found[0].assignment, others)
    finder = Finder((place, _who(row)) for place, row in enumerate(sheet.rows))
    comma = _decimal_comma(sheet)
    filled = Filled()
    for mark, place in finder.places(found, roster, filled):
        if sheet.rows[place].get("Grade can be changed", "Yes").strip() != "No":
            _write(sheet.rows[place], name, mark, request.out, comma)
            filled.done += 1
    target = request.place()
    sheet.write(target)
    return filled.summary(target)


def _who(row: Row) -> list[str]:
    texts = [row.get(name, "") for name in WHO[1:5]]
    number = re.sub(r"^\D+", "", row.get("Identifier", ""))
    name = " ".join(
        filter(None, (row.get("First name", ""), row.get("Last name", "") or row.get("Surname", "")))
    )
    return [*texts, number, name]


def _write(row: Row, name: str, mark: Mark, out: Path, comma: bool) -> None:
    """Fill in a mark, scaled to what the assignment is worth there; never a comment without it."""
    assert mark.mark is not None
    assert mark.max_score is not None
    most = _number(row.get("Maximum Grade", "")) or mark.max_score
    text = f"{mark.mark / mark.max_score * most:.2f}"
    row[name] = text.replace(".", ",") if comma else text
    if "Feedback comments" in row:
        row["Feedback comments"] = _comment(out / mark.assignment / mark.label / "result.json")


def _comment(path: Path) -> str:
    """Say what to mend, as HTML, which is what Moodle takes comments for."""
    if not path.is_file():
        return ""
    record = read_record(path)
    lines = [headline(record)]
    lines += [f"{one['name']}: {feedback(one)[0]}" for one in record["exercises"] if not is_right(one)]
    return inert("<br>".join(html.escape(line) for line in lines))


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _decimal_comma(sheet: Sheet) -> bool:
    """Tell the site's decimal mark from the numbers that are there."""
    texts = [row.get(name, "").strip() for row in sheet.rows for name in ("Maximum Grade", "Grade")]
    return any(re.fullmatch(r"\d+,\d+", text) for text in texts)
