"""What goes with a work into the process that runs it: the student's own modules and data, each within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.arrival.archive import ArchiveError
from grader.submission.reading.decoding import UndecodableError, decode, longest_pile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.submission.reading.unread import PackedFile, UnreadPart

MAX_MODULES = 300_000  # characters of all modules
MAX_FILES = 5_000_000  # bytes of all data


def read_parts(parts: Sequence[UnreadPart]) -> tuple[dict[str, str], dict[str, bytes], list[Note]]:
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
        except (ArchiveError, UndecodableError) as error:
            notes.append(Note(f"{part.file.name}, which the work uses, is left out: {error}."))
    return modules, files, notes


def _content(file: PackedFile, limit: int) -> bytes:
    """Return the content of a file of at most so many bytes."""
    if file.problem:
        raise ArchiveError(file.problem)
    content = file.unpack(limit)
    if len(content) > limit:
        raise ArchiveError(f"larger than the {limit:,} bytes there is room for")
    return content
