"""A zip's table of contents, read with nothing believed that it says of itself.

A member's name may be empty, no text, or a lie about where it leads; each is listed, so that one file's oddity
costs nobody else's.
"""

from __future__ import annotations

import stat
import struct
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

END = b"PK\x05\x06"
END_64, LOCATOR_64, MEMBER = b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02"
END_SIZE, END_64_SIZE, LOCATOR_64_SIZE = 22, 56, 20
TAIL = 66_000  # where the end is: a comment may follow it
HEADER = struct.Struct("<4s6H3I5H2I")
UTF_8, ENCRYPTED = 0x800, 0x1
LARGE, UNICODE_NAME = 0x1, 0x7075  # extra parts: 64-bit numbers, the name in UTF-8
UNKNOWN = 0xFFFFFFFF  # the number stands in the 64-bit part


class DamagedError(ValueError):
    pass


class TooLargeError(ValueError):
    pass


class Member(NamedTuple):
    name: str
    offset: int
    packed: int
    size: int
    method: int
    crc: int
    encrypted: bool
    mode: int  # a kind of file as Unix numbers them; 0 where it is not told

    @property
    def is_folder(self) -> bool:
        return self.name.replace("\\", "/").endswith("/") or stat.S_ISDIR(self.mode)


def members(file: BinaryIO, most_bytes: int) -> Iterator[Member]:
    """List what a zip holds; raise DamagedError or TooLargeError, at the latest where the damage is."""
    start, size, shift = _directory(file)
    if size > most_bytes:
        raise TooLargeError
    file.seek(start)
    table, at = file.read(size), 0
    while at < len(table):
        if len(table) - at < HEADER.size or table[at : at + 4] != MEMBER:
            raise DamagedError
        fields = HEADER.unpack_from(table, at)
        name_length, extra_length, comment_length = fields[10:13]
        at += HEADER.size
        name, extra = table[at : at + name_length], table[at + name_length : at + name_length + extra_length]
        at += name_length + extra_length + comment_length
        if at > len(table):
            raise DamagedError
        yield _member(fields, name, extra, shift)


def _directory(file: BinaryIO) -> tuple[int, int, int]:
    """Return where the table begins, how long it is, and by how much what stands before the zip shifts its numbers."""
    length = file.seek(0, 2)
    file.seek(max(0, length - TAIL))
    tail = file.read(TAIL)
    end = tail.rfind(END)
    if end < 0 or len(tail) - end < END_SIZE:
        raise DamagedError
    size, stated = (int.from_bytes(tail[at : at + 4], "little") for at in (end + 12, end + 16))
    large = end - LOCATOR_64_SIZE - END_64_SIZE
    if large >= 0 and tail[end - LOCATOR_64_SIZE :][:4] == LOCATOR_64 and tail[large:][:4] == END_64:
        size, stated = (int.from_bytes(tail[at : at + 8], "little") for at in (large + 40, large + 48))
        end = large
    start = length - len(tail) + end - size
    if start < 0:
        raise TooLargeError if size > length else DamagedError
    return start, size, start - stated


def _member(fields: tuple[int, ...], name: bytes, extra: bytes, shift: int) -> Member:
    flags, method, crc = fields[3], fields[4], fields[7]
    packed, size, attributes, offset = fields[8], fields[9], fields[15], fields[16]
    size, packed, offset = _large(extra, [size, packed, offset])
    return Member(
        _text(name, extra, is_utf8=bool(flags & UTF_8)).partition("\0")[0],
        offset + shift,
        packed,
        size,
        method,
        crc,
        bool(flags & ENCRYPTED),
        attributes >> 16,
    )


def _text(name: bytes, extra: bytes, *, is_utf8: bool) -> str:
    """Return a member's name; many programs write UTF-8 and do not say so, and hardly any other text passes for it."""
    if is_utf8:
        return name.decode("utf-8", "surrogateescape")
    part = _part(extra, UNICODE_NAME)
    if part[:1] == b"\1" and int.from_bytes(part[1:5], "little") == zlib.crc32(name):
        name = part[5:]
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("cp437")


def _large(extra: bytes, numbers: list[int]) -> list[int]:
    """Take the numbers that did not fit from the 64-bit part, where there is one."""
    part = _part(extra, LARGE)
    for index, number in enumerate(numbers):
        if number == UNKNOWN and len(part) >= 8:
            numbers[index], part = int.from_bytes(part[:8], "little"), part[8:]
    return numbers


def _part(extra: bytes, kind: int) -> bytes:
    """Return the first extra part of a kind; nothing where there is none."""
    at = 0
    while at + 4 <= len(extra):
        own_kind, length = struct.unpack_from("<2H", extra, at)
        if own_kind == kind:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return b""
