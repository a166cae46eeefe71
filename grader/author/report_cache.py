"""Keeps what was verified, beside the answer keys, until anything that it follows from changes."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import grader
from grader.author.checks.namesakes import namesakes
from grader.author.course_files import course_files, files, packages
from grader.author.output.report import Report
from grader.course.conventions_file import conventions_path
from grader.course.places import is_writable, make_private


class VerificationCache:
    """The reports of a course's assignments, each under a stamp of all that decides it."""

    def __init__(self, course: Path, pythons: Sequence[str]) -> None:
        self.course, self.pythons = course, tuple(pythons)
        self.folder = course / ".grader" / "verified"

    def stamp(self, id: str) -> str:
        """Hash what the assignment is made of, the grader itself and the packages that it runs with."""
        digest = hashlib.sha256(self._common.encode())
        digest.update(repr(namesakes(self.course, id)).encode())
        for path in course_files(self.course, id):
            digest.update(str(path.relative_to(self.course)).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def _common(self) -> str:
        versions = (
            grader.__version__,
            platform.python_version(),
            packages(),
            sys.platform,
            [(python, _versions(python)) for python in self.pythons],
        )
        digest = hashlib.sha256(repr(versions).encode())
        if (path := conventions_path(self.course)).is_file():
            digest.update(path.read_bytes())
        folder = Path(grader.__file__).parent
        for path in files(folder):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def read(self, id: str, stamp: str) -> Report | None:
        """Return the stored report, where it is of exactly this."""
        try:
            stored = json.loads((self.folder / f"{id}.json").read_text(encoding="utf-8"))
            return Report.of(stored) if stored["stamp"] == stamp else None
        except (OSError, ValueError, KeyError, TypeError):  # none, or damaged: it is verified anew
            return None

    def write(self, report: Report, stamp: str) -> None:
        if not report.settled or not is_writable(self.folder):
            return
        make_private(self.folder)
        path = self.folder / f"{report.assignment}.json"
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(json.dumps({**report.plain(), "stamp": stamp}, indent=1), encoding="utf-8")
        temporary.replace(path)


def _versions(python: str) -> str:
    """Return an interpreter's version and its NumPy's; empty where it cannot be asked."""
    ask = "import sys, numpy; print(sys.version, numpy.__version__)"
    try:
        return subprocess.check_output([python, "-c", ask], text=True, timeout=60)  # noqa: S603 - the author's choice
    except (OSError, subprocess.SubprocessError):
        return ""
