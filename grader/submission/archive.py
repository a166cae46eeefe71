"""An archive of everyone's files: its members are listed and read one at a time, never unpacked to disk.

A zip says of itself how large it is. Nothing it says is trusted: the directory is bounded before it is
parsed, and a member is inflated no further than the caller allows.
"""

from __future__ import annotations

import stat
import zlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

MAX_DIRECTORY = 16_000_000  # bytes of the table of contents: 150,000 names
MAX_ENTRIES = 50_000
MAX_TOTAL = 20_000_000_000
MAX_RATIO = 200  # text deflates to a fifth, a saved blank plot to a fiftieth
SMALL = 1_000_000  # below this, no ratio is a danger
ENCRYPTED = 0x1
STORED, DEFLATED = 0, 8
LOCAL_HEADER = 30


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


def entries(path: Path) -> list[Entry]:
    """List the files in an archive, each with its own problem, if any; raise ArchiveError for a bomb."""
    import zipfile  # slow to import, and most submissions are in no archive

    _refuse_large_directory(path)
    try:
        with zipfile.ZipFile(path) as file:
            infos = [info for info in file.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OverflowError) as error:
        raise ArchiveError("damaged, or not a zip archive") from error
    _refuse_bomb(infos, path.stat().st_size)
    return [_entry(info) for info in infos]


def content(path: Path, entry: Entry, limit: int) -> bytes:
    """Read one member."""
    if entry.problem:
        raise ArchiveError(entry.problem)
    if entry.size > limit:
        raise ArchiveError(f"larger than {limit // 1_000_000} MB")
    with path.open("rb") as file:
        file.seek(entry.offset)
        header = file.read(LOCAL_HEADER)
        if len(header) < LOCAL_HEADER or header[:4] != b"PK\x03\x04":
            raise ArchiveError("damaged in the archive")
        lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        file.seek(entry.offset + LOCAL_HEADER + lengths)
        return _inflated(file.read(min(entry.packed, limit)), entry)


def _inflated(packed: bytes, entry: Entry) -> bytes:
    try:
        if entry.method == DEFLATED:
            # one byte more than it claims shows that it lied; zero would mean no bound at all
            packed = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.size + 1)
    except zlib.error:
        raise ArchiveError("damaged in the archive") from None
    if len(packed) != entry.size or zlib.crc32(packed) != entry.crc:
        raise ArchiveError("damaged in the archive")
    return packed


def _entry(info: zipfile.ZipInfo) -> Entry:
    place = (info.header_offset, info.compress_size, info.file_size, info.compress_type, info.CRC)
    return Entry(info.filename, *place, problem=_problem(info))


def _problem(info: zipfile.ZipInfo) -> str:
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return "its name in the archive points outside the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, not a file"
    if info.flag_bits & ENCRYPTED:
        return "encrypted in the archive"
    if info.compress_type not in (STORED, DEFLATED):
        return "compressed in a way that is not supported; zip it again"
    if info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size:
        return "inflates to far more than it holds, as a zip bomb does"
    return ""


def _refuse_bomb(infos: list[zipfile.ZipInfo], size_on_disk: int) -> None:
    if len(infos) > MAX_ENTRIES:
        raise ArchiveError(f"a zip of more than {MAX_ENTRIES} files")
    if sum(info.compress_size for info in infos) > size_on_disk:
        raise ArchiveError("a zip bomb: its files overlap")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL or (total > 100 * SMALL and total > MAX_RATIO * size_on_disk):
        raise ArchiveError(f"a zip bomb: it would inflate to {total // SMALL} MB")


def _refuse_large_directory(path: Path) -> None:
    """Bound the work of parsing the directory by the size that the end of the file states."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 66_000))
        tail = file.read(66_000)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0:
        raise ArchiveError("damaged, or not a zip archive")
    stated = int.from_bytes(tail[place + 12 : place + 16], "little")
    large = tail.rfind(b"PK\x06\x06", 0, place)  # the 64-bit form, where there is one, is what counts
    if large >= 0:
        stated = max(stated % 0xFFFFFFFF, int.from_bytes(tail[large + 40 : large + 48], "little"))
    if stated > MAX_DIRECTORY:
        raise ArchiveError(f"a zip of more than {MAX_ENTRIES} files")
