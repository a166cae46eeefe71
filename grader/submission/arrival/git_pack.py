"""Objects in git's packs: found by the index beside them, whole or as what differs from another.

An index is a header, how many numbers begin with each byte or a lower one, the numbers in order, a checksum of each,
and where each begins in the pack.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

from grader.submission.arrival.git_files import MAX_COMMIT, MAX_TEXT, OddError, inflate, read_below

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PACKS = 200
MAX_CHAIN = 60  # git makes chains of 50
INDEX = b"\xfftOc\x00\x00\x00\x02"
FANOUT, HASH, CHECKSUM, PLACE = 1024, 20, 4, 4  # sizes in an index, in bytes
LONGEST_NUMBER = 9  # bytes of 63 bits
COMMIT, BY_PLACE, BY_NAME = 1, 6, 7  # kinds of what lies in a pack


def packed_object(git: Path, number: str) -> bytes:
    """Return a commit from whichever pack holds it. Raises OddError where none does."""
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
        content = read_below(git, "objects", "pack", f"{name}.idx", start=start, size=size)
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
    content = read_below(git, "objects", "pack", f"{name}.pack", start=place, size=MAX_COMMIT)
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
        return kind, inflate(content[at:])
    kind, former = _entry(git, name, base, chain - 1)
    return kind, _apply(inflate(content[at:]), former)


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
