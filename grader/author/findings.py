"""What verifying says: expectations with stable ids, and the findings that they give."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from grader.errors import GraderError


class Level(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"  # the assignment must not be given to students so
    WARNING = "warning"  # it is right today, but little would break it
    SKIPPED = "skipped"  # an error elsewhere leaves nothing to check
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one expectation; its message says what is wrong and how to put it right."""

    level: Level
    id: str
    message: str = ""
    path: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path

    def plain(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an expectation is not met; its place is the expectation's where it names none."""

    message: str
    level: Level = Level.ERROR
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Expectation:
    """One sentence that must be true of an assignment."""

    id: str  # assignment::exercise::what
    path: str
    line: int
    problems: Callable[[], Iterable[Problem]]

    def findings(self) -> list[Finding]:
        """Check it; what it raises is a finding too, since the author's code is at work here."""
        try:
            problems = list(self.problems())
        except GraderError as error:
            problems = [Problem(str(error))]
        except Exception as error:
            problems = [problem_of(error, self.path)]
        if not problems:
            return [Finding(Level.OK, self.id, "", self.path, self.line)]
        return [
            Finding(
                problem.level, self.id, problem.message, problem.path or self.path, problem.line or self.line
            )
            for problem in problems
        ]


def problem_of(error: Exception, path: str) -> Problem:
    """Point at the line of the author's file that an exception came through."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename.endswith(path)]
    return Problem(f"{type(error).__name__}: {error}", line=lines[-1] if lines else 0)


def warning(message: str, line: int = 0, path: str = "") -> Problem:
    return Problem(message, Level.WARNING, path, line)


def worst_level(findings: Iterable[Finding]) -> Level:
    return min((finding.level for finding in findings), key=list(Level).index, default=Level.OK)
