"""When a clone's last commit was made, read from its files: no `git` runs, as a stranger's settings may name programs.

HEAD names a branch, the branch a commit; the commit lies by itself (`objects/ab/cdef...`) or in a pack, there perhaps
as what differs from another. Each read has a bound, links are not followed, and what is not as git writes it is no
time: this must not stop a class.
"""

from __future__ import annotations

import os
import re
import zlib
from bisect import bisect_left
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from grader.submission.arrival.walking import is_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ".git"
MAX_TEXT = 4_000_000  # bytes of HEAD, of a branch, of packed-refs
MAX_COMMIT = 200_000  # bytes of a commit, or of what it differs from
MAX_PACKS = 200
MAX_CHAIN = 60  # git makes chains of 50
REFERENCE = re.compile(r"ref: (?P<name>refs/[\w./@+-]{1,200})")
NUMBER = re.compile(r"[0-9a-f]{40}")
COMMITTER = re.compile(rb"^committer [^\n]*> (?P<seconds>\d{1,11}) (?P<offset>[+-]\d{4})$", re.MULTILINE)
INDEX = b"\xfftOc\x00\x00\x00\x02"
FANOUT, HASH, CHECKSUM, PLACE = 1024, 20, 4, 4  # sizes in an index, in bytes
LONGEST_NUMBER = 9  # bytes of 63 bits
COMMIT, BY_PLACE, BY_NAME = 1, 6, 7  # kinds of what lies in a pack


class OddError(ValueError):
    """It is not as git writes it, or more than is read."""


def last_commit(clone: Path) -> str:
    """Return when a clone's last commit was made, such as 2026-01-31 10:00:00 +0100; empty where that is not told."""
    try:
        return _last_commit(clone / FOLDER)
    except (OSError, ValueError, IndexError, OverflowError, zlib.error):
        return ""


def _last_commit(git: Path) -> str:
    if git.is_symlink() or not git.is_dir():  # a file leads elsewhere
        return ""
    commit = _commit(git, _head(git))
    match = COMMITTER.search(commit.partition(b"\n\n")[0])
    if match is None:
        raise OddError
    hours, minutes = int(match["offset"][1:3]), int(match["offset"][3:])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match["offset"][:1] == b"-" else 1)
    made = datetime.fromtimestamp(int(match["seconds"]), UTC).astimezone(timezone(offset))
    return made.strftime("%Y-%m-%d %H:%M:%S %z")


def _read(git: Path, *parts: str, start: int = 0, size: int = MAX_TEXT) -> bytes:
    """Read so much of a file below .git; raise OSError or OddError where it is none, or a link."""
    path = git
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise OddError
    if not is_ordinary(path):
        raise OddError
    with path.open("rb") as file:
        file.seek(start)
        return file.read(size)


def _head(git: Path) -> str:
    """Return the number of the commit that is checked out."""
    head = _read(git, "HEAD").decode().strip()
    if match := REFERENCE.fullmatch(head):
        head = _branch(git, match["name"])
    if not NUMBER.fullmatch(head):
        raise OddError
    return head


def _branch(git: Path, name: str) -> str:
    if ".." in name:
        raise OddError
    try:
        return _read(git, *name.split("/")).decode().strip()
    except FileNotFoundError:
        packed = _read(git, "packed-refs").decode("utf-8", "replace")
    return next((line[:40] for line in packed.splitlines() if line[40:].strip() == name), "")


def _commit(git: Path, number: str) -> bytes:
    try:
        loose = _inflate(_read(git, "objects", number[:2], number[2:], size=MAX_COMMIT))
    except FileNotFoundError:
        return _packed(git, number)
    header, _, content = loose.partition(b"\0")
    if not header.startswith(b"commit "):
        raise OddError
    return content


def _inflate(content: bytes) -> bytes:
    """Inflate as much as a commit may hold; what follows it in a pack is left alone."""
    return zlib.decompressobj().decompress(content, MAX_COMMIT)


# --- packs -------------------------------------------------------------------------------------------------


