"""The files of OUT: a submission's folder and its name, and every file written whole or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.disk import replaced
from grader.report import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.submission import Delivery


def write(record: Mapping[str, Any], page: str, folder: Path) -> None:
    """Write a submission's report.html and result.json, which is there only when both are of one result."""
    told = folder / "result.json"
    with replaced(told) as noted, replaced(folder / "report.html") as shown:
        shown.write_text(page, encoding="utf-8")
        noted.write_text(as_text(record), encoding="utf-8")
        told.unlink(missing_ok=True)  # only now: a full disk costs nothing that was there


def replace_file(path: Path, text: str) -> None:
    with replaced(path) as written:
        written.write_text(text, encoding="utf-8")


def label_of(delivery: Delivery) -> str:
    """Return the name of a submission's folder."""
    return folder_name(delivery.label or delivery.student)


def folder_name(text: str) -> str:
    """Return a name that is safe as a folder's on every system."""
    return re.sub(r"[^\w.@+=' -]", "_", text).strip(" .")[:120]
