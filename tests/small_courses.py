"""Small courses of an author, each of one exercise `f`, and what verifying them says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.author.checks import stability, submissions
from grader.author.context import VerificationContext
from grader.author.output.report import Report
from grader.author.probe import Probe, probe
from grader.author.verify import verify_one
from grader.course import load
from grader.course.secret import OPEN
from grader.worker import Worker

ID = "small"
CHECKS = f"assignments/{ID}/checks.py"
HEAD = """import numpy as np

from grader import Assignment, call, equivalent, hint, invariant, mistake, variant

hw = Assignment("Small", points=10)
"""


@dataclass(frozen=True)
class Small:
    """A course: its reference, what stands above `def f` in its checks, and the calls."""

    name: str
    reference: str
    decorators: str
    calls: str
    messages: tuple[str, ...] = ()  # of the findings, in order; none: it is sound
    scores: dict[str, float] = field(default_factory=dict)  # a submission's text -> what it earns
    before: str = ""  # what the checks define above the exercise
    judged: str = ""  # what the headline must say of mutants
    brief: str = ""

    def but(self, name: str, **changes: object) -> Small:
        """Return a neighbour."""
        return replace(self, name=name, **changes)  # type: ignore[arg-type]

    def write(self, folder: Path) -> Path:
        arguments = "rng" if "rng" in self.calls else ""
        body = "".join(f"    {line}\n" for line in self.calls.splitlines())
        checks = (
            f'{HEAD}\n{self.before}\n\n{self.decorators}\ndef f({arguments}):\n    """Does it."""\n{body}'
        )
        head = re.search(r"f\(.*\)(?=:)", self.reference)
        brief = self.brief or f"# Small\n\n### `{head[0] if head else 'f'}` — 10 points\n\nText.\n"
        files = {
            CHECKS: checks,
            f"reference/{ID}.py": self.reference,
            f"assignments/{ID}/README.md": brief,
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder


def verified(small: Small, folder: Path) -> Report:
    """Write a course and verify it; other processes, which are slow to start, are left to other tests."""
    before = stability.probe_in_process
    stability.probe_in_process = _probe_here  # type: ignore[assignment]
    try:
        return verify_one(small.write(folder), ID)
    finally:
        stability.probe_in_process = before


def _probe_here(course: Path, id: str, *_: str, **__: str) -> Probe:
    return probe(load(course, id, secret=OPEN), course)


@contextmanager
def graded(folder: Path) -> Iterator[VerificationContext]:
    with Worker() as worker:
        yield VerificationContext(folder, ID, worker)


def score(context: VerificationContext, text: str) -> float | None:
    """Return what a submission earns."""
    return submissions.handed_in(context, "ada.py", text).score
