"""What goes with a work into the process that runs it: the student's own modules and data, each within bounds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.arrival import archive
from grader.submission.arrival.walking import is_ordinary
from grader.submission.reading.decoding import UndecodableError, decode, longest_pile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.arrival.companions import Part
    from grader.submission.arrival.file_list import File

MAX_MODULES = 300_000  # characters of all modules
MAX_FILES = 5_000_000  # bytes of all data


def read_parts(parts: Sequence[Part]) -> tuple[dict[str, str], dict[str, bytes], list[Note]]:
    """Read modules and data by their names; what cannot be read or is too large is left out, with a note."""
    modules: dict[str, str] = {}
    files: dict[str, bytes] = {}
    notes = []
    characters, size = MAX_MODULES, MAX_FILES
    for part in parts:
        try:
            if part.is_module:
                text, _ = decode(_content(part.file, characters))
                if longest_pile(text):
                    raise UndecodableError("it holds accents upon accents")
                modules[part.name], characters = text, characters - len(text)
            else:
                files[part.name] = _content(part.file, size)
                size -= len(files[part.name])
        except (OSError, archive.ArchiveError, UndecodableError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            notes.append(Note(f"{part.file.name}, which the work uses, is left out: {reason}."))
    return modules, files, notes


def _content(file: File, limit: int) -> bytes:
    """Read a file of at most so many bytes."""
    if file.entry:
        return archive.content(file.path, file.entry, limit, file.outer)
    if not is_ordinary(file.path):
        raise UndecodableError("not an ordinary file")
    if file.path.stat().st_size > limit:
        raise UndecodableError(f"larger than the {limit:,} bytes there is room for")
    with open(os.open(file.path, os.O_RDONLY | getattr(os, "O_BINARY", 0)), "rb") as stream:
        return stream.read(limit)
