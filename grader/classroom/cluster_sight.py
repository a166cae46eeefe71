"""Whether a cluster's worker sees what this process sees: the course, the submissions and OUT, under the same paths.

A worker that does not would find no submission to read, and put results where nobody looks. So every worker is asked
before it gets work, and one that joins later when it gets its first.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import InputError
from grader.wording import count_of

if TYPE_CHECKING:
    from grader.submission import Delivery

TOKEN = ".seen-by-workers"  # noqa: S105 - a file's name
SAMPLE = 50  # submissions that a worker is to see
WHOLE = 1_000_000  # bytes up to which a course's file is compared, beyond its size
WAY_OUT = (
    "Let every worker see the course, the submissions and OUT as they are here, under the same paths, or take it "
    "out of the cluster"
)
TRIES, PAUSE = 4, 0.5  # a network's disk may show a new file late


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen, as it is seen here."""

    folder: str  # that relative paths start from
    course: str
    course_digest: str
    submissions: tuple[tuple[str, int], ...]  # paths and sizes in bytes
    out: str
    token: str  # what a file in OUT holds


@contextmanager
def shown_sight(course: Path, out: Path, deliveries: Sequence[Delivery]) -> Iterator[Sight]:
    """Note what is seen here, with a file in OUT while there is work."""
    step = max(1, len(deliveries) // SAMPLE)
    paths = {
        str(delivery.path.absolute()): delivery.path
        for delivery in deliveries[::step]
        if not delivery.problem
    }
    sizes = []
    for name, path in paths.items():
        with suppress(OSError):  # it is told when it is read
            sizes.append((name, path.stat().st_size))
    token = secrets.token_hex(16)
    file = out.absolute() / TOKEN
    file.write_text(token, encoding="utf-8")
    try:
        yield Sight(
            os.getcwd(),
            str(course.absolute()),
            _digest(course.absolute()),
            tuple(sizes),
            str(out.absolute()),
            token,
        )
    finally:
        file.unlink(missing_ok=True)


def check_workers(client: Any, sight: Sight) -> None:
    """Ask every worker of a cluster what it sees. Raises InputError that names each that does not see all."""
    answers: dict[str, object] = client.run(describe_unseen, sight, on_error="return")
    blind = [f"{address} does not see {answer}" for address, answer in answers.items() if answer]
    if blind:
        raise InputError(
            f"{len(blind)} of {count_of(len(answers), 'worker')} cannot grade: {'; '.join(sorted(blind))}. {WAY_OUT}"
        )


@lru_cache(maxsize=1)
def refuse_blind(sight: Sight) -> None:
    """Raise InputError where this process, a worker's, does not see all that it is to work with."""
    if answer := describe_unseen(sight):
        raise InputError(f"a worker that joined the cluster does not see {answer}; nothing was graded by it")


def describe_unseen(sight: Sight) -> str:
    """Say what this process does not see; empty where it sees all."""
    return _unseen_course(sight) or _unseen_submission(sight) or _unseen_out(sight)


def _unseen_course(sight: Sight) -> str:
    if not os.path.isdir(sight.course):
        return f"the course {sight.course}"
    try:
        same = _digest(Path(sight.course)) == sight.course_digest
    except OSError as error:
        return f"the course {sight.course} ({error.strerror or error})"
    return "" if same else f"the course {sight.course} as it is here, but another"


def _unseen_submission(sight: Sight) -> str:
    for name, size in sight.submissions:
        try:
            with open(name, "rb"):
                same = Path(name).stat().st_size == size
        except OSError as error:
            return f"the submissions ({error.strerror or error})"
        if not same:
            return f"the submissions as they are here ({name} is another)"
    return ""


def _unseen_out(sight: Sight) -> str:
    file = Path(sight.out, TOKEN)
    for _ in range(TRIES):
        with suppress(OSError):
            if file.read_text(encoding="utf-8") == sight.token:
                break
        time.sleep(PAUSE)
    else:
        return f"OUT, {sight.out}"
    try:
        with tempfile.NamedTemporaryFile(dir=sight.out, prefix=TOKEN):
            return ""
    except OSError as error:
        return f"OUT so that it may write there ({error.strerror or error})"


def _digest(course: Path) -> str:
    """Hash what a course holds, wherever it lies and whenever it was copied there."""
    digest = hashlib.sha256()
    for folder in ("assignments", "reference"):
        for path in sorted((course / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                size = path.stat().st_size
                digest.update(repr((path.relative_to(course).as_posix(), size)).encode())
                digest.update(path.read_bytes() if size <= WHOLE else b"")
    return digest.hexdigest()
