"""How scores become marks, as values; `course_file.py` reads them, docs/course-toml.md tells what each means.

Numbers are exact (rounding.py): a mark is rounded once, where it is written.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from fractions import Fraction

ATTEMPTS = ("best", "last")
BEFORE_DUE = ("handed_in", "nothing", "all")  # what counts of an assignment before its due date
ONE_DAY = Fraction(1)


@dataclass(frozen=True, slots=True)
class Late:
    """What lateness costs: `[late]`."""

    per_day: Fraction = Fraction(0)  # per cent of the score
    at_most: Fraction = Fraction(100)
    grace_minutes: Fraction = Fraction(0)
    closed_after_days: Fraction | None = None

    @property
    def costs(self) -> bool:
        return self.per_day > 0 or self.closed_after_days is not None

    def share_lost(self, days: Fraction) -> Fraction:
        """Return which share of its score a submission so many days late loses."""
        if self.closed_after_days is not None and days > self.closed_after_days:
            return Fraction(1)
        return min(self.per_day * math.ceil(days), self.at_most) / 100 if days > 0 else Fraction(0)


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one person and one assignment: `[[extensions]]`."""

    student: str
    assignment: str
    days: Fraction = Fraction(0)
    due: datetime | None = None  # instead of days: the person's own due date


@dataclass(frozen=True, slots=True)
class Team:
    """Who hands in together: `[[teams]]`."""

    members: tuple[str, ...]
    assignments: tuple[str, ...] = ()  # empty: all
    name: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What course.toml declares."""

    zone: tzinfo = UTC
    time_zone: str = ""  # as it was declared; empty where none was
    attempts: str = "best"
    pass_mark: Fraction = Fraction(80)
    weights: Mapping[str, Fraction] = field(default_factory=dict)  # empty: all assignments alike
    due: Mapping[str, datetime] = field(default_factory=dict)  # in UTC
    late: Late = Late()
    late_without_time: Fraction | None = None  # days; None: none was declared
    drop_lowest: int = 0
    before_due: str = BEFORE_DUE[0]
    extensions: tuple[Extension, ...] = ()
    teams: tuple[Team, ...] = ()

    @property
    def make_finals(self) -> bool:
        """Whether what is declared is of the course as a whole."""
        return bool(self.weights or self.due or self.drop_lowest or self.teams)
