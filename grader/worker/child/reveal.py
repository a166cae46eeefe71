"""Lets another user than root reach Python, where it lies in a folder that only root may enter.

The warm process gets a view of the files of its own, in which that folder is empty but for what is needed,
at the same path. Whatever else lies there is out of its sight from then on.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from grader.worker.child import confine

if TYPE_CHECKING:
    from collections.abc import Sequence

_MS_RDONLY, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 4096, 16384, 1 << 18


def reveal(paths: Sequence[str], *, hide_processes: bool) -> None:
    """Open the ways to `paths` for every user, and hide other processes where that is asked for and possible.

    Raises OSError with the way out where the system lets nobody change its view of the files.
    """
    closed = sorted({folder for path in paths if (folder := closed_folder(path))})
    if not closed and not hide_processes:
        return
    try:
        confine.own_mounts()
    except OSError as error:
        if closed:
            raise OSError(f"{refusal(closed[0])} ({error})") from error
        return  # what processes there are can then be seen by their numbers
    inside = [path for path in _spellings(paths) if path.startswith(tuple(f"{folder}/" for folder in closed))]
    held = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in inside]
    for folder in closed:
        confine.mount("tmpfs", folder, "tmpfs", 0, "mode=755,size=1m")
    for path, number in sorted(held):
        _bind(number, path)
        os.close(number)
    if hide_processes:
        confine.statm()  # is read again later, and could not be opened then
        confine.mount("tmpfs", "/proc", "tmpfs", _MS_RDONLY, "mode=555,size=4k")


def refusal(path: str) -> str:
    return (
        f"Python needs {path}, which only root may read, and no student's code is run as root: install Python "
        "where every user may read it, or grade as another user than root"
    )


def closed_folder(path: str) -> str:
    """Return the first folder on the way to a path that others than its owner may not pass; "" if there is none."""
    way = [folder for folder in _parents(os.path.realpath(path)) if not os.stat(folder).st_mode & 1]
    return way[0] if way else ""


def first_unreadable(paths: Sequence[str]) -> str:
    """Return the first of these folders and files that this user cannot read; "" if there is none."""
    for path in paths:
        inside = os.path.join(path, "__init__.py")
        rights = os.R_OK | os.X_OK if os.path.isdir(path) else os.R_OK
        for file, needed in ((path, rights), (inside, os.R_OK)):
            if (file == path or os.path.exists(file)) and not os.access(file, needed):
                return file
    return ""


def _parents(path: str) -> list[str]:
    parts = path.split(os.sep)
    return [os.sep.join(parts[:length]) or os.sep for length in range(1, len(parts))]


def _spellings(paths: Sequence[str]) -> set[str]:
    """Return paths as they are asked for and, where links lead there, as they are."""
    return {spelling for path in paths for spelling in (path, os.path.realpath(path)) if os.path.exists(path)}


def _bind(number: int, path: str) -> None:
    """Show what a descriptor stands for at this path, read-only to all who are not its owner."""
    os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
    source = f"/proc/self/fd/{number}"
    if os.path.isdir(source):
        os.makedirs(path, 0o755, exist_ok=True)
    else:
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644))
    confine.mount(source, path, "", _MS_BIND | _MS_REC, "")