def _packed(git: Path, number: str) -> bytes:
    for name in _packs(git):
        place = _place(git, name, bytes.fromhex(number))
        if place is not None:
            kind, content = _entry(git, name, place, MAX_CHAIN)
            if kind != COMMIT:
                raise OddError
            return content
    raise OddError


def _packs(git: Path) -> Iterator[str]:
    """Yield the packs' names without their endings."""
    folder = git / "objects" / "pack"
    if any(path.is_symlink() for path in (folder, folder.parent)):
        raise OddError
    with os.scandir(folder) as entries:
        names = sorted(entry.name for _, entry in zip(range(3 * MAX_PACKS), entries, strict=False))
    yield from (name.removesuffix(".idx") for name in names if name.endswith(".idx"))


def _place(git: Path, name: str, number: bytes) -> int | None:
    """Find where in a pack an object begins: its index is sorted by number, with a count for each first byte."""

    def read(start: int, size: int) -> bytes:
        content = _read(git, "objects", "pack", f"{name}.idx", start=start, size=size)
        if len(content) != size:
            raise OddError
        return content

    def integer(start: int, size: int = 4) -> int:
        return int.from_bytes(read(start, size), "big")

    if read(0, len(INDEX)) != INDEX:
        raise OddError
    counts, names = len(INDEX), len(INDEX) + FANOUT
    first = integer(counts + 4 * (number[0] - 1)) if number[0] else 0
    last, total = integer(counts + 4 * number[0]), integer(counts + FANOUT - 4)
    if not 0 <= (last - first) * HASH <= MAX_TEXT:
        raise OddError
    hashes = read(names + HASH * first, HASH * (last - first))
    position = bisect_left(range(last - first), number, key=lambda at: hashes[HASH * at : HASH * (at + 1)])
    if hashes[HASH * position : HASH * (position + 1)] != number:
        return None
    places = names + (HASH + CHECKSUM) * total
    place = integer(places + PLACE * (first + position))
    if place >> 31:  # a pack of more than 2 GB
        return integer(places + PLACE * total + 8 * (place & 0x7FFFFFFF), 8)
    return place


def _entry(git: Path, name: str, place: int, chain: int) -> tuple[int, bytes]:
    """Return the kind and the content of what begins there in a pack."""
    if not chain or place < 0:
        raise OddError
    content = _read(git, "objects", "pack", f"{name}.pack", start=place, size=MAX_COMMIT)
    kind, at = content[0] >> 4 & 7, 0
    while content[at] & 0x80:  # its size, which inflating tells
        at += 1
    at += 1
    if kind == BY_PLACE:
        distance, at = _distance(content, at)
        base = place - distance
    elif kind == BY_NAME:
        former_place = _place(git, name, content[at : at + HASH])
        at += HASH
        base = -1 if former_place is None else former_place
    else:
        return kind, _inflate(content[at:])
    kind, former = _entry(git, name, base, chain - 1)
    return kind, _apply(_inflate(content[at:]), former)


def _distance(content: bytes, at: int) -> tuple[int, int]:
    """Return how far before an entry its base begins, and where that number ends."""
    distance, last = content[at] & 0x7F, at + LONGEST_NUMBER
    while content[at] & 0x80:
        at += 1
        if at > last:
            raise OddError
        distance = (distance + 1) << 7 | content[at] & 0x7F
    return distance, at + 1


def _apply(delta: bytes, former: bytes) -> bytes:
    """Make an object of another and what differs: parts to copy, and parts of its own."""
    at = _skip_size(delta, _skip_size(delta, 0))
    content = bytearray()
    while at < len(delta):
        command, at = delta[at], at + 1
        if not command & 0x80:
            content += delta[at : at + command]
            at += command
            continue
        numbers = []
        for bits in (range(4), range(4, 7)):
            number = 0
            for shift, bit in enumerate(bits):
                if command >> bit & 1:
                    number |= delta[at] << 8 * shift
                    at += 1
            numbers.append(number)
        start, size = numbers[0], numbers[1] or 0x10000
        content += former[start : start + size]
        if len(content) > MAX_COMMIT:
            raise OddError
    return bytes(content)


def _skip_size(delta: bytes, at: int) -> int:
    while delta[at] & 0x80:
        at += 1
    return at + 1
