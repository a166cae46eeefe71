"""When a file was handed in, as raw text, from where each system says so.

    nbgrader    the name in its exchange (exchange.py), else submitted/ada/ps1/timestamp.txt
    Gradescope  :created_at: in submission_metadata.yml (gradescope.py)
    Git         the last commit of a clone that holds one person's work, where nothing else tells (git_clone.py)

A student's own file may say anything of itself: a timestamp.txt counts where nbgrader puts it, and nowhere else. What
a clone says is what its owner's clock said. `grader.moments` turns the text into a moment.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.submission.arrival import archive, naming
from grader.submission.arrival.git_clone import FOLDER, last_commit
from grader.submission.arrival.walking import is_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.submission.arrival.delivery import Delivery

TIMESTAMP = "timestamp.txt"
MAX_TIMESTAMP = 200  # bytes
COLLECTED = "submitted"  # nbgrader's folder of what it has collected


def add_times(deliveries: Iterable[Delivery], roots: Iterable[Path]) -> Iterator[Delivery]:
    """Say of each delivery that does not know it when it was handed in, where something on disk tells.

    `roots` are the folders that were named: a clone is looked for in them and below.
    """
    timed = [
        delivery
        if delivery.when or delivery.system != "nbgrader"
        else replace(delivery, when=_stamp(delivery))
        for delivery in deliveries
    ]
    clones = _clones([delivery for delivery in timed if not delivery.when], list(roots))
    for delivery in timed:
        clone = clones.get(delivery.path) if not delivery.when else None
        yield replace(delivery, when=last_commit(clone)) if clone else delivery


# --- nbgrader ----------------------------------------------------------------------------------------------


def _stamp(delivery: Delivery) -> str:
    """Return what nbgrader noted when it collected the folder that a file lies in."""
    if delivery.member is None:
        folder = _collected(PurePosixPath(delivery.path.absolute().as_posix()), delivery)
        content = _file_content(Path(folder) / TIMESTAMP) if folder else b""
    else:
        folder = _collected(PurePosixPath(f"/{delivery.member}"), delivery)
        stamps = _stamps(delivery.path)
        entry = stamps.get(str(folder / TIMESTAMP)[1:]) if folder else None
        content = _member_content(delivery.path, entry) if entry else b""
    return content.decode("utf-8", "replace").strip()


def _collected(path: PurePosixPath, delivery: Delivery) -> PurePosixPath | None:
    """Return the folder submitted/ada/ps1 above a file."""
    for folder in path.parents:
        names = naming.safe_name(folder.parent.name), naming.safe_name(folder.name)
        if folder.parent.parent.name == COLLECTED and names == (delivery.student, delivery.group):
            return folder
    return None


def _file_content(path: Path) -> bytes:
    try:
        if path.is_symlink() or not is_ordinary(path):
            return b""
        with path.open("rb") as file:
            return file.read(MAX_TIMESTAMP)
    except OSError:
        return b""


@lru_cache(maxsize=1)
def _stamps(path: Path) -> Mapping[str, archive.Entry]:
    """Return the members of an archive that are called as nbgrader's note is."""
    try:
        entries = archive.entries(path)
    except (archive.ArchiveError, OSError):
        return {}
    names = ((entry.name.replace("\\", "/"), entry) for entry in entries)
    return {name: entry for name, entry in names if PurePosixPath(name).name == TIMESTAMP}


def _member_content(path: Path, entry: archive.Entry) -> bytes:
    try:
        return archive.content(path, entry, MAX_TIMESTAMP)
    except (archive.ArchiveError, OSError):
        return b""


# --- Git ---------------------------------------------------------------------------------------------------


def _clones(deliveries: Iterable[Delivery], roots: list[Path]) -> dict[Path, Path]:
    """Return the clone that each file lies in; one that holds several people's work is the class's, not a student's."""
    clones: dict[Path, Path] = {}
    students: dict[Path, set[str]] = defaultdict(set)
    for delivery in deliveries:
        clone = None if delivery.member else _clone(delivery.path.parent, frozenset(roots))
        if clone:
            clones[delivery.path] = clone
            students[clone].add(delivery.student)
    return {path: clone for path, clone in clones.items() if len(students[clone]) == 1}


def _clone(folder: Path, roots: frozenset[Path]) -> Path | None:
    """Return the nearest clone around a folder, no further up than what was named."""
    around = [folder, *folder.parents]
    below = next((depth for depth, path in enumerate(around) if path in roots), None)
    if below is None:
        return None
    return next((path for path in around[: below + 1] if os.path.isdir(path / FOLDER)), None)
