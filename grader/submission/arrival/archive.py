"""An archive of everyone's files: its members are listed and read one at a time, never unpacked to disk.

A zip says of itself how large it is. Nothing it says is trusted: the directory is bounded before it is
parsed, and a member is inflated no further than the caller allows.
"""

from __future__ import annotations

import re
import stat
import zlib
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from grader.submission.arrival import contents
from grader.submission.arrival.walking import SPECIAL, is_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.submission.arrival.contents import Member

MAX_DIRECTORY = 32_000_000  # bytes of the table of contents: 300,000 names
MAX_ENTRIES = 200_000
MAX_NESTED = 50_000_000  # bytes of an archive in an archive, which is held in memory
MAX_TOTAL = 20_000_000_000
MAX_RATIO = 200  # text deflates to a fifth, a saved blank plot to a fiftieth
SMALL = 1_000_000  # below this, no ratio is a danger
DAMAGED = "damaged in the archive"
BOMB = "inflates to far more than it holds, as a zip bomb does"
TOO_LARGE = "clear its outputs, save it, and hand it in again"
STORED, DEFLATED = 0, 8
LOCAL_HEADER = 30
DRIVE = re.compile(r"[A-Za-z]:")  # a colon elsewhere may be of a time: ada+ps1+2026-01-31 10:00:00 UTC


class ArchiveError(ValueError):
    """Says in one clause why an archive or a member of it is not read."""


class Entry(NamedTuple):
    """Where a member's bytes lie, so that reading it needs no second look at the directory."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    crc: int
    problem: str = ""


def entries(path: Path, outer: Entry | None = None) -> list[Entry]:
    """List the files in an archive, each with its own problem, if any; raise ArchiveError for a bomb.

    `outer` is the member that is the archive, where it lies in another. Of two files of one name the last counts,
    as it is the one that unpacking leaves.
    """
    files: dict[str, Entry] = {}
    try:
        with _opened(path, outer) as file:
            on_disk = file.seek(0, 2)
            for count, member in enumerate(contents.members(file, MAX_DIRECTORY), 1):
                if count > MAX_ENTRIES:
                    raise contents.TooLargeError
                if not member.is_folder:
                    files[member.name] = _entry(member, on_disk)
    except contents.TooLargeError:
        raise ArchiveError(f"a zip of more than {MAX_ENTRIES:,} files") from None
    except contents.DamagedError:
        raise ArchiveError("damaged, or not a zip archive") from None
    _refuse_bomb(list(files.values()), on_disk)
    return list(files.values())


def content(path: Path, entry: Entry, limit: int, outer: Entry | None = None) -> bytes:
    """Read one member."""
    if entry.problem:
        raise ArchiveError(entry.problem)
    if entry.size > limit:
        raise ArchiveError(f"larger than {limit // 1_000_000} MB; {TOO_LARGE}")
    with _opened(path, outer) as file:
        return _inflate(_packed(file, entry, limit), entry)


def head(path: Path, entry: Entry, length: int, outer: Entry | None = None) -> bytes:
    """Read how one member begins; nothing where it cannot be read."""
    if entry.problem:
        return b""
    with _opened(path, outer) as file:
        packed = _packed(file, entry, length)
    if entry.method == STORED:
        return packed
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, length)
    except zlib.error:
        return b""


@contextmanager
def _opened(path: Path, outer: Entry | None) -> Iterator[BinaryIO]:
    """Open an archive; one in another is read whole, for nothing is unpacked to disk."""
    if not is_ordinary(path):
        raise ArchiveError(SPECIAL)
    if outer is not None:
        yield BytesIO(content(path, outer, MAX_NESTED))
        return
    with path.open("rb") as file:
        yield file


def _packed(file: BinaryIO, entry: Entry, limit: int) -> bytes:
    """Return the first bytes of a member as they lie in the archive."""
    file.seek(entry.offset)
    header = file.read(LOCAL_HEADER)
    if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise ArchiveError(DAMAGED)
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(entry.offset + LOCAL_HEADER + lengths)
    return file.read(min(entry.packed, limit))


def _inflate(packed: bytes, entry: Entry) -> bytes:
    try:
        if entry.method == DEFLATED:
            # one byte more than it claims shows that it lied; zero would mean no bound at all
            packed = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.size + 1)
    except zlib.error:
        raise ArchiveError(DAMAGED) from None
    if len(packed) != entry.size or zlib.crc32(packed) != entry.crc:
        raise ArchiveError(DAMAGED)
    return packed


def _entry(member: Member, on_disk: int) -> Entry:
    location = (member.offset, member.packed, member.size, member.method, member.crc)
    return Entry(member.name, *location, problem=_problem(member, on_disk))


def _problem(member: Member, on_disk: int) -> str:
    parts = member.name.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or DRIVE.match(parts[0]):
        return "its name in the archive points outside the archive"
    if stat.S_ISLNK(member.mode):
        return "a link, not a file"
    if stat.S_IFMT(member.mode) not in {0, stat.S_IFREG}:
        return SPECIAL
    if member.encrypted:
        return "encrypted in the archive"
    if member.method not in (STORED, DEFLATED):
        return "compressed in a way that is not supported; zip it again"
    if not 0 <= member.offset <= on_disk - member.packed:
        return DAMAGED
    if member.size > SMALL and member.size > MAX_RATIO * member.packed:
        return BOMB
    return ""


def _refuse_bomb(files: list[Entry], on_disk: int) -> None:
    """Bound what all files come to; one that is refused for itself alone costs the others nothing."""
    if sum(entry.packed for entry in files if entry.problem != DAMAGED) > on_disk:
        raise ArchiveError("a zip bomb: its files overlap")
    total = sum(entry.size for entry in files if not entry.problem)
    if total > MAX_TOTAL or (total > 100 * SMALL and total > MAX_RATIO * on_disk):
        raise ArchiveError(f"a zip bomb: it would inflate to {total // SMALL} MB")
