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
UNLISTED = "may not be listed"
SKIPPED = "a program's own folder"


class WalkedPath(NamedTuple):
    """A file, or a folder that is not looked into."""

    path: Path
    relative: PurePosixPath  # below where the walk began
    problem: str = ""
    is_folder: bool = False


def walk(root: Path, skipped: Callable[[str], bool]) -> Iterator[WalkedPath]:
    """Yield the files below a folder: those of a folder first, then those of each folder in it."""
    waiting = [(root, PurePosixPath())]
    while waiting:
        folder, relative = waiting.pop()
        if len(relative.parts) > DEEPEST:
            yield WalkedPath(folder, relative, f"more than {DEEPEST} folders in one another", is_folder=True)
            continue
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            yield WalkedPath(folder, relative, f"{UNLISTED}: {error.strerror or error}", is_folder=True)
            continue
        folders = []
        for entry in entries:
            path = folder / entry.name
            relative_path = relative / entry.name
            if _is_folder(entry):
                if skipped(entry.name):
                    yield WalkedPath(path, relative_path, SKIPPED, is_folder=True)
                else:
                    folders.append((path, relative_path))
            else:
                yield _examine(entry, path, relative_path)
        waiting += reversed(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _examine(entry: os.DirEntry[str], path: Path, relative: PurePosixPath) -> WalkedPath:
    try:
        if entry.is_symlink():
            return WalkedPath(path, relative, LINK, is_folder=entry.is_dir())
        return WalkedPath(path, relative, "" if entry.is_file(follow_symlinks=False) else SPECIAL)
    except OSError as error:
        return WalkedPath(path, relative, f"cannot be opened: {error.strerror or error}")


def is_ordinary(path: Path) -> bool:
    """Whether it is a file that can be opened without waiting for anybody; raise OSError where it is not there."""
    return stat.S_ISREG(path.stat().st_mode)
