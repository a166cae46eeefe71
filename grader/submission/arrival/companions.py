"""What goes with a work: the student's own modules that it imports, and the data that it names."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import PurePosixPath

    from grader.submission.arrival.examiner import Content, Examiner
    from grader.submission.arrival.file_list import File
    from grader.submission.arrival.hand_ins import Piece

MOST = 40  # modules and data files that go with a work
IMPORT_LINE = re.compile(r"^[ \t]*(?:from|import)[ \t][^\n]*", re.MULTILINE)
INSTALLED = frozenset(
    {"numpy", "scipy", "h5py", "matplotlib", "IPython", "PIL", "grader", "submission", "assignments"}
)


class Part(NamedTuple):
    """A student's own file that a work uses."""

    name: str  # what a module is imported by, or where the work finds a data file
    file: File
    is_module: bool


def imported_words(source: str) -> set[str]:
    """Return all words of the lines that import something."""
    return set(re.findall(r"\w+", " ".join(IMPORT_LINE.findall(source))))


def find_parts(
    work: Piece,
    files: Sequence[Piece],
    content: Content,
    contents: Mapping[Piece, Content | None],
    examiner: Examiner,
) -> Iterator[Part]:
    """Yield the modules beside a work that it imports, directly or through others, and the data that it names."""
    folder = work.inner.parent
    beside = [piece for piece in files if piece != work and piece.inner.is_relative_to(folder)]
    modules = {name: piece for piece in beside if (name := _module_name(piece.inner, folder))}
    waiting, sources = [content.source], [content.source]
    parts: dict[str, Part] = {}
    while waiting:
        words = imported_words(waiting.pop())
        for name, piece in modules.items():
            if name in parts or not words.issuperset(name.split(".")) or _is_taken(name, examiner):
                continue
            if len(parts) < MOST and (part := contents.get(piece)):
                parts[name] = Part(name, piece.file, is_module=True)
                waiting.append(part.source)
                sources.append(part.source)
    yield from parts.values()
    data = [piece for piece in beside if piece.format is Format.OTHER]
    named = [
        piece for piece in data if any(piece.inner.name and piece.inner.name in source for source in sources)
    ]
    for piece in named[: MOST - len(parts)]:
        yield Part(piece.inner.relative_to(folder).as_posix(), piece.file, is_module=False)


def _module_name(inner: PurePosixPath, folder: PurePosixPath) -> str:
    """Return the name that a work in a folder imports a file by; nothing where it cannot."""
    if inner.suffix.lower() != ".py":
        return ""
    parts = inner.relative_to(folder).with_suffix("").parts
    names = parts[:-1] if parts[-1] == "__init__" else parts
    return ".".join(names) if names and all(name.isidentifier() for name in names) else ""


def _is_taken(name: str, examiner: Examiner) -> bool:
    """Tell whether a student's module is called as one that is not the student's."""
    root = name.partition(".")[0]
    return is_foreign(root) or root in examiner.modules


def is_foreign(module: str) -> bool:
    """Tell whether a module is Python's or an installed one, which a student's of that name does not replace."""
    return module in sys.stdlib_module_names or module in INSTALLED
