"""Tells whether what was read from a file is of the types that its dataclasses declare, all the way down.

A file is anybody's, and what is made of it is used by code that trusts those types.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

LARGEST = 1e15  # of a number: what is beyond, infinite or NaN is nothing to reckon with


def check_types(value: object, declared: Any) -> None:
    """Raise TypeError where a value, or anything in it, is not of its declared type."""
    if not _is(value, declared):
        raise TypeError(f"{type(value).__name__} where {declared} is expected")


def _is(value: Any, declared: Any) -> bool:
    if declared is Any:
        return True
    if declared in (int, float):
        return type(value) in (int, declared) and -LARGEST <= value <= LARGEST
    if dataclasses.is_dataclass(declared):
        fields = _types(typing.cast("type", declared)).items()
        return type(value) is declared and all(_is(getattr(value, name), kind) for name, kind in fields)
    origin, arguments = typing.get_origin(declared), typing.get_args(declared)
    if origin in (typing.Union, types.UnionType):
        return any(_is(value, choice) for choice in arguments)
    if origin is tuple:
        return type(value) is tuple and _are(value, arguments)
    if origin is Mapping:
        return isinstance(value, Mapping) and all(_are(item, arguments) for item in value.items())
    if origin is np.ndarray:
        return isinstance(value, np.ndarray) and value.dtype == typing.get_args(arguments[1])[0]
    return type(value) is declared  # of functions there are none


def _are(values: tuple[Any, ...], declared: tuple[Any, ...]) -> bool:
    """Tell whether the elements of a tuple are of their types, of which the last may stand for many."""
    if declared[-1] is ...:
        declared = declared[:1] * len(values)
    return len(values) == len(declared) and all(map(_is, values, declared))


@cache
def _types(dataclass: type) -> dict[str, Any]:
    return typing.get_type_hints(dataclass)
