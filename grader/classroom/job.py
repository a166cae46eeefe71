"""What was asked for, as a frozen value that travels to the grading processes, wherever they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from grader.grading.grade import Policy
from grader.model import Tier
from grader.worker import Limits

POLICIES = {"follow-through": Policy(), "strict": Policy(follow_through=False)}  # what --policy may say


@dataclass(frozen=True, slots=True)
class GradingJob:
    """What was asked for: the same job over the same file gives the same result."""

    course: Path
    out: Path
    only: str | None = None  # the assignment named by -a
    policy: Policy = field(default_factory=Policy)
    fresh_seed: int | None = None
    template: Path | None = None
    limits: Limits = field(default_factory=Limits)
    reuse: bool = True  # judge equal programs once
    execute: bool = False  # also run each notebook from top to bottom
    isolation: Tier | None = None  # no grading process may run code that is isolated less well
    content: str = (
        ""  # digest of the course's files, so that a grading process that lives on notices a change
    )
    # what hidden cases are drawn from: it travels, so that every machine draws the same; b"": the course's own
    secret: bytes = field(default=b"", repr=False)


def course_digest(course: Path) -> str:
    """Hash the course's code, and its data by size and time."""
    digest = hashlib.sha256()
    for folder in ("assignments", "reference"):
        for path in sorted((course / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                digest.update(repr((str(path), status.st_size, status.st_mtime_ns)).encode())
    return digest.hexdigest()
