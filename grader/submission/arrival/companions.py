"""What goes with a work: the student's own modules that it imports, and the data that it names."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.arrival.formats import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import PurePosixPath

    from grader.submission.arrival.examiner import Content, Examiner
    from grader.submission.arrival.file_list import File
    from grader.submission.arrival.hand_ins import Piece

MOST = 40  # modules and data files that go with a work
IMPORT_LINE = re.compile(r"^[ \t]*(?:from|import|%run)[ \t][^\n]*", re.MULTILINE)
INSTALLED = frozenset(
    {"numpy", "scipy", "h5py", "matplotlib", "IPython", "PIL", "grader", "submission", "assignments"}
)


class Part(NamedTuple):
    """A student's own file that a work uses."""

    name: str  # what a module is imported by, or where the work finds a data file
    file: File
    is_module: bool


def imported_words(source: str) -> set[str]:
    """Return all words of the lines that import something, or run another file."""
    return set(re.findall(r"\w+", " ".join(IMPORT_LINE.findall(source))))


def find_parts(
    work: Piece,
    files: Sequence[Piece],
    source: str,
    content_of: Callable[[Piece], Content | None],
    examiner: Examiner,
) -> Iterator[Part]:
    """Yield the modules beside a work that it imports, directly or through others, and the data that it names."""
    folder = work.inner.parent
    beside = [piece for piece in files if piece != work and piece.inner.is_relative_to(folder)]
    modules = _modules_by_name(beside, folder, source)
    waiting, sources = [("", source)], [source]
    parts: dict[str, Part] = {}
    while waiting:
        importer, text = waiting.pop()
        words = imported_words(text) | {*importer.split(".")}  # from . import other
        for name, piece in modules.items():
            if name in parts or not words.issuperset(name.split(".")) or _is_taken(name, examiner):
                continue
            if len(parts) < MOST and (part := content_of(piece)):
                parts[name] = Part(name, piece.file, is_module=True)
                waiting.append((name, part.source))
                sources.append(part.source)
    yield from parts.values()
    data = [piece for piece in beside if piece.format is Format.OTHER]
    named = [
        piece for piece in data if any(piece.inner.name and piece.inner.name in source for source in sources)
    ]
    for piece in named[: MOST - len(parts)]:
        yield Part(piece.inner.relative_to(folder).as_posix(), piece.file, is_module=False)


def _modules_by_name(files: Sequence[Piece], folder: PurePosixPath, source: str) -> dict[str, Piece]:
    """Return what can be imported by its name, also from below a folder that the work puts on Python's path."""
    modules = {name: piece for piece in files if (name := _module_name(piece.inner, folder))}
    if "sys.path" in source:
        for name, piece in list(modules.items()):
            *folders, _ = parts = name.split(".")
            for count in range(1, len(folders) + 1):
                if f'{folders[count - 1]}"' in source.replace("'", '"').replace('/"', '"'):
                    modules.setdefault(".".join(parts[count:]), piece)
    return modules


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
