"""The files of OUT: a submission's folder and its name, every file whole or not at all, by one run at a time."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from grader.disk import atomic_write
from grader.errors import InputError
from grader.report import as_text
from grader.report.text import plain_text
from grader.submission.arrival.naming import folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.report.record import ResultRecord
    from grader.submission import Delivery


def write_result(record: ResultRecord, page: str, folder: Path) -> None:
    """Write a submission's report.html and result.json, which is there only when both are of one result."""
    path = folder / "result.json"
    with atomic_write(path) as new_record, atomic_write(folder / "report.html") as new_report:
        new_report.write_text(page, encoding="utf-8")
        new_record.write_text(as_text(record), encoding="utf-8")
        path.unlink(missing_ok=True)  # only now: a full disk costs nothing that was there


def replace_file(path: Path, text: str) -> None:
    """Write a file in the place of what was there, whole or not at all."""
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def label_of(delivery: Delivery) -> str:
    """Return the name of a submission's folder."""
    return delivery.label or folder(delivery.student)


def folder_name(group: str) -> str:
    """Return the name of a folder beside the assignments', and like none of the files there: those have a dot."""
    return folder(group).replace(".", "_")


def holds_result(path: Path, mark: str, delivery: Delivery) -> bool:
    """Say whether it is this delivery's result that was written, and none that a run wrote last before it was ended."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return False
    student, name = (json.dumps(plain_text(value)) for value in (delivery.student, delivery.name))
    return mark in text and f'"student": {student},\n"path": {name},\n' in text


@contextmanager
def exclusive_run(out: Path) -> Iterator[None]:
    """Keep a second run out of OUT."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: a file, not a folder; name another OUT")
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / ".grading.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(
            f"{out}: another run is grading into this folder; wait for it or name another OUT"
        ) from None
    try:
        yield
    finally:
        lock.release()
