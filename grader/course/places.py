"""Where what is made of a course is kept: its secret, its answer keys, and what was proved of it."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from grader.errors import CourseError

VARIABLE = "XDG_CACHE_HOME"


def kept_in(course: Path) -> Path:
    """Return the course's .grader, or a folder of the user's own where the course is read-only.

    Raises CourseError, naming the variable to set, where there is no place at all.
    """
    own = course / ".grader"
    return own if is_writable(own) else cache(course)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are not there, for its owner's eyes only.

    What is there stays as it is: whoever shares a course's secret with a group opens the folder to it.
    """
    for path in (*reversed(folder.parents), folder):
        if not path.is_dir():
            path.mkdir(mode=0o700, exist_ok=True)


def cache(course: Path) -> Path:
    """Return a folder in the user's cache; for want of one among the temporary files, for the user alone."""
    name = hashlib.sha256(str(course).encode()).hexdigest()[:12]
    if named := os.environ.get(VARIABLE):
        if is_writable(Path(named)):
            return Path(named) / "grader" / name
        raise CourseError(f"{VARIABLE} names {named}, which cannot be written; have it name another folder")
    with suppress(RuntimeError):  # nobody knows where the user is at home
        if is_writable(home := Path.home() / ".cache"):
            return home / "grader" / name
    return _temporary(course) / name


def is_temporary(folder: Path) -> bool:
    """Tell whether it is a place of last resort, which may be emptied."""
    return folder.parent.name == _temporary_name()


def _temporary(course: Path) -> Path:
    """Return the user's folder among the temporary files: anybody can guess its name, so it must be the user's."""
    status = None
    with suppress(OSError):
        folder = Path(tempfile.gettempdir()) / _temporary_name()
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
    if status is None or not stat.S_ISDIR(status.st_mode) or not _is_private(status):
        raise CourseError(
            f"{course} is read-only, and so is your home: there is no place for its answer keys; set {VARIABLE} to a "
            "folder that can be written"
        )
    return folder


def _temporary_name() -> str:
    return f"grader-{os.geteuid()}" if hasattr(os, "geteuid") else "grader-own"


def _is_private(status: os.stat_result) -> bool:
    return os.name != "posix" or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)


def is_writable(folder: Path) -> bool:
    """Tell whether files can be made in a folder, or the folder itself."""
    nearest = next((path for path in (folder, *folder.absolute().parents) if os.path.lexists(path)), folder)
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
