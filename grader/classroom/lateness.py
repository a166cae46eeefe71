"""When a hand-in is due for one person, and by how many days it is late: by calendar and clock of the course's zone.

A day ends when the clocks there show the time of the due date again, however many hours that takes when they change;
minutes of grace follow each such end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.classroom.rules import ONE_DAY, Extension, Rules
from grader.moments import add_days

if TYPE_CHECKING:
    from datetime import tzinfo

MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


def due_date(
    rules: Rules, assignment: str, extra_days: Fraction, extension: Extension | None
) -> datetime | None:
    """Return a person's own due date of an assignment, in UTC; None where it has none.

    Days of an extension come on top of those that the roster grants; a due date of an extension is the last word.
    """
    due = rules.due.get(assignment)
    if extension and extension.due:
        return extension.due
    return add_days(due, float(extra_days + _days(extension)), rules.zone) if due else None


def last_moment(rules: Rules, due: datetime) -> datetime:
    """Return the last moment at which work is not late: grace follows the due date."""
    return due + timedelta(minutes=float(rules.late.grace_minutes))


def days_late(rules: Rules, due: datetime, handed_in: datetime) -> Fraction:
    """Return by how many of the calendar's days a hand-in is late; the day that it falls into as a part of one."""
    if handed_in <= last_moment(rules, due):
        return Fraction(0)
    whole = max(0, (_wall(handed_in, rules.zone) - _wall(due, rules.zone)) // DAY - 1)
    while _end(rules, due, whole + 1) < handed_in:
        whole += 1
    start, end = _end(rules, due, whole), _end(rules, due, whole + 1)
    return whole + Fraction((handed_in - start) // MICROSECOND, (end - start) // MICROSECOND)


def days_late_without_time(
    rules: Rules, assignment: str, extra_days: Fraction, extension: Extension | None
) -> Fraction:
    """Return by how many days a hand-in counts as late whose system says that it is, and not by how much."""
    declared = ONE_DAY if rules.late_without_time is None else rules.late_without_time
    granted = extra_days + _days(extension)
    due = rules.due.get(assignment)
    if extension and extension.due:
        granted = days_late(Rules(rules.zone), due, extension.due) if due else declared
    return max(Fraction(0), declared - granted)


def _days(extension: Extension | None) -> Fraction:
    return extension.days if extension else Fraction(0)


def _end(rules: Rules, due: datetime, days: int) -> datetime:
    """Return the end of a day after the due date."""
    return last_moment(rules, add_days(due, days, rules.zone))


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
