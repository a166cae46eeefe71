"""Files written whole or not at all, and what a person is told where that fails."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FREE = "free space there, and run the same command again"
PLACE = "name a place that can be written"
RIGHT = "name another place, or give yourself the right to it"
FILE = "a file is where a folder is needed; name another place"
WAYS_OUT = {
    "ENOSPC": FREE,
    "EDQUOT": FREE,
    "EIO": f"{FREE}, or {PLACE}",  # SQLite does not say which
    "EACCES": RIGHT,
    "EPERM": RIGHT,
    "EROFS": PLACE,
    "EISDIR": "name a file, not a folder",
    "EEXIST": FILE,
    "ENOTDIR": FILE,
    "EBUSY": "close the program that holds it, and run the same command again",
}


@contextmanager
def naming_path(path: Path, written: Path | None = None) -> Iterator[None]:
    """Have errors of writing name the file that was asked for: a full disk's name none, others the one `written`."""
    try:
        yield
    except OSError as error:
        if error.filename is None or str(error.filename) == str(written):
            error.filename, error.filename2 = str(path), None
        raise


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Yield where to write what is moved to `path` in the end, so that a reader never meets half of it.

    Its folder is made. Where anything fails nothing of it is left. A pipe or a device is written to as it is:
    moved onto, /dev/stdout would be an ordinary file for everybody.
    """
    if not path.is_file() and path.exists():
        with naming_path(path):
            yield path
        return
    temporary = path.with_name(path.name + ".tmp")
    with _folder(path), naming_path(path, temporary):
        try:
            yield temporary
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def append(path: Path, text: str) -> None:
    """Add to a file, or leave it as it was."""
    before = path.stat().st_size if path.is_file() else None
    with _folder(path), naming_path(path):
        try:
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError:
            with suppress(OSError):
                if before is not None:
                    os.truncate(path, before)
                elif path.is_file():
                    path.unlink()
            raise


@contextmanager
def _folder(path: Path) -> Iterator[None]:
    """Make a file's folder, which goes again where the file fails."""
    made = list(takewhile(lambda folder: not folder.exists(), path.parents))
    try:
        if made:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with suppress(OSError):
            for folder in made:
                folder.rmdir()
        raise


def describe_os_error(error: OSError) -> str:
    """Say in a line what could not be done to which file, and the way out."""
    if "No usable temporary directory" in (error.strerror or ""):
        return "there is no folder for temporary files that can be written; set TMPDIR to one"
    name = error.filename2 or error.filename or "input or output"
    way = WAYS_OUT.get(errno.errorcode.get(error.errno or 0, ""))
    return f"{name}: {error.strerror or error}" + (f"; {way}" if way else "")
