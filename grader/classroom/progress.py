"""What a person sees while a class is graded: a line a submission for a few, a bar or a count for many."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.report.say import say
from grader.wording import join_words

if TYPE_CHECKING:
    from grader.classroom.rows import Row

FEW = 60  # submissions that get a line each
EVERY = 5.0  # seconds between lines where there is no terminal for a bar


@dataclass
class Progress:
    """Counts rows as they come; `bar` is rich's, where there is a terminal."""

    total: int
    counts: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.monotonic)
    bar: Any = None
    _printed_at: float = 0.0

    def add(self, row: Row) -> None:
        """Count a row, and show it or how far the class is."""
        self.counts[row.status or "unchanged"] += 1
        if row.status and row.score is None:
            say(f"{row.path}: {row.status.replace('_', ' ')}: {row.message}", error=True)
        elif self.total <= FEW:
            say(_line(row))
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], advance=1, description=self.summary())
        elif self.total > FEW and time.monotonic() - self._printed_at > EVERY:
            self._printed_at = time.monotonic()
            say(self._count_line())

    @property
    def done(self) -> int:
        """How many submissions there is a row of."""
        return self.counts.total()

    def summary(self) -> str:
        """Say how many rows there are of each status."""
        statuses = ("graded", "unchanged", "unreadable", "internal_error")
        return " · ".join(
            f"{self.counts[name]} {name.replace('_', ' ')}" for name in statuses if self.counts[name]
        )

    def _count_line(self) -> str:
        rate = self.done / max(time.monotonic() - self.started, 1e-9)
        left = (self.total - self.done) / rate
        return f"{self.done} of {self.total} ({self.summary()}), {rate:.0f} a second, {left:.0f} s left"


def _line(row: Row) -> str:
    if not row.status:
        return f"{row.label}: unchanged"
    exercises = row.record["exercises"] if row.record else []
    failing = [exercise["name"] for exercise in exercises if exercise["score"] < exercise["max_score"]]
    to_fix = f"  ({join_words(failing, most=3)})" if failing else ""
    return f"{row.label}: {row.score:g} of {row.max_score:g}{to_fix}"


@contextmanager
def show_progress(total: int) -> Iterator[Progress]:
    """Open a progress display for so many submissions."""
    progress = Progress(total)
    if total <= FEW or not sys.stdout.isatty():
        yield progress
        return
    from rich import progress as rich

    columns = (
        rich.TextColumn("{task.description}"), rich.BarColumn(), rich.MofNCompleteColumn(),
        rich.TextColumn("{task.speed:.0f}/s"), rich.TimeRemainingColumn(),
    )  # fmt: skip
    with rich.Progress(*columns) as bar:
        bar.add_task("starting", total=total)
        progress.bar = bar
        yield progress
