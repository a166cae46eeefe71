"""All that was delivered in a folder or an archive: each file with its place below what was named, none left out."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival import archive
from grader.submission.arrival.formats import HEAD, Format, format_by_head, format_by_name
from grader.submission.arrival.gradescope import METADATA
from grader.submission.arrival.walking import SKIPPED, is_ordinary, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

IGNORED = frozenset({"__MACOSX", "__pycache__", "node_modules", "site-packages"})


class File(NamedTuple):
    """One file of a delivery, or a folder that is not looked into."""

    path: Path
    relative: PurePosixPath  # its place below what was named
    entry: archive.Entry | None = None  # in the archive that `path` is
    problem: str = ""  # why it cannot be read
    is_folder: bool = False
    outer: archive.Entry | None = None  # the archive in the archive that holds it

    @property
    def is_metadata(self) -> bool:
        return self.relative.name == METADATA

    @property
    def name(self) -> str:
        """Its own name, without folders."""
        return self.entry.name.replace("\\", "/").rpartition("/")[2] if self.entry else self.relative.name

    @property
    def member(self) -> str | None:
        """Its name inside the archive, through the one in it where there is one."""
        names = [entry.name for entry in (self.outer, self.entry) if entry]
        return "/".join(names) or None

    @property
    def format(self) -> Format:
        """What it could be by its name; of another, by how it begins."""
        own = self.name
        kind = format_by_name(own)
        if self.is_folder or own.startswith("."):
            return Format.OTHER
        return format_by_head(own, self._head()) if kind is Format.OTHER and not self.problem else kind

    def content(self, limit: int) -> bytes:
        """Return at most so many bytes of it; none where it cannot be read."""
        try:
            if self.entry:
                return archive.content(self.path, self.entry, limit, self.outer)
            if self.problem or self.is_folder or not is_ordinary(self.path):
                return b""
            with self.path.open("rb") as file:
                return file.read(limit)
        except (archive.ArchiveError, OSError):
            return b""

    def _head(self) -> bytes:
        try:
            if self.entry:
                return archive.head(self.path, self.entry, HEAD, self.outer)
            if not is_ordinary(self.path):
                return b""
            with open(os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
                return file.read(HEAD)
        except (archive.ArchiveError, OSError):
            return b""


def list_folder(folder: Path) -> Iterator[File]:
    """List what lies below a folder."""
    for path, relative, problem, is_folder in walk(folder, is_ignored):
        is_programs = is_folder and is_ignored(relative.name)
        yield File(path, relative, problem=SKIPPED if is_programs else problem, is_folder=is_folder)


def list_archive(path: Path, outer: archive.Entry | None = None) -> Iterator[File]:
    """List the members of an archive; raise ArchiveError or OSError where it cannot be read."""
    skipped: set[PurePosixPath] = set()
    for entry in archive.entries(path, outer):
        relative = PurePosixPath(entry.name.replace("\\", "/"))
        depth = next((depth for depth, part in enumerate(relative.parts[:-1]) if is_ignored(part)), None)
        if depth is None:
            yield File(path, relative, entry, entry.problem, outer=outer)
            continue
        folder = PurePosixPath(*relative.parts[: depth + 1])
        if folder not in skipped:
            skipped.add(folder)
            yield File(path, folder, entry, SKIPPED, is_folder=True, outer=outer)


def is_ignored(folder: str) -> bool:
    """Tell whether nothing in a folder is anybody's work, by its name."""
    return folder in IGNORED or (folder.startswith(".") and folder != "..")
