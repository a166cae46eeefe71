"""When a clone's last commit was made, read from its files: no `git` runs, as a stranger's settings may name programs.

HEAD names a branch, the branch a commit; the commit lies by itself (`objects/ab/cdef...`) or in a pack, there perhaps
as what differs from another. Each read has a bound, links are not followed, and what is not as git writes it is no
time: this must not stop a class.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from grader.submission.arrival.git_files import MAX_COMMIT, OddError, inflate, read_below
from grader.submission.arrival.git_pack import packed_object

FOLDER = ".git"
REFERENCE = re.compile(r"ref: (?P<name>refs/[\w./@+-]{1,200})")
NUMBER = re.compile(r"[0-9a-f]{40}")
COMMITTER = re.compile(rb"^committer [^\n]*> (?P<seconds>\d{1,11}) (?P<offset>[+-]\d{4})$", re.MULTILINE)


def last_commit(clone: Path) -> str:
    """Return when a clone's last commit was made, such as 2026-01-31 10:00:00 +0100; empty where that is not told."""
    try:
        return _last_commit(clone / FOLDER)
    except (OSError, ValueError, IndexError, OverflowError):
        return ""


def _last_commit(git: Path) -> str:
    if git.is_symlink() or not git.is_dir():  # a file leads elsewhere
        return ""
    commit = _commit(git, _head(git))
    match = COMMITTER.search(commit.partition(b"\n\n")[0])
    if match is None:
        raise OddError
    hours, minutes = int(match["offset"][1:3]), int(match["offset"][3:])
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match["offset"][:1] == b"-" else 1)
    made = datetime.fromtimestamp(int(match["seconds"]), UTC).astimezone(timezone(offset))
    return made.strftime("%Y-%m-%d %H:%M:%S %z")


def _head(git: Path) -> str:
    """Return the number of the commit that is checked out."""
    head = read_below(git, "HEAD").decode().strip()
    if match := REFERENCE.fullmatch(head):
        head = _branch(git, match["name"])
    if not NUMBER.fullmatch(head):
        raise OddError
    return head


def _branch(git: Path, name: str) -> str:
    if ".." in name:
        raise OddError
    try:
        return read_below(git, *name.split("/")).decode().strip()
    except FileNotFoundError:
        packed = read_below(git, "packed-refs").decode("utf-8", "replace")
    return next((line[:40] for line in packed.splitlines() if line[40:].strip() == name), "")


def _commit(git: Path, number: str) -> bytes:
    try:
        loose = inflate(read_below(git, "objects", number[:2], number[2:], size=MAX_COMMIT))
    except FileNotFoundError:
        return packed_object(git, number)
    header, _, content = loose.partition(b"\0")
    if not header.startswith(b"commit "):
        raise OddError
    return content
