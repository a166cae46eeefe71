"""All that lies below a folder, each once and in a stable order, whatever students made of it.

Links are not followed: who gets a mark for a file is whoever it lies with. A second name for the same file (a hard
link) cannot be told from a file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEEPEST = 60  # folders in one another
LINK = "a link; hand in the file itself"
SPECIAL = "not an ordinary file"


class Found(NamedTuple):
    """A file, or a folder that is not looked into, with its place below where the walk began."""

    path: Path
    place: PurePosixPath
    problem: str = ""
    is_folder: bool = False


def walk(root: Path, skipped: Callable[[str], bool]) -> Iterator[Found]:
    """Yield the files below a folder: those of a folder first, then those of each folder in it."""
    waiting = [(root, PurePosixPath())]
    while waiting:
        folder, place = waiting.pop()
        if len(place.parts) > DEEPEST:
            yield Found(folder, place, f"more than {DEEPEST} folders in one another", is_folder=True)
            continue
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda each: each.name)
        except OSError as error:
            yield Found(folder, place, f"may not be listed: {error.strerror or error}", is_folder=True)
            continue
        folders = []
        for entry in entries:
            here = folder / entry.name
            below = place / entry.name
            if _is_folder(entry):
                if not skipped(entry.name):
                    folders.append((here, below))
            else:
                yield _looked_at(entry, here, below)
        waiting += reversed(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _looked_at(entry: os.DirEntry[str], path: Path, place: PurePosixPath) -> Found:
    try:
        if entry.is_symlink():
            return Found(path, place, LINK, is_folder=entry.is_dir())
        return Found(path, place, "" if entry.is_file(follow_symlinks=False) else SPECIAL)
    except OSError as error:
        return Found(path, place, f"cannot be opened: {error.strerror or error}")


def is_ordinary(path: Path) -> bool:
    """Whether it is a file that can be opened without waiting for anybody; raise OSError where it is not there."""
    return stat.S_ISREG(path.stat().st_mode)
