"""Nested values: dictionaries, lists and tuples that hold each other, and leaves, which are all else.

What a function is given and returns is such a value; an array is a leaf. Whoever must see leaves differently (the
comparison takes a list of numbers for an array, a measure stops early) walks on its own, and says so there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Value

LEAVES = frozenset(
    {np.ndarray, float, int, bool, str, bytes, complex, type(None)}
)  # told at a glance; there are more


def leaves(value: Value) -> Iterator[Value]:
    """Yield what a value holds that itself holds nothing, in order; an empty container has no leaf."""
    if type(value) in LEAVES:
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def arrays(value: Value) -> Iterator[NDArray[Any]]:
    """Yield the arrays in a value, and its numbers and truth values as arrays of no dimension."""
    for leaf in leaves(value):
        if isinstance(leaf, np.ndarray | bool | int | float):
            yield np.asarray(leaf)


def map_leaves(function: Callable[[Value], Value], value: Value) -> Value:
    """Return a value of the same structure, with what the function makes of every leaf."""
    if isinstance(value, Mapping):
        return {key: map_leaves(function, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [map_leaves(function, item) for item in value]
        return (
            value._make(items) if hasattr(value, "_make") else type(value)(items)
        )  # a named tuple's own way
    return function(value)


def equal(first: Value, second: Value) -> bool:
    """Tell whether two values are the same: keys in one order, a list as good as a tuple, arrays by their entries."""
    if isinstance(first, np.ndarray) or isinstance(second, np.ndarray):
        return np.array_equal(first, second)
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return list(first) == list(second) and equal(list(first.values()), list(second.values()))
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        return len(first) == len(second) and all(map(equal, first, second))
    return bool(first == second)


def count_numbers(value: Value) -> int:
    """Count the entries of a value's arrays and its other leaves."""
    return sum(leaf.size if isinstance(leaf, np.ndarray) else 1 for leaf in leaves(value))


def byte_size(value: Value) -> int:
    """Return the bytes that a value's leaves take."""
    return sum(leaf.nbytes if isinstance(leaf, np.ndarray) else sys.getsizeof(leaf) for leaf in leaves(value))


def fits(key: object, patterns: Sequence[str]) -> bool:
    """Tell whether a dictionary's key, as text, is what one of the glob patterns means: dW* fits dW1."""
    return any(fnmatchcase(str(key), pattern) for pattern in patterns)
