"""Gradescope's submission_metadata.yml: who handed in what of an export, and which such file is to be believed.

A student may hand in a file of that name. So only the export's own counts: the one at the root of what was
named, or beside the submissions of an export below it, where nothing is a student's yet.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.submission.arrival import naming

if TYPE_CHECKING:
    from collections.abc import Iterable

METADATA = "submission_metadata.yml"
MAX_METADATA = 20_000_000
LONGEST = 1_000  # characters of a line; what is longer names nobody
EXPORT = re.compile(r"assignment_\d+_export.*", re.DOTALL)
ROOT = PurePosixPath()
SUBMITTERS, NAME, OTHERS = "submitters", "name", ("sid", "email")
CREATED, INDENT = "created_at", 2  # spaces before what is of a submission itself


def choose_metadata(
    own: str, metadata: Iterable[PurePosixPath], files: Iterable[PurePosixPath]
) -> list[PurePosixPath]:
    """Choose the metadata to read, of what was found below a folder or in an archive called `own`.

    Below the root they are the export's where its folder stands at the top and is called as Gradescope calls
    it, or where everything else lies in exports, too: then nobody's folder can pass for one.
    """
    if naming.recognise_naming((own, ""), {}):
        return []  # it is one student's, whatever it holds
    candidates = [path for path in metadata if not naming.recognise_naming((*path.parent.parts, ""), {})]
    folders = {path.parent for path in candidates}
    alone = all(_is_in_export(path, folders) for path in files)
    return [path for path in candidates if alone or path.parent == ROOT or _is_export(path.parent)]


def _is_export(folder: PurePosixPath) -> bool:
    return len(folder.parts) == 1 and EXPORT.fullmatch(folder.name) is not None


def _is_in_export(path: PurePosixPath, folders: set[PurePosixPath]) -> bool:
    """Whether a file lies in a submission beside which there is metadata."""
    return any(
        naming.GRADESCOPE.fullmatch(folder.name) and folder.parent in folders for folder in path.parents
    )


def submitters(metadata: str) -> dict[str, tuple[str, str]]:
    """Read name and number of every submission.

    Only the lines that name submitters matter, so they are picked out rather than parsed as YAML.
    """
    names: dict[str, tuple[str, str]] = {}
    current, listing = "", False
    for line in metadata.splitlines():
        if len(line) > LONGEST:
            continue
        words = line.strip()
        key, _, value = words.removeprefix("-").lstrip().removeprefix(":").partition(":")
        key, indent = key.strip("\"'"), len(line) - len(line.lstrip())
        if not indent and naming.GRADESCOPE.fullmatch(key):
            current, listing = key, False
        elif indent and key == SUBMITTERS:
            listing = True
        elif indent and (key == NAME or key in OTHERS):
            if current and listing:
                names[current] = _add_submitter(names.get(current, ("", "")), key, value.strip(" \"'"))
        elif indent == 2 and not words.startswith("-"):
            listing = False
    return {key: (name or key, number) for key, (name, number) in names.items()}


def submission_times(metadata: str) -> dict[str, str]:
    """Read when each submission was handed in; the times of earlier ones stand deeper, in its history."""
    times: dict[str, str] = {}
    current = ""
    for line in metadata.splitlines():
        if len(line) > LONGEST:
            continue
        key, _, value = line.strip().removeprefix(":").partition(":")
        key, indent = key.strip("\"'"), len(line) - len(line.lstrip())
        if not indent:
            current = key if naming.GRADESCOPE.fullmatch(key) else ""
        elif indent == INDENT and current and key == CREATED:
            times.setdefault(current, value.strip(" \"'"))
    return times


def _add_submitter(submitter: tuple[str, str], key: str, value: str) -> tuple[str, str]:
    """Add a submitter's name; of a group, the first one's number stands."""
    name, number = submitter
    if key == NAME:
        return (f"{name} & {value}" if name else value), number
    return name, number or value
