"""Whose work a file is, from where each students' system puts the name.

    Canvas      lovelaceada_LATE_1234_567890_notebook-1.ipynb      all in one folder or zip
    Moodle      Ada Lovelace_1234567_assignsubmission_file_/notebook.ipynb
    Gradescope  assignment_99_export/submission_123456/notebook.ipynb, and submission_metadata.yml
    nbgrader    submitted/ada/ps1/notebook.ipynb, or ada+ps1+2026-01-31 10:00:00 UTC/notebook.ipynb

Anything else: the file's name, or its folder's where it is the only submission in there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

CANVAS = re.compile(
    r"^(?P<student>[^_]+)(?P<late>_LATE)?_(?P<identifier>\d{3,})_\d{4,}_(?P<name>.+?)(?:-(?P<again>\d{1,2}))?$"
)
MOODLE = re.compile(r"^(?P<student>.+?)_(?P<identifier>\d+)_assignsubmission_(?:file|onlinetext)(?:_|$)")
GRADESCOPE = re.compile(r"^submission_(?P<identifier>\d+)$")
EXCHANGE = re.compile(r"^(?P<student>[^+]+)\+(?P<group>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d[^+]*)(?:\+[^+]*)?$")
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\ufeff]')
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
LONGEST = 100


class Named(NamedTuple):
    student: str
    group: str = ""
    system: str = ""
    identifier: str = ""
    attempt: int = 1
    late: bool = False
    when: str = ""


def named(parts: tuple[str, ...], submitters: dict[str, tuple[str, str]]) -> Named | None:
    """Recognise a system's naming in a path; its last part is the file's name without its ending."""
    folders, stem = parts[:-1], parts[-1]
    for place, folder in reversed(tuple(enumerate(folders))):
        group = folders[place - 1] if place else ""
        if found := MOODLE.match(folder):
            return Named(found["student"], group, "moodle", found["identifier"])
        if found := GRADESCOPE.match(folder):
            student, identifier = submitters.get(folder, (folder, found["identifier"]))
            return Named(student, group, "gradescope", identifier)
        if found := EXCHANGE.match(folder):
            return Named(found["student"], found["group"], "nbgrader", found["student"], when=found["when"])
        if folder == "submitted" and len(folders) - place >= 3:
            return Named(folders[place + 1], folders[place + 2], "nbgrader", folders[place + 1])
    return _in_file_name(stem, folders[-1] if folders else "")


def _in_file_name(stem: str, group: str) -> Named | None:
    if found := MOODLE.match(stem):
        return Named(found["student"], group, "moodle", found["identifier"])
    if found := CANVAS.match(stem):
        attempt = int(found["again"] or 0) + 1  # Canvas counts from the second upload: -1
        return Named(
            found["student"], group, "canvas", found["identifier"], attempt=attempt, late=bool(found["late"])
        )
    return None


def safe(name: str) -> str:
    """Make a student's name one that any system takes for a folder's."""
    name = unicodedata.normalize("NFC", FORBIDDEN.sub("_", name)).strip(" .")[:LONGEST].rstrip(" .")
    return f"_{name}" if not name or RESERVED.match(name) else name


def submitters(metadata: str) -> dict[str, tuple[str, str]]:
    """Read name and number of every submission in Gradescope's submission_metadata.yml.

    Only the lines that name submitters matter, so they are picked out rather than parsed as YAML.
    """
    found: dict[str, tuple[str, str]] = {}
    current, listing = "", False
    for line in metadata.splitlines():
        if match := re.match(r"^[\"']?(submission_\d+)[\"']?:", line):
            current, listing = match[1], False
        elif re.match(r"^\s+:?submitters:", line):
            listing = True
        elif match := re.match(r"^\s+-?\s*:?(name|sid|email):\s*(.*)$", line):
            if current and listing:
                found[current] = _joined(found.get(current, ("", "")), match[1], match[2].strip(" \"'"))
        elif re.match(r"^ {2}:?\w+:", line):
            listing = False
    return {key: (name or key, number) for key, (name, number) in found.items()}


def _joined(known: tuple[str, str], key: str, value: str) -> tuple[str, str]:
    """Add a submitter's name; of a group, the first one's number stands."""
    name, number = known
    if key == "name":
        return (f"{name} & {value}" if name else value), number
    return name, number or value
