"""Submissions that understand nothing: functions that look the public answers up, and guess the hidden ones."""

from __future__ import annotations

import base64
import pickle
import zlib
from collections.abc import Sequence
from typing import Any

from grader.course.key import AnswerKey
from grader.model import Assignment, Exercise

LOOK_UP = '''
import base64, pickle, zlib
import numpy as np


def _flat(value):
    """Return a value's numbers in one row."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        rows = [_flat(item) for item in value]
        return np.concatenate(rows) if rows else np.zeros(0)
    try:
        return np.asarray(value, dtype=float).ravel()
    except (TypeError, ValueError):
        return np.array([float(sum(map(ord, str(value))))])


def _shapes(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return tuple(_shapes(item) for item in value)
    return np.shape(value)


def _same(one, other):
    return one.size == other.size and np.allclose(one, other)


def _distance(one, other):
    size = min(one.size, other.size)
    return abs(one.size - other.size) * 10 + np.abs(one[:size] - other[:size]).sum()


def _cut(value, like):
    """Bring an answer into the shape that an argument has, where it is an array."""
    if isinstance(value, np.ndarray) and isinstance(like, np.ndarray):
        return np.resize(value, like.shape)
    return value


def _answer(table, given):
    mine = _flat(given)
    for arguments, value in table:
        if _same(_flat(arguments), mine):
            return value
    return _otherwise(table, given, mine)
'''

OTHERWISE = {
    "wrong": "def _otherwise(table, given, mine):\n    return None\n",
    "the nearest one": (
        "def _otherwise(table, given, mine):\n"
        "    return min(table, key=lambda row: _distance(_flat(row[0]), mine))[1]\n"
    ),
    "of the same shapes": (
        "def _otherwise(table, given, mine):\n"
        "    return next((value for arguments, value in table if _shapes(arguments) == _shapes(given)), None)\n"
    ),
    "in the arguments' shape": (
        "def _otherwise(table, given, mine):\n"
        "    nearest = min(table, key=lambda row: _distance(_flat(row[0]), mine))[1]\n"
        "    return _cut(nearest, given[0] if given else None)\n"
    ),
}


def table(assignment: Assignment, key: AnswerKey, otherwise: str) -> str:
    """Return a module whose functions answer public cases from a table, and others by a rule of OTHERWISE."""
    functions = [_function(one, key) for one in assignment.exercises]
    return "\n\n".join([LOOK_UP, OTHERWISE[otherwise], *functions])


def _function(exercise: Exercise, key: AnswerKey) -> str:
    rows = [
        ([argument.value for argument in case.arguments if not argument.optional], seen.value)
        for case, seen in zip(exercise.cases, key.expected[exercise.name], strict=True)
        if not case.hidden
    ]
    name = exercise.names[0]
    return f"""
def {name}(*given):
    rows = pickle.loads(zlib.decompress(base64.b64decode({_packed(rows)!r})))
    return _answer(rows, list(given))
"""


def _packed(rows: Sequence[Any]) -> str:
    return base64.b64encode(zlib.compress(pickle.dumps(rows))).decode()
