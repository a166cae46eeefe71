"""Folders whose name has changed since an earlier run: kept under the new one, or removed with what they held.

Attempts were once called ada-2, as a student may be; now they are called ada#2, as nobody is.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from grader.submission.arrival.naming import APART, fold, folder

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classroom.store import Store

FILES = ("report.html", "result.json")


def renew(store: Store, out: Path) -> None:
    """Give the attempts in a record the names that they have now, their folders with them."""
    query = "SELECT id, assignment, label, student FROM submissions WHERE label != student ORDER BY id"
    for id, assignment, label, student in list(store.rows(query)):
        number = label.removeprefix(re.sub(r"[^\w.@+=' -]", "_", student).strip(" .") + "-")
        if label == number or not number.isdecimal():
            continue
        name = f"{folder(student)}{APART}{number}"
        with suppress(OSError):  # then it is graded again
            (out / assignment / label).rename(out / assignment / name)
        store.rename(id, name)


def clear(store: Store, out: Path) -> None:
    """Remove the results of what was graded anew into a folder of another name."""
    if not store.former_folders:
        return
    kept = {
        (row["assignment"], fold(row["label"]))
        for row in store.rows("SELECT assignment, label FROM submissions")
    }
    for assignment, label in store.former_folders:
        if (assignment, fold(label)) in kept:
            continue
        with suppress(OSError):
            for name in FILES:
                (out / assignment / label / name).unlink(missing_ok=True)
            (out / assignment / label).rmdir()
