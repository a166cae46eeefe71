"""Reads what a course calls things from its `assignments/conventions.toml`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from grader.conventions import (
    Confusion,
    Conventions,
    DerivedQuantity,
    Functions,
    Naming,
    Numbering,
    Quantities,
    RelatedQuantity,
    Siblings,
    Size,
)
from grader.errors import AssignmentError
from grader.judge.formula import check as check_formula
from grader.wording import did_you_mean

NESTED = {  # entry -> what each of its tables describes
    "quantities": Quantities,
    "naming": Naming,
    "functions": Functions,
    "sizes": Size,
    "derived": DerivedQuantity,
    "related": RelatedQuantity,
    "siblings": Siblings,
    "numbering": Numbering,
    "confusions": Confusion,
}


def conventions_path(course: Path) -> Path:
    return course / "assignments" / "conventions.toml"


def load_conventions(course: Path) -> Conventions:
    """Return the course's conventions, neutral ones where it declares none.

    Raises AssignmentError, which names the file, where it is no TOML or an entry is unknown or of another form.
    """
    path = conventions_path(course)
    if not path.is_file():
        return Conventions()
    import tomllib

    try:
        conventions: Conventions = build(Conventions, tomllib.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:  # those of tomllib and of the encoding are ValueErrors
        raise AssignmentError(str(error), path) from error
    return conventions


def build(kind: Any, table: Any, where: str = "") -> Any:
    """Make a value of a frozen type from a table of TOML; ValueError names the entry that does not fit."""
    if not isinstance(table, Mapping):
        raise ValueError(f"{where or 'this'} must be a table, not {table!r:.40}")
    entries = {field.name: field for field in fields(kind)}
    for name in table:
        if name not in entries:
            raise ValueError(
                f"{name!r} is no entry{f' of {where}' if where else ''}; {did_you_mean(name, entries)}"
            )
    values = {name: _value(str(entries[name].type), name, value, where) for name, value in table.items()}
    try:
        return kind(**values)
    except TypeError as error:
        missing = ", ".join(re.findall(r"'(\w+)'", str(error)))
        raise ValueError(f"an entry of {where} lacks {missing}") from error


def _value(kind: str, name: str, value: Any, where: str) -> Any:
    path = f"{where}.{name}" if where else name
    if name in NESTED:
        make = partial(build, NESTED[name], where=path)
        return tuple(map(make, _list(value, path))) if kind.startswith("tuple") else make(value)
    converted = FORMS[kind](value, path)
    if check := CHECKS.get(".".join(path.split(".")[-2:])):
        for text in converted if isinstance(converted, tuple) else (converted,):
            try:
                check(text)
            except ValueError as error:
                raise ValueError(f"{path}: {error}") from error
    return converted


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{path} must be a text, not {value!r:.40}")
    return value


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{path} must be a list, not {value!r:.40}")
    return value


def _texts(value: Any, path: str) -> tuple[str, ...]:
    return tuple(_text(item, path) for item in _list(value, path))


def _groups(value: Any, path: str) -> tuple[tuple[str, ...], ...]:
    groups = tuple(_texts(item, path) for item in _list(value, path))
    if not all(group and all(group) for group in groups):
        raise ValueError(f"{path} must hold groups of names, none of them empty")
    return groups


def _pairs(value: Any, path: str) -> tuple[tuple[str, ...], ...]:
    """Read pairs of texts, written as a list of pairs or as a table."""
    items = [[*item] for item in value.items()] if isinstance(value, Mapping) else _list(value, path)
    pairs = tuple(_texts(item, path) for item in items)
    if any(len(pair) != 2 or not pair[0] for pair in pairs):
        raise ValueError(f"{path} must hold pairs: [first, second]")
    return pairs


def _table(value: Any, path: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{path} must be a table, not {value!r:.40}")
    return tuple((key, _texts(item, f"{path}.{key}")) for key, item in value.items())


FORMS: dict[str, Callable[[Any, str], Any]] = {  # a field's type -> what reads it
    "str": _text,
    "Names": _texts,
    "tuple[Names, ...]": _groups,
    "tuple[tuple[str, str], ...]": _pairs,
    "tuple[tuple[str, Names], ...]": _table,
}


def _check_pattern(text: str) -> None:
    try:
        re.compile(text.replace("{number}", ""))
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error


def _check_expression(text: str) -> None:
    try:
        ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise ValueError(f"{text!r} cannot be read: {error.msg}") from error


def _check_effect(text: str) -> None:
    """Refuse a sentence whose braces hold anything but what is put in their place."""
    if re.search(r"[{}]", re.sub(r"\{(target|name|other)\}", "", text)):
        raise ValueError(f"{text!r} may hold {{target}}, {{name}} and {{other}}, and no other braces")


CHECKS: dict[str, Callable[[str], None]] = {  # the end of an entry's path -> what refuses a text in it
    **dict.fromkeys(("naming.known", "naming.keys", "siblings.of", "siblings.are"), _check_pattern),
    "derived.formula": check_formula,
    "confusions.formula": _check_expression,
    "confusions.effect": _check_effect,
}
