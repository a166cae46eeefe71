"""`course.toml` beside assignments/, read and checked: every mistake is one line that names file, key and the way out.

docs/course-toml.md explains every key; its example is read by a test.
"""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from grader.classroom.course_values import (
    MAX_DAYS,
    MAX_GRACE,
    MAX_WEIGHT,
    PER_CENT,
    Table,
    choice_of,
    count_from,
    course_zone,
    moment_of,
    number_of,
    refuse_unknown,
    table_of,
    tables_of,
    text_of,
    texts_of,
)
from grader.classroom.rules import ATTEMPTS, BEFORE_DUE, Extension, Late, Rules, Team
from grader.course import names
from grader.errors import InputError
from grader.values import map_leaves
from grader.wording import did_you_mean, has_or_have, join_words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from pathlib import Path

FILE = "course.toml"
MAX_BYTES = 1_000_000
KEYS = (
    "time_zone", "attempts", "pass_mark", "drop_lowest", "before_due", "late_without_time", "late", "assignments",
    "extensions", "teams",
)  # fmt: skip
LATE = {"per_day": PER_CENT, "at_most": PER_CENT, "grace_minutes": MAX_GRACE, "closed_after_days": MAX_DAYS}
ASSIGNMENT = ("weight", "due")
EXTENSION = ("student", "assignment", "days", "due")
TEAM = ("members", "assignments", "name")

T = TypeVar("T")


def read_table(course: Path) -> dict[str, Any]:
    """Return what course.toml says, as plain JSON values; nothing where there is none.

    A record keeps what was declared then, and `rules_of` reads it whatever has become of the course; the file is
    of the course as it is, and names no assignment that is not there.
    """
    path = course / FILE
    if not os.path.lexists(path):
        return {}
    table: dict[str, Any] = map_leaves(_as_text, _parse(path))
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
    refuse_unknown(table, KEYS, name, "")
    zone_name, zone = course_zone(table, name)
    late = table_of(table.get("late", {}), name, "late")
    refuse_unknown(late, tuple(LATE), name, "late.")
    assignments = table_of(table.get("assignments", {}), name, "assignments")
    for id, entry in assignments.items():
        refuse_unknown(entry, ASSIGNMENT, name, f"assignments.{id}.")
    weights = _values(
        assignments, "weight", lambda value, where: number_of(value, f"{name}: {where}", MAX_WEIGHT)
    )
    due = _values(assignments, "due", lambda value, where: moment_of(value, f"{name}: {where}", zone))
    extensions = _extensions(table, due, zone, name)
    options: dict[str, Any] = {}
    if "late_without_time" in table:
        options["late_without_time"] = number_of(
            table["late_without_time"], f"{name}: late_without_time", MAX_DAYS, " of days"
        )
    return Rules(
        zone,
        zone_name,
        choice_of(table, "attempts", ATTEMPTS, name),
        number_of(table.get("pass_mark", 80), f"{name}: pass_mark", PER_CENT),
        weights,
        due,
        Late(**{key: number_of(value, f"{name}: late.{key}", LATE[key]) for key, value in late.items()}),
        drop_lowest=count_from(table.get("drop_lowest", 0), f"{name}: drop_lowest"),
        before_due=choice_of(table, "before_due", BEFORE_DUE, name),
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
    for where, entry in tables_of(table, "extensions", EXTENSION, name):
        student, id = (text_of(entry, key, name, where) for key in ("student", "assignment"))
        if ("days" in entry) == ("due" in entry):
            raise InputError(f"{name}: {where} is to have either days or due, such as days = 2")
        if id not in due and "days" in entry:
            raise InputError(
                f"{name}: {where}.days: {id} has no due date that they could move; "
                f"give [assignments.{id}] a due, or say due here"
            )
        days = number_of(entry.get("days", 0), f"{name}: {where}.days", MAX_DAYS)
        own = moment_of(entry["due"], f"{name}: {where}.due", zone) if "due" in entry else None
        extensions.append(Extension(student, id, days, own))
    _refuse_twice(
        [(extension.student, extension.assignment) for extension in extensions],
        lambda pair: f"{name}: extensions: {pair[0]} has two for {pair[1]}; keep the one that is to hold",
    )
    return tuple(extensions)


def _teams(table: Table, name: str) -> tuple[Team, ...]:
    teams = []
    for where, entry in tables_of(table, "teams", TEAM, name):
        members = texts_of(entry, "members", name, where)
        if len(set(members)) < 2:
            raise InputError(f"{name}: {where}.members is to name two students at least")
        ids = texts_of(entry, "assignments", name, where) if "assignments" in entry else ()
        teams.append(Team(members, ids, text_of(entry, "name", name, where) if "name" in entry else ""))
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


def _as_text(value: Any) -> Any:
    """Turn what only TOML has, a date or a time, into text."""
    return value.isoformat() if hasattr(value, "isoformat") else value
