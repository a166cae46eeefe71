"""What SQLite says of the disk, in the words that the system has for any other file."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYSTEMS = {
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_IOERR: errno.EIO,  # also a quota used up, or no room for the file that readers share
    sqlite3.SQLITE_CANTOPEN: errno.EIO,  # also no room for the files beside it
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
}


@contextmanager
def as_the_system(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the disk into the error that any other file's writing would raise."""
    try:
        yield
    except sqlite3.OperationalError as error:
        number = SYSTEMS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the rest of it tells details
        if number is None:
            raise
        raise OSError(number, str(error), str(path)) from None
