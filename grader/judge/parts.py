"""Cut a returned value into the named parts that points are given for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from grader.judge.compare import show
from grader.model import Difference, DifferenceKind, Exercise, Part, Value
from grader.values import fits
from grader.wording import count_of


def canonical(exercise: Exercise, value: Value) -> Value:
    """Bring a value into the author's canonical form; a value the form does not fit stays as it is."""
    if exercise.canonical is None:
        return value
    try:
        with np.errstate(all="ignore"):
            return exercise.canonical(value)
    except Exception:  # the student's value may be anything: it is then compared as it came
        return value


def split(exercise: Exercise, value: Value) -> dict[str, Value] | Difference:
    """Return the parts by name, or the difference where the value cannot be cut into them."""
    required = [part for part in exercise.parts if not part.optional]
    if len(required) == 1 and not (len(exercise.parts) > 1 and isinstance(value, tuple) and value):
        return {required[0].name: value}
    if isinstance(value, list | tuple) and len(required) <= len(value) <= len(exercise.parts):
        return {part.name: item for part, item in zip(exercise.parts, value, strict=False)}
    return Difference("", DifferenceKind.MISSING, _count_sentence(required, value))


def shares(exercise: Exercise, part: Mapping[Any, Value]) -> tuple[dict[Any, Value], list[dict[Any, Value]]]:
    """Cut a part that is a dictionary into what each of its shares needs and the shares that it has."""
    compared = {key: value for key, value in part.items() if not fits(key, exercise.ignore)}
    common = {key: value for key, value in compared.items() if not fits(key, exercise.shares)}
    groups = [{key: compared[key] for key in compared if fits(key, [pattern])} for pattern in exercise.shares]
    return common, [group for group in groups if group]


def _count_sentence(required: list[Part], value: Value) -> str:
    names = ", ".join(part.name for part in required)
    if value is None:
        return f"nothing is returned, expected {count_of(len(required), 'value')}: {names}"
    if isinstance(value, list | tuple):
        return f"{count_of(len(value), 'value')} returned, expected {len(required)}: {names}"
    return f"the result is {show(value)}, expected {count_of(len(required), 'value')}: {names}"
