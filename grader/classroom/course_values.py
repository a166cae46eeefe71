"""One value of course.toml at a time: what is none is refused in a line that names file, key and the way out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from grader.classroom.rounding import exact
from grader.errors import InputError
from grader.moments import moment, zone_of
from grader.wording import did_you_mean, near_words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from fractions import Fraction

SHOWN = 60  # characters of a value that is refused
PER_CENT, MAX_WEIGHT, MAX_DAYS, MAX_GRACE = 100, 1_000_000, 3_650, 525_600  # what a number may come to

MINUTE = timedelta(minutes=1) - timedelta(microseconds=1)

Table = Mapping[str, Any]


def refuse_unknown(table: object, keys: Sequence[str], name: str, where: str) -> None:
    for key in table_of(table, name, where.removesuffix(".")):
        if key not in keys:
            raise InputError(f"{name}: {where}{key} means nothing; {did_you_mean(key, keys)}")


def table_of(value: object, name: str, where: str) -> Table:
    if not isinstance(value, Mapping):
        raise InputError(f"{name}: {where} is {_shown(value)}; a table is expected")
    return value


def tables_of(table: Table, key: str, keys: Sequence[str], name: str) -> list[tuple[str, Table]]:
    """Return the tables of a list, each with what it is called in a message, counted from 1."""
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise InputError(f"{name}: {key} is {_shown(entries)}; tables are expected, each under [[{key}]]")
    named = [(f"{key}[{number}]", entry) for number, entry in enumerate(entries, 1)]
    for where, entry in named:
        refuse_unknown(entry, keys, name, f"{where}.")
    return named


def text_of(table: Table, key: str, name: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        shown = f"is {_shown(value)}" if key in table else "is missing"
        raise InputError(f"{name}: {where}.{key} {shown}; a name in quotes is expected")
    return value.strip()


def texts_of(table: Table, key: str, name: str, where: str) -> tuple[str, ...]:
    value = table.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        shown = f"is {_shown(value)}" if key in table else "is missing"
        raise InputError(
            f'{name}: {where}.{key} {shown}; a list of names is expected, such as ["ada", "bob"]'
        )
    return tuple(item.strip() for item in value)


def choice_of(table: Table, key: str, choices: Sequence[str], name: str) -> str:
    value = table.get(key, choices[0])
    if value not in choices:
        raise InputError(f"{name}: {key} is {_shown(value)}; it may be {' or '.join(choices)}")
    return str(value)


def count_from(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_WEIGHT:
        raise InputError(f"{where} is {_shown(value)}; a whole number from 0 is expected")
    return value


def number_of(value: object, where: str, most: int, unit: str = "") -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        is_large = isinstance(value, int | float) and most < value < math.inf
        limit = f" to {most}" if most == PER_CENT or is_large else ""
        raise InputError(f"{where} is {_shown(value)}; a number{unit} from 0{limit} is expected")
    return exact(value)


def moment_of(value: object, where: str, zone: tzinfo) -> datetime:
    time = moment(value, zone, late=True) if isinstance(value, str) else None
    if time is None:
        raise InputError(
            f"{where} is {_shown(value)}; a date, or a date and time, is expected, such as 2026-10-05T23:59:00"
        )
    # 23:59 is a minute: whoever hands in before it ends is in time, as in other systems
    return time + MINUTE if not time.second and not time.microsecond else time


def course_zone(table: Table, name: str) -> tuple[str, tzinfo]:
    """Return the course's zone and what it is called; UTC where none is declared."""
    value = table.get("time_zone", "UTC")
    try:
        zone = zone_of(value) if isinstance(value, str) else None
    except ValueError:
        zone = None
    if zone is None:
        raise InputError(f"{name}: time_zone is {_shown(value)}; {_zones_like(value)}")
    return str(table.get("time_zone", "")), zone


def _zones_like(value: object) -> str:
    """Say what a zone may be called: a city after the last stroke is enough to know which was meant."""
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    cities = {zone.rpartition("/")[2]: zone for zone in zones}
    near = near_words(value, zones) if isinstance(value, str) else []
    near = near or [cities[city] for city in (near_words(value, cities) if isinstance(value, str) else [])]
    if not zones:
        return "this machine knows no time zones; pip install tzdata"
    return f"did you mean {near[0]!r}?" if near else "a name such as Europe/Berlin is expected"


def _shown(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # a number of thousands of digits
        return "a number of very many digits"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
