"""Every argument is plain data, which alone can be sent to a student's process."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.model import Exercise
from grader.values import leaves
from grader.worker import Opaque, WireError
from grader.worker.wire import decode, encode


def is_plain(_: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Yield a problem for an exercise that is called with something else."""
    if reason := foreign_argument(exercise):
        yield Problem(reason)


def foreign_argument(exercise: Exercise) -> str:
    """Name an argument that cannot be sent to a student's process; empty where all can."""
    for case in (*exercise.cases, *exercise.scaling):
        for argument in case.arguments:
            try:
                value = decode(encode(argument.value))
            except WireError as error:
                return f"argument {argument.name} of case {case.number} cannot be sent: {error}"
            if type_name := _opaque_type(value) or _changed_type(argument.value):
                return f"argument {argument.name} of case {case.number} holds a {type_name}: give plain data"
    return ""


def _opaque_type(value: Any) -> str:
    """Return the type's name of something in a value that is no plain data."""
    return next((leaf.type_name for leaf in leaves(value) if isinstance(leaf, Opaque)), "")


def _changed_type(value: Any) -> str:
    """Return the name of a type that a student may return, read as numbers or lists, and no author may give."""
    for leaf in leaves(value):
        if isinstance(leaf, np.ndarray) and leaf.dtype.hasobject:
            return "array of objects"
        if isinstance(leaf, numbers.Number) and not isinstance(leaf, int | float | complex | np.generic):
            return type(leaf).__name__
    return ""
