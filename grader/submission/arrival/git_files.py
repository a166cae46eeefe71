"""Files of a git directory, read as a stranger's: within bounds, and without following links."""

from __future__ import annotations

from pathlib import Path

from grader.submission.arrival.inflating import WITH_HEAD
from grader.submission.arrival.inflating import inflate as inflate_bounded
from grader.submission.arrival.walking import is_ordinary

MAX_TEXT = 4_000_000  # bytes of HEAD, of a branch, of packed-refs
MAX_COMMIT = 200_000  # bytes of a commit, or of what it differs from


class OddError(ValueError):
    """It is not as git writes it, or more than is read."""


def read_below(git: Path, *parts: str, start: int = 0, size: int = MAX_TEXT) -> bytes:
    """Read so much of a file below .git; raise OSError or OddError where it is none, or a link."""
    path = git
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise OddError
    if not is_ordinary(path):
        raise OddError
    with path.open("rb") as file:
        file.seek(start)
        return file.read(size)


def inflate(content: bytes) -> bytes:
    """Inflate as much as a commit may hold; what follows it in a pack is left alone."""
    return inflate_bounded(content, WITH_HEAD, MAX_COMMIT)
