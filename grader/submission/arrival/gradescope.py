"""Gradescope's submission_metadata.yml: who handed in what of an export, and which such file is to be believed.

A student may hand in a file of that name. So only the export's own counts: the one at the root of what was
named, or beside the submissions of an export below it, where nothing is a student's yet.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival.systems import GRADESCOPE, Member, Upload, recognise_naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

METADATA = "submission_metadata.yml"
MAX_METADATA = 20_000_000
LONGEST = 1_000  # characters of a line; what is longer names nobody
EXPORT = re.compile(r"assignment_\d+_export.*", re.DOTALL)
ROOT = PurePosixPath()
SUBMITTERS, NAME, NUMBERS = "submitters", "name", ("sid", "email")
CREATED, INDENT = "created_at", 2  # spaces before what is of a submission itself
MOST = 50  # who hand in together


def choose_metadata(
    own: str, metadata: Iterable[PurePosixPath], files: Iterable[PurePosixPath]
) -> list[PurePosixPath]:
    """Choose the metadata to read, of what was found below a folder or in an archive called `own`.

    Below the root they are the export's where its folder stands at the top and is called as Gradescope calls
    it, or where everything else lies in exports, too: then nobody's folder can pass for one.
    """
    if recognise_naming((own, ""), {}):
        return []  # it is one student's, whatever it holds
    candidates = [path for path in metadata if not recognise_naming((*path.parent.parts, ""), {})]
    folders = {path.parent for path in candidates}
    alone = all(_is_in_export(path, folders) for path in files)
    return [path for path in candidates if alone or path.parent == ROOT or _is_export(path.parent)]


def _is_export(folder: PurePosixPath) -> bool:
    return len(folder.parts) == 1 and EXPORT.fullmatch(folder.name) is not None


def _is_in_export(path: PurePosixPath, folders: set[PurePosixPath]) -> bool:
    """Whether a file lies in a submission beside which there is metadata."""
    return any(GRADESCOPE.fullmatch(folder.name) and folder.parent in folders for folder in path.parents)


class _Line(NamedTuple):
    """A line of what is told of a submission."""

    indent: int
    begins: bool  # an item of a list
    key: str
    value: str


def uploads(metadata: str) -> dict[str, Upload]:
    """Read who handed in every submission, and when.

    Only the lines that tell matter, so they are picked out rather than parsed as YAML.
    """
    people: dict[str, list[Member]] = defaultdict(list)
    times: dict[str, str] = {}
    listing = ""  # the submission whose submitters are being named
    for submission, line in _lines(metadata):
        if line.key == SUBMITTERS:
            listing = submission
        elif line.key == NAME or line.key in NUMBERS:
            if listing == submission:
                _add(people[submission], line)
        elif line.indent == INDENT and not line.begins:
            listing = ""
            if line.key == CREATED:  # those of earlier ones stand deeper, in its history
                times.setdefault(submission, line.value)
    return {
        key: Upload(tuple(people[key][:MOST]), times.get(key, "")) for key in dict.fromkeys([*people, *times])
    }


def _lines(metadata: str) -> Iterator[tuple[str, _Line]]:
    """Yield the lines that are of a submission, each with that submission's folder."""
    submission = ""
    for line in metadata.splitlines():
        if len(line) > LONGEST:
            continue
        words = line.strip()
        key, _, value = words.removeprefix("-").lstrip().removeprefix(":").partition(":")
        key, indent = key.strip("\"'"), len(line) - len(line.lstrip())
        if words and not indent:
            submission = key if GRADESCOPE.fullmatch(key) else ""
        elif words and submission:
            yield submission, _Line(indent, words.startswith("-"), key, value.strip(" \"'"))


def _add(people: list[Member], line: _Line) -> None:
    """Add what a line says of a submitter, or the next one that it begins."""
    if line.begins or not people:
        people.append(Member(""))
    field = {"sid": "identifier"}.get(line.key, line.key)
    if not getattr(people[-1], field):
        people[-1] = people[-1]._replace(**{field: line.value})
