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
    relative: PurePosixPath  # its place below what was named
    entry: archive.Entry | None = None
    problem: str = ""
    idle: bool = False
    is_folder: bool = False
    remark: str = ""

    @property
    def is_metadata(self) -> bool:
        return self.relative.name == METADATA

    @property
    def is_archive(self) -> bool:
        return self.relative.suffix.lower() == ARCHIVE

    @property
    def is_notebook(self) -> bool:
        return self.relative.suffix.lower() == NOTEBOOK


def list_folder(folder: Path) -> Iterator[File]:
    """List what lies below a folder; an archive among other files is one student's, whatever it holds."""
    for path, relative, problem, is_folder in walk(folder, _is_ignored):
        if is_folder and not _is_ignored(relative.name):
            yield File(path, relative, problem=problem, idle=path.is_symlink(), is_folder=True)
        elif is_folder or not _is_candidate(relative.name):
            continue
        elif problem:
            yield File(path, relative, problem=problem, idle=True)
        elif relative.suffix.lower() == ARCHIVE:
            yield find_in_upload(path, relative)
        else:
            yield File(path, relative)


def list_archive(path: Path) -> Iterator[File]:
    """List the members of an archive; raise ArchiveError or OSError where it cannot be read."""
    for entry in archive.entries(path):
        relative = PurePosixPath(entry.name.replace("\\", "/"))
        if any(_is_ignored(part) for part in relative.parts[:-1]) or not _is_candidate(relative.name):
            continue
        file = File(path, relative, entry, entry.problem)
        yield file._replace(problem=NESTED) if file.is_archive else file


def find_in_upload(path: Path, relative: PurePosixPath) -> File:
    """Find the work in a student's archive; its own name says whose it is, and nothing that stands in it."""
    upload = File(path, relative)
    try:
        files = [file for file in list_archive(path) if not file.is_metadata]
    except (archive.ArchiveError, OSError) as error:
        return upload._replace(problem=_describe(error))
    works = [file for file in files if not file.is_archive]
    notebooks = [file for file in works if file.is_notebook]
    chosen = next((some[0] for some in (works, notebooks, works or files) if len(some) == 1), None)
    if chosen:
        remark = (
            f"{relative.name} holds {len(works)} files; {chosen.relative} was read, as its only notebook."
        )
        return chosen._replace(relative=relative, remark=remark if len(works) > 1 else "")
    if files and not works:
        return upload._replace(problem=NESTED)
    if not files:
        return upload._replace(problem="no notebook and no Python file in this archive", idle=True)
    return upload._replace(problem=f"holds {_several(works)}; hand in the one that counts. {EVERYONES}")


def _several(works: Sequence[File]) -> str:
    names = ", ".join(str(file.relative)[:80] for file in works[:FEW])
    return f"{len(works)} files that could be the work ({names}{', ...' if len(works) > FEW else ''})"


def _describe(error: Exception) -> str:
    return f"cannot be opened: {error.strerror or error}" if isinstance(error, OSError) else str(error)


def _is_ignored(folder: str) -> bool:
    return folder in IGNORED or (folder.startswith(".") and folder != "..")


def _is_candidate(name: str) -> bool:
    if name == METADATA:
        return True
    stem, ending = os.path.splitext(name)
    if ending.lower() not in (*ENDINGS, ARCHIVE) or name.startswith("."):
        return False
    return len(stem) > LONGEST or not SUPPORT.search(stem)
