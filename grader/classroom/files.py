"""The files of OUT: a submission's folder and its name, and every file written whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grader.disk import atomic_write
from grader.report import as_text
from grader.report.text import plain_text
from grader.submission.arrival.naming import folder

if TYPE_CHECKING:
    from pathlib import Path

    from grader.report.record import ResultRecord
    from grader.submission import Delivery


def write_result(record: ResultRecord, page: str, folder: Path) -> None:
    """Write a submission's report.html and result.json, which is there only when both are of one result."""
    told = folder / "result.json"
    with atomic_write(told) as noted, atomic_write(folder / "report.html") as shown:
        shown.write_text(page, encoding="utf-8")
        noted.write_text(as_text(record), encoding="utf-8")
        told.unlink(missing_ok=True)  # only now: a full disk costs nothing that was there


def replace_file(path: Path, text: str) -> None:
    with atomic_write(path) as written:
        written.write_text(text, encoding="utf-8")


def label_of(delivery: Delivery) -> str:
    """Return the name of a submission's folder."""
    return delivery.label or folder(delivery.student)


def folder_name(group: str) -> str:
    """Return the name of a folder beside the assignments', and like none of the files there: those have a dot."""
    return folder(group).replace(".", "_")


def holds(path: Path, mark: str, delivery: Delivery) -> bool:
    """Say whether it is this delivery's result that was written, and none that a run wrote last before it was ended."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return False
    student, name = (json.dumps(plain_text(each)) for each in (delivery.student, delivery.name))
    return mark in text and f'"student": {student},\n"path": {name},\n' in text
