"""Which files of a folder or an archive could be somebody's work, each with its place below what was named."""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival import archive
from grader.submission.arrival.gradescope import METADATA
from grader.submission.arrival.walking import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NOTEBOOK = ".ipynb"
ENDINGS = (NOTEBOOK, ".py")
ARCHIVE = ".zip"
IGNORED = frozenset({"__MACOSX", "__pycache__", "node_modules", "site-packages"})
# what comes with an assignment and is handed in along with the notebook
SUPPORT = re.compile(
    r"(^|_)(test_?cases?|public_tests?|test_utils)(_?v\w+)?$|_utils(_?v\w+)?$|^__init__$", re.IGNORECASE
)
LONGEST = (
    255  # characters of a name that may be a support module's: from each _utils the search runs to the end
)
FEW = 4  # names that are told of those there are
EVERYONES = "If this is everyone's work, name it on the command line"
NESTED = "an archive inside an archive; unpack it first"


class File(NamedTuple):
    """What could be somebody's work, or (`idle`) is told only where its owner has nothing else there."""

    path: Path
    place: PurePosixPath
    entry: archive.Entry | None = None
    problem: str = ""
    idle: bool = False
    is_folder: bool = False
    remark: str = ""

    @property
    def is_metadata(self) -> bool:
        return self.place.name == METADATA

    @property
    def is_archive(self) -> bool:
        return self.place.suffix.lower() == ARCHIVE

    @property
    def is_notebook(self) -> bool:
        return self.place.suffix.lower() == NOTEBOOK


def in_folder(folder: Path) -> Iterator[File]:
    """List what lies below a folder; an archive among other files is one student's, whatever it holds."""
    for path, place, problem, is_folder in walk(folder, _ignored):
        if is_folder and not _ignored(place.name):
            yield File(path, place, problem=problem, idle=path.is_symlink(), is_folder=True)
        elif is_folder or not _candidate(place.name):
            continue
        elif problem:
            yield File(path, place, problem=problem, idle=True)
        elif place.suffix.lower() == ARCHIVE:
            yield students_archive(path, place)
        else:
            yield File(path, place)


def in_archive(path: Path) -> Iterator[File]:
    """List the members of an archive; raise ArchiveError or OSError where it cannot be read."""
    for entry in archive.entries(path):
        place = PurePosixPath(entry.name.replace("\\", "/"))
        if any(_ignored(part) for part in place.parts[:-1]) or not _candidate(place.name):
            continue
        file = File(path, place, entry, entry.problem)
        yield file._replace(problem=NESTED) if file.is_archive else file


def students_archive(path: Path, place: PurePosixPath) -> File:
    """Find the work in a student's archive; its own name says whose it is, and nothing that stands in it."""
    whole = File(path, place)
    try:
        files = [file for file in in_archive(path) if not file.is_metadata]
    except (archive.ArchiveError, OSError) as error:
        return whole._replace(problem=_said(error))
    works = [file for file in files if not file.is_archive]
    notebooks = [file for file in works if file.is_notebook]
    chosen = next((some[0] for some in (works, notebooks, works or files) if len(some) == 1), None)
    if chosen:
        remark = f"{place.name} holds {len(works)} files; {chosen.place} was read, as its only notebook."
        return chosen._replace(place=place, remark=remark if len(works) > 1 else "")
    if files and not works:
        return whole._replace(problem=NESTED)
    if not files:
        return whole._replace(problem="no notebook and no Python file in this archive", idle=True)
    return whole._replace(problem=f"holds {_several(works)}; hand in the one that counts. {EVERYONES}")


def _several(works: Sequence[File]) -> str:
    names = ", ".join(str(file.place)[:80] for file in works[:FEW])
    return f"{len(works)} files that could be the work ({names}{', ...' if len(works) > FEW else ''})"


def _said(error: Exception) -> str:
    return f"cannot be opened: {error.strerror or error}" if isinstance(error, OSError) else str(error)


def _ignored(folder: str) -> bool:
    return folder in IGNORED or (folder.startswith(".") and folder != "..")


def _candidate(name: str) -> bool:
    if name == METADATA:
        return True
    stem, ending = os.path.splitext(name)
    if ending.lower() not in (*ENDINGS, ARCHIVE) or name.startswith("."):
        return False
    return len(stem) > LONGEST or not SUPPORT.search(stem)
