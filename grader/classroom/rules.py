"""How scores become marks: `course.toml` beside assignments/, read and checked.

attempts = "best"         # or "last": which of a student's submissions counts
pass_mark = 80            # per cent

[late]
per_day = 10              # per cent of the score for each day begun
at_most = 50              # no lateness costs more
grace_minutes = 15        # forgiven
closed_after_days = 7     # later work earns nothing

[assignments.logistic_regression]
weight = 20               # relative to the other assignments
due = 2026-10-05T23:59:00+02:00
"""

from __future__ import annotations

import math
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from grader.course import names
from grader.errors import InputError
from grader.wording import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

ATTEMPTS = ("best", "last")
PER_CENT, NO_END = 100.0, sys.float_info.max  # what a number may come to
LATE = {"per_day": PER_CENT, "at_most": PER_CENT}  # more than all of a score would leave less than nothing
FILE = "course.toml"
MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Late:
    """What lateness costs: `[late]`."""

    per_day: float = 0.0  # per cent of the score
    at_most: float = 100.0
    grace_minutes: float = 0.0
    closed_after_days: float = math.inf

    def share_lost(self, days: float) -> float:
        """Return which share of its score a submission so many days late loses."""
        if days > self.closed_after_days:
            return 1.0
        return min(self.per_day * math.ceil(days), self.at_most) / 100 if days > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What course.toml declares."""

    attempts: str = "best"
    pass_mark: float = 80.0
    weights: Mapping[str, float] = field(default_factory=dict)  # empty: all assignments alike
    due: Mapping[str, datetime] = field(default_factory=dict)
    late: Late = Late()

    def days_late(self, assignment: str, when: str, flagged: bool, extra_days: float) -> float:
        """Return how late a submission is; one that its system calls late, without a time, is so by a day."""
        due, handed_in = self.due.get(assignment), moment(when)
        if due is None or handed_in is None:
            return max(0.0, 1.0 - extra_days) if flagged else 0.0
        allowed = due + timedelta(days=extra_days, minutes=self.late.grace_minutes)
        return max(0.0, (handed_in - allowed) / timedelta(days=1))


def read_table(course: Path) -> dict[str, Any]:
    """Return what course.toml says, as plain JSON values; nothing where there is none.

    A record keeps what was declared then, and `rules_of` reads it whatever has become of the course; the file is
    of the course as it is, and names no assignment that is not there.
    """
    path = course / FILE
    if not path.is_file():
        return {}
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES // 1_000} kB; is it the right file?")
        table: dict[str, Any] = _plain(tomllib.loads(content.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path}: {error}") from None
    rules_of(table, str(path))
    ids = names(course)
    for id in table.get("assignments", {}):
        if id not in ids:
            raise InputError(f"{path}: assignments.{id}: no such assignment; {did_you_mean(id, ids)}")
    return table


def rules_of(table: Mapping[str, Any], name: str = FILE) -> Rules:
    """Return the rules that a table declares; a key or a value that means nothing is refused."""
    _refuse_unknown(table, ("attempts", "pass_mark", "late", "assignments"), name, "")
    attempts = table.get("attempts", "best")
    if attempts not in ATTEMPTS:
        raise InputError(f"{name}: attempts is {attempts!r}; it may be {' or '.join(ATTEMPTS)}")
    late = table.get("late", {})
    _refuse_unknown(late, Late.__slots__, name, "late.")
    assignments = _table(table.get("assignments", {}), name, "assignments")
    for id, entry in assignments.items():
        _refuse_unknown(entry, ("weight", "due"), name, f"assignments.{id}.")
    return Rules(
        attempts=attempts,
        pass_mark=_number(table.get("pass_mark", 80), f"{name}: pass_mark", PER_CENT),
        weights={
            id: _number(entry["weight"], f"{name}: assignments.{id}.weight")
            for id, entry in assignments.items()
            if "weight" in entry
        },
        due={
            id: _moment(entry["due"], f"{name}: assignments.{id}.due")
            for id, entry in assignments.items()
            if "due" in entry
        },
        late=Late(
            **{
                key: _number(value, f"{name}: late.{key}", LATE.get(key, NO_END))
                for key, value in late.items()
            }
        ),
    )


def _refuse_unknown(table: object, keys: tuple[str, ...], name: str, where: str) -> None:
    for key in _table(table, name, where.removesuffix(".")):
        if key not in keys:
            raise InputError(f"{name}: {where}{key} means nothing; {did_you_mean(key, keys)}")


def _table(value: object, name: str, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(f"{name}: {where} is {value!r}; a table is expected")
    return value


def _number(value: object, where: str, most: float = NO_END) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        upto = f" to {most:g}" if most < NO_END else ""
        raise InputError(f"{where} is {value!r}; a number from 0{upto} is expected")
    return float(value)


def _moment(value: object, where: str) -> datetime:
    time = moment(value) if isinstance(value, str) else None
    if time is None:
        raise InputError(
            f"{where} is {value!r}; a date and time are expected, such as 2026-10-05T23:59:00+02:00"
        )
    return time


def moment(text: str) -> datetime | None:
    """Read a time as an LMS or TOML writes it; without a zone it is UTC's."""
    text = text.strip().removesuffix("UTC").strip()
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _plain(value: Any) -> Any:
    """Turn what only TOML has into text; the tables of a list stay as they are."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value.isoformat() if hasattr(value, "isoformat") else value
