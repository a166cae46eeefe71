"""The course's secret: what the seeds of hidden cases are drawn from beside the names that everybody knows.

Without it, whoever guesses how an author draws an input knows the hidden ones. It is made once, and kept where the
answer keys are, for its owner's eyes only; a new one draws other hidden cases, and keys made of the old one are made
anew. It is never in what students get: seeds and digests follow from it, and nobody follows them back over 32
random bytes.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.places import VARIABLE as CACHE
from grader.course.places import cache, is_temporary, kept_in, make_private
from grader.disk import naming_path
from grader.errors import CourseError

BYTES = 32
NAME = "secret"
VARIABLE = "GRADER_SECRET"  # takes the file's place: for machines that keep no files, and for tests
LEAST = 16  # characters of the variable
# for work that judges no student: `grader verify` says the same on every machine, and `grader list` makes no files
OPEN = b"open: no student is judged by what is drawn from this"


@dataclass(frozen=True, slots=True)
class Secret:
    """The bytes that seeds are drawn from, and what whoever grades should know of them."""

    value: bytes = field(repr=False)
    remark: str = ""  # one line; empty where nothing has changed


def secret_of(course: Path) -> Secret:
    """Return the course's secret; one is made where there is none, or none that can be used.

    Raises CourseError where GRADER_SECRET is too short, OSError where no file can be read and none written.
    """
    if (text := os.environ.get(VARIABLE)) is not None:
        if len(text) < LEAST:
            raise CourseError(f"{VARIABLE} has {len(text)} characters; give it {LEAST} at least, or unset it")
        return Secret(hashlib.sha256(text.encode()).digest())
    owners, path, remark = course / ".grader" / NAME, kept_in(course) / NAME, ""
    try:
        if value := _read(owners):
            return Secret(value)
    except PermissionError:
        path = cache(course) / NAME
        remark = f"{owners} may not be read; hidden cases are drawn from {path} instead, and are others."
    value = _read(path)
    return Secret(value, remark) if value else _make_secret(path, remark)


def _read(path: Path) -> bytes:
    """Return what a file holds; nothing where it is not there, or of another length than we write."""
    try:
        value = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
    return value if len(value) == BYTES else b""


def _make_secret(path: Path, remark: str) -> Secret:
    """Make a secret; of processes that do so at the same time, the first one's is everybody's."""
    damaged, lost = path.exists(), any(path.parent.glob("keys/*.h5"))
    make_private(path.parent)
    with naming_path(path):
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=NAME, suffix=".tmp")  # mode 0600
        try:
            with open(handle, "wb") as file:
                file.write(secrets.token_bytes(BYTES))
                file.flush()
                os.fsync(file.fileno())
            _place(Path(temporary), path, over=damaged)
        finally:
            Path(temporary).unlink(missing_ok=True)
    if (damaged or lost) and not remark:
        what = "was damaged" if damaged else "was not there, though answer keys are"
        remark = (
            f"{path} {what}; a new secret was made, so hidden cases and answer keys are others from now on. "
            "Results from before stay right: each names its key."
        )
    if not remark and is_temporary(path.parent):
        remark = (
            f"The course is read-only, and so is your home: its secret and answer keys are kept in {path.parent}, "
            f"which the system may empty; then hidden cases are others. Set {CACHE} to keep them."
        )
    return Secret(_read(path), remark)


def _place(temporary: Path, path: Path, *, over: bool) -> None:
    """Give a file its name, unless another process was first."""
    if over:
        temporary.replace(path)
        return
    with suppress(FileExistsError):
        try:
            os.link(temporary, path)
        except PermissionError:  # a file system without links
            temporary.replace(path)
