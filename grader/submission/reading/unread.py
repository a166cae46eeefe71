"""What was handed in as it lies on disk: its bytes are collected within bounds, and none of them is looked at."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from grader.errors import SubmissionError
from grader.submission.arrival import archive
from grader.submission.arrival.archive import Entry
from grader.submission.arrival.delivery import Delivery
from grader.submission.reading.notebook import CLEAR

MAX_BYTES = 50_000_000  # the course's largest notebooks, images included, reach 2.4 MB
MAX_PARTS = 6_000_000  # bytes of all that goes with a work, as it lies on disk


class PackedFile(NamedTuple):
    """A file's bytes as they lie on disk, or in an archive there."""

    name: str  # without folders
    content: bytes
    entry: Entry | None = None  # how they lie in an archive
    outer: Entry | None = None  # and how that does in another, whose bytes these are then
    problem: str = ""  # why they are not there

    def unpack(self, limit: int) -> bytes:
        """Return the file's content; raise ArchiveError where it is damaged or larger than the limit."""
        if self.entry:
            return archive.unpack(self.content, self.entry, limit, self.outer)
        return self.content


class UnreadPart(NamedTuple):
    """A student's own file that goes with the work."""

    name: str  # what a module is imported by, or where the work finds a data file
    is_module: bool
    file: PackedFile


class Unread(NamedTuple):
    """A delivery whose bytes nobody has looked at."""

    student: str
    name: str  # where it lies
    remark: str
    file: PackedFile
    parts: tuple[UnreadPart, ...] = ()


def collect(delivery: Delivery | Path) -> Unread:
    """Collect a delivery's bytes; raise SubmissionError with a one-line reason where they cannot be had."""
    if not isinstance(delivery, Delivery):
        delivery = Delivery(Path(delivery).stem, Path(delivery))
    if delivery.problem:
        raise SubmissionError(delivery.problem, delivery.name)
    try:
        content = _content(delivery.path, MAX_BYTES, delivery.entry, delivery.outer)
    except archive.ArchiveError as error:
        raise SubmissionError(str(error), delivery.name) from None
    except OSError as error:
        raise SubmissionError(f"cannot be opened: {error.strerror or error}", delivery.name) from error
    name = (delivery.member or delivery.path.name).rsplit("/", 1)[-1]
    file = PackedFile(name, content, delivery.entry, delivery.outer)
    return Unread(delivery.student, delivery.name, delivery.remark, file, tuple(_parts(delivery)))


def _parts(delivery: Delivery) -> Iterator[UnreadPart]:
    """Yield what goes with a work, as far as there is room."""
    room = MAX_PARTS
    for part in delivery.parts:
        file, content, problem = part.file, b"", ""
        try:
            content = _content(file.path, room, file.entry, file.outer)
        except (OSError, archive.ArchiveError) as error:
            problem = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        room -= len(content)
        yield UnreadPart(
            part.name, part.is_module, PackedFile(file.name, content, file.entry, file.outer, problem)
        )


def _content(path: Path, limit: int, entry: Entry | None, outer: Entry | None) -> bytes:
    """Return a file's bytes as they lie on disk, or in the archive that it lies in; raise ArchiveError or OSError."""
    if entry is not None:
        return archive.packed_content(path, entry, limit, outer)
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise archive.ArchiveError("a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise archive.ArchiveError("not an ordinary file")
    if status.st_size > limit:
        size = (
            f"{limit // 1_000_000} MB; {CLEAR}"
            if limit == MAX_BYTES
            else f"the {limit:,} bytes there is room for"
        )
        raise archive.ArchiveError(f"larger than {size}")
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as file:
        return file.read(limit)
