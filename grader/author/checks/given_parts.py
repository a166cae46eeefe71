"""Finds parts of an answer that take no work: in every case they are an argument, zeros, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.judge.parts import canonical, split
from grader.model import Exercise, Observation, Value
from grader.values import equal, fits
from grader.wording import join_words

DEPTH = 3  # of what arguments hold
ABSENT = object()

Path = tuple[object, ...]


def take_work(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """No part and no key earns anything by what is given, unless all of the answer does."""
    if exercise.judge:
        return
    expected = context.expected_answers(exercise)
    parts = given_parts(exercise, expected)
    weights = {part.name: part.weight for part in exercise.parts}
    if not all(name in parts for name, weight in weights.items() if weight):
        for name in (name for name in parts if weights[name]):
            declared = {other: 0 if other in parts else weight for other, weight in weights.items()}
            yield Problem(
                f"{name} is {parts[name]} in every case, which earns {weights[name] / sum(weights.values()):.0%} "
                f"without any work: give it no weight, as in returns={_brief(declared)}"
            )
    for pattern, text in given_shares(exercise, expected):
        yield Problem(f"what fits shares={pattern!r} is {text} in every case: leave it out of shares=")


def _brief(weights: Mapping[str, float]) -> str:
    return "{" + ", ".join(f'"{name}": {weight:g}' for name, weight in weights.items()) + "}"


def given_parts(exercise: Exercise, expected: Sequence[Observation]) -> dict[str, str]:
    """Return the parts that are made of what is given in every case, each with what it is."""
    arguments = _arguments(exercise)
    made_of = {name: origin(values, arguments) for name, values in _columns(exercise, expected).items()}
    return {name: text for name, text in made_of.items() if text}


def given_shares(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[tuple[str, str]]:
    """Yield the patterns of `shares` whose keys are all made of what is given, with what they are."""
    arguments = _arguments(exercise)
    for values in _columns(exercise, expected).values():
        if all(isinstance(value, Mapping) for value in values):
            for pattern in exercise.shares:
                group = [{key: value[key] for key in value if fits(key, [pattern])} for value in values]
                if text := origin(group, arguments):
                    yield pattern, text


def _arguments(exercise: Exercise) -> list[dict[str, Value]]:
    return [{item.name: item.value for item in case.arguments} for case in exercise.cases if not case.edge]


def _columns(exercise: Exercise, expected: Sequence[Observation]) -> dict[str, list[Value]]:
    """Return what every part is, case by case; parts that some case has not are left out."""
    pairs = zip(exercise.cases, expected, strict=True)
    rows = [split(exercise, canonical(exercise, answer.value)) for case, answer in pairs if not case.edge]
    whole = [row for row in rows if isinstance(row, dict)]
    names = [part.name for part in exercise.parts if whole and all(part.name in row for row in whole)]
    return {name: [row[name] for row in whole] for name in names}


def origin(values: Sequence[Value], arguments: Sequence[Mapping[str, Value]]) -> str:
    """Say what a value is made of in every case; nothing where it takes work.

    Of containers whose lengths or keys differ between cases, what all have is looked at.
    """
    if not values:
        return ""
    for name, fill in _CONSTANTS.items():
        if all(_is_filled(value, fill) for value in values):
            return name
    for path in _paths(arguments[0], DEPTH):
        if all(equal(_at(case, path), value) for case, value in zip(arguments, values, strict=True)):
            return f"its argument {_named(path)}"
    inner = [origin(column, arguments) for column in _inner(values)]
    return f"made of {join_words(list(dict.fromkeys(inner)), 4)}" if inner and all(inner) else ""


_CONSTANTS = {"nothing": None, "zeros": 0.0, "ones": 1.0}


def _is_filled(value: Value, fill: float | None) -> bool:
    if fill is None or value is None:
        return value is fill or (isinstance(value, list | tuple | Mapping | str) and not value)
    if isinstance(value, np.ndarray | int | float):
        numbers = np.asarray(value)
        return bool(numbers.dtype.kind in "biuf" and numbers.size and np.all(numbers == fill))
    return False


def _paths(value: Value, depth: int, at: Path = ()) -> Iterator[Path]:
    """Yield the ways to all that a case's arguments hold, outermost first."""
    items = value.items() if isinstance(value, Mapping) else enumerate(value)
    inner = []
    for key, item in items:
        yield (*at, key)
        if depth > 1 and isinstance(item, Mapping | list | tuple):
            inner.append(((*at, key), item))
    for path, item in inner:
        yield from _paths(item, depth - 1, path)


def _at(value: Value, path: Path) -> Value:
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return value


def _named(path: Path) -> str:
    return str(path[0]) + "".join(f"[{key!r}]" for key in path[1:])


def _inner(values: Sequence[Value]) -> Iterator[list[Value]]:
    """Yield what containers have in common, element by element."""
    if all(isinstance(value, Mapping) for value in values):
        for key in values[0]:
            if all(key in value for value in values):
                yield [value[key] for value in values]
    elif all(isinstance(value, list | tuple) for value in values):
        yield from (list(column) for column in zip(*values, strict=False))
