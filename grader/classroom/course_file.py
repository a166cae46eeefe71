"""`course.toml` beside assignments/, read and checked: every mistake is one line that names file, key and the way out.

docs/course-toml.md explains every key; its example is read by a test.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from grader.classroom.rounding import exact
from grader.classroom.rules import ATTEMPTS, BEFORE_DUE, Extension, Late, Rules, Team
from grader.course import names
from grader.errors import InputError
from grader.moments import moment, zone_of
from grader.wording import did_you_mean, has_or_have, join_words, near_words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from fractions import Fraction
    from pathlib import Path

FILE = "course.toml"
MAX_BYTES = 1_000_000
SHOWN = 60  # characters of a value that is refused
PER_CENT, MAX_WEIGHT, MAX_DAYS, MAX_GRACE = 100, 1_000_000, 3_650, 525_600  # what a number may come to
KEYS = (
    "time_zone", "attempts", "pass_mark", "drop_lowest", "before_due", "late_without_time", "late", "assignments",
    "extensions", "teams",
)  # fmt: skip
LATE = {"per_day": PER_CENT, "at_most": PER_CENT, "grace_minutes": MAX_GRACE, "closed_after_days": MAX_DAYS}
ASSIGNMENT = ("weight", "due")
EXTENSION = ("student", "assignment", "days", "due")
TEAM = ("members", "assignments", "name")

T = TypeVar("T")
Table = Mapping[str, Any]


def read_table(course: Path) -> dict[str, Any]:
    """Return what course.toml says, as plain JSON values; nothing where there is none.

    A record keeps what was declared then, and `rules_of` reads it whatever has become of the course; the file is
    of the course as it is, and names no assignment that is not there.
    """
    path = course / FILE
    if not os.path.lexists(path):
        return {}
    table: dict[str, Any] = _plain(_parse(path))
    rules = rules_of(table, str(path))
    _refuse_some_weights(rules, table.get("assignments", {}), str(path))
    _refuse_unknown_assignments(rules, table, names(course), str(path))
    return table


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise InputError(f"{path}: larger than {MAX_BYTES // 1_000} kB; is it the right file?")
        return tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: not in UTF-8; save it again as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no TOML: {error}; docs/course-toml.md has an example") from None


def _refuse_some_weights(rules: Rules, assignments: Table, name: str) -> None:
    """Refuse weights of which some are missing: one that was forgotten would take an assignment out of the grade."""
    missing = [id for id in assignments if id not in rules.weights]
    if rules.weights and missing:
        raise InputError(
            f"{name}: assignments.{missing[0]}.weight is missing, and {join_words(list(rules.weights), 3)} "
            f"{has_or_have(len(rules.weights))} one; give each a weight (0 where it is not to count), or none"
        )
    counting = sum(weight > 0 for weight in rules.weights.values())
    if rules.weights and not counting:
        raise InputError(f"{name}: every assignments.*.weight is 0; give one that counts a weight above 0")
    if rules.weights and rules.drop_lowest >= counting:
        raise InputError(
            f"{name}: drop_lowest is {rules.drop_lowest}, of {counting} assignments with a weight; "
            "it is to be less than those"
        )


def _refuse_unknown_assignments(rules: Rules, table: Table, ids: Sequence[str], name: str) -> None:
    named = [(f"assignments.{id}", id) for id in table.get("assignments", {})]
    for number, extension in enumerate(rules.extensions, 1):
        named.append((f"extensions[{number}].assignment", extension.assignment))
    for number, team in enumerate(rules.teams, 1):
        named += [(f"teams[{number}].assignments", id) for id in team.assignments]
    for where, id in named:
        if id not in ids:
            shown = where if where.endswith(f".{id}") else f"{where} names {id!r}"
            raise InputError(f"{name}: {shown}: no such assignment; {did_you_mean(id, ids)}")


# --- a table's values --------------------------------------------------------------------------------------


def rules_of(table: Table, name: str = FILE) -> Rules:
    """Return the rules that a table declares; a key or a value that means nothing is refused."""
    _refuse_unknown(table, KEYS, name, "")
    zone_name, zone = _zone(table, name)
    late = _table(table.get("late", {}), name, "late")
    _refuse_unknown(late, tuple(LATE), name, "late.")
    assignments = _table(table.get("assignments", {}), name, "assignments")
    for id, entry in assignments.items():
        _refuse_unknown(entry, ASSIGNMENT, name, f"assignments.{id}.")
    weights = _values(
        assignments, "weight", lambda value, where: _number(value, f"{name}: {where}", MAX_WEIGHT)
    )
    due = _values(assignments, "due", lambda value, where: _moment(value, f"{name}: {where}", zone))
    extensions = _extensions(table, due, zone, name)
    options: dict[str, Any] = {}
    if "late_without_time" in table:
        options["late_without_time"] = _number(
            table["late_without_time"], f"{name}: late_without_time", MAX_DAYS, " of days"
        )
    return Rules(
        zone,
        zone_name,
        _choice(table, "attempts", ATTEMPTS, name),
        _number(table.get("pass_mark", 80), f"{name}: pass_mark", PER_CENT),
        weights,
        due,
        Late(**{key: _number(value, f"{name}: late.{key}", LATE[key]) for key, value in late.items()}),
        drop_lowest=_count(table.get("drop_lowest", 0), f"{name}: drop_lowest"),
        before_due=_choice(table, "before_due", BEFORE_DUE, name),
        extensions=extensions,
        teams=_teams(table, name),
        **options,
    )


def _values(assignments: Table, key: str, read: Callable[[Any, str], T]) -> dict[str, T]:
    """Read one key of every assignment that has it."""
    return {
        id: read(entry[key], f"assignments.{id}.{key}") for id, entry in assignments.items() if key in entry
    }


def _extensions(table: Table, due: Mapping[str, datetime], zone: tzinfo, name: str) -> tuple[Extension, ...]:
    extensions = []
    for where, entry in _tables(table, "extensions", EXTENSION, name):
        student, id = (_text(entry, key, name, where) for key in ("student", "assignment"))
        if ("days" in entry) == ("due" in entry):
            raise InputError(f"{name}: {where} is to have either days or due, such as days = 2")
        if id not in due and "days" in entry:
            raise InputError(
                f"{name}: {where}.days: {id} has no due date that they could move; "
                f"give [assignments.{id}] a due, or say due here"
            )
        days = _number(entry.get("days", 0), f"{name}: {where}.days", MAX_DAYS)
        own = _moment(entry["due"], f"{name}: {where}.due", zone) if "due" in entry else None
        extensions.append(Extension(student, id, days, own))
    _refuse_twice(
        [(extension.student, extension.assignment) for extension in extensions],
        lambda pair: f"{name}: extensions: {pair[0]} has two for {pair[1]}; keep the one that is to hold",
    )
    return tuple(extensions)


def _teams(table: Table, name: str) -> tuple[Team, ...]:
    teams = []
    for where, entry in _tables(table, "teams", TEAM, name):
        members = _texts(entry, "members", name, where)
        if len(set(members)) < 2:
            raise InputError(f"{name}: {where}.members is to name two students at least")
        ids = _texts(entry, "assignments", name, where) if "assignments" in entry else ()
        teams.append(Team(members, ids, _text(entry, "name", name, where) if "name" in entry else ""))
    places = [
        (member, id) for team in teams for id in team.assignments or ("",) for member in set(team.members)
    ]
    places += [(member, "") for member, id in places if id and (member, "") in places]
    _refuse_twice(
        places,
        lambda pair: (
            f"{name}: teams: {pair[0]} is in two teams{f' for {pair[1]}' if pair[1] else ''}; "
            "name the assignments of each team, or keep one"
        ),
    )
    return tuple(teams)


def _refuse_twice(items: Sequence[tuple[str, str]], describe: Callable[[tuple[str, str]], str]) -> None:
    for item, count in Counter(items).items():
        if count > 1:
            raise InputError(describe(item))


# --- one value ---------------------------------------------------------------------------------------------


def _refuse_unknown(table: object, keys: Sequence[str], name: str, where: str) -> None:
    for key in _table(table, name, where.removesuffix(".")):
        if key not in keys:
            raise InputError(f"{name}: {where}{key} means nothing; {did_you_mean(key, keys)}")


def _table(value: object, name: str, where: str) -> Table:
    if not isinstance(value, Mapping):
        raise InputError(f"{name}: {where} is {_shown(value)}; a table is expected")
    return value


def _tables(table: Table, key: str, keys: Sequence[str], name: str) -> list[tuple[str, Table]]:
    """Return the tables of a list, each with what it is called in a message, counted from 1."""
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise InputError(f"{name}: {key} is {_shown(entries)}; tables are expected, each under [[{key}]]")
    named = [(f"{key}[{number}]", entry) for number, entry in enumerate(entries, 1)]
    for where, entry in named:
        _refuse_unknown(entry, keys, name, f"{where}.")
    return named


def _text(table: Table, key: str, name: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        shown = f"is {_shown(value)}" if key in table else "is missing"
        raise InputError(f"{name}: {where}.{key} {shown}; a name in quotes is expected")
    return value.strip()


def _texts(table: Table, key: str, name: str, where: str) -> tuple[str, ...]:
    value = table.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        shown = f"is {_shown(value)}" if key in table else "is missing"
        raise InputError(
            f'{name}: {where}.{key} {shown}; a list of names is expected, such as ["ada", "bob"]'
        )
    return tuple(item.strip() for item in value)


def _choice(table: Table, key: str, choices: Sequence[str], name: str) -> str:
    value = table.get(key, choices[0])
    if value not in choices:
        raise InputError(f"{name}: {key} is {_shown(value)}; it may be {' or '.join(choices)}")
    return str(value)


def _count(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_WEIGHT:
        raise InputError(f"{where} is {_shown(value)}; a whole number from 0 is expected")
    return value


def _number(value: object, where: str, most: int, unit: str = "") -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        is_large = isinstance(value, int | float) and most < value < math.inf
        limit = f" to {most}" if most == PER_CENT or is_large else ""
        raise InputError(f"{where} is {_shown(value)}; a number{unit} from 0{limit} is expected")
    return exact(value)


def _moment(value: object, where: str, zone: tzinfo) -> datetime:
    time = moment(value, zone, late=True) if isinstance(value, str) else None
    if time is None:
        raise InputError(
            f"{where} is {_shown(value)}; a date, or a date and time, is expected, such as 2026-10-05T23:59:00"
        )
    return time


def _zone(table: Table, name: str) -> tuple[str, tzinfo]:
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


def _plain(value: Any) -> Any:
    """Turn what only TOML has into text."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
