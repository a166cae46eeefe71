"""What may cross the wire: which types, shapes, keys and texts, and how a value is brought to it."""

from __future__ import annotations

import collections
import decimal
import functools
import math
import numbers
import re
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAX_NODES = 200_000
MAX_ENTRIES = 1_000  # of one dictionary
MAX_FRAME = 256 << 20
MAX_AXES = 32
MAX_SPREAD = 1 << 20  # of an array of no elements: what it would hold if none of its axes had length 0

_DTYPE = re.compile(r"\|b1|[<|][iu][1248]|<f[248]|<c(8|16)|\|S[1-9]\d{0,5}|<U[1-9]\d{0,5}")
_KEY = 1 << 60  # integers from 2**61 - 1 on hash like smaller ones, and so can be made to collide


class WireError(ValueError):
    """The value cannot be sent, or the bytes are no value."""


KEY_BASES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, lambda value: str.__str__(value)),
    (int, int.__int__),
    (float, float.__float__),
)
BASES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (dict, lambda value: dict(dict.items(value))),
    (tuple, lambda value: tuple(tuple.__iter__(value))),
    (list, lambda value: list(list.__iter__(value))),
    (collections.deque, lambda value: list(collections.deque.__iter__(value))),
    (type({}.values()), list),
    *KEY_BASES,
)


def plain_key(key: Any) -> Any:
    """Return a dictionary's key as the base type it derives from."""
    if isinstance(key, np.generic):
        return key.item()
    if type(key) in (bool, int, float):
        return key
    return next((convert(key) for base, convert in KEY_BASES if isinstance(key, base)), key)


def is_key(key: Any) -> bool:
    """Tell whether a key is of a kind that no thousand can be made of which hash alike.

    That leaves text, whose hashes are drawn anew for every process, small integers and floats, of which no
    forty do; not complex numbers, tuples, or integers that hashing reduces.
    """
    kind = type(key)
    return kind is str or (kind is int and -_KEY < key < _KEY) or kind is float or kind is bool or key is None


def contents(array: Any) -> Any:
    """Return what an array of objects holds: an array of numbers where all are, else a list, or its only object."""
    kinds = set(map(type, array.flat))
    if not kinds or not all(issubclass(kind, NUMBERS) for kind in kinds):
        return array.tolist()
    target = next(plain for plain, members in PLAIN if all(issubclass(kind, members) for kind in kinds))
    try:
        return array.astype(target)
    except (OverflowError, TypeError, ValueError):
        return array.tolist()


NUMBERS = (numbers.Number, np.bool_)
PLAIN: tuple[tuple[type, tuple[type, ...]], ...] = (
    (np.bool_, (bool, np.bool_)),
    (np.int64, (int, np.integer)),
    (np.float64, (numbers.Real, decimal.Decimal, np.bool_)),
    (np.complex128, NUMBERS),
)


def as_float(value: Any) -> float | None:
    """Return a number of a rare kind, such as a fraction, as a float; None for what is no number."""
    if not isinstance(value, numbers.Number):
        return None
    try:
        return float(value)  # type: ignore[arg-type]  # what is complex raises
    except (TypeError, ValueError, ArithmeticError):
        return None


LONG = "gG"  # long doubles, real and complex


def to_native(value: Any) -> Any:
    """Return an array in this machine's byte order, long doubles as doubles.

    Long doubles have padding, which would carry whatever lay in this process's memory before.
    """
    kinds = {"g": np.float64, "G": np.complex128}
    with np.errstate(all="ignore"):
        return value.astype(kinds.get(value.dtype.char, value.dtype.newbyteorder("=")))


@functools.lru_cache(maxsize=64)
def dtype_of(text: str) -> Any:
    """Return the type of an array's entries; None for one that is not plain data."""
    return np.dtype(text) if _DTYPE.fullmatch(text) else None


def size_of(number: Any) -> int:
    if type(number) is not int or not 0 <= number <= MAX_FRAME:
        raise WireError("not a size")
    return number


def spread(shape: Sequence[int]) -> int:
    return math.prod(max(side, 1) for side in shape)


def clean_copy(array: Any) -> Any:
    """Copy the array, without the bit patterns that no honest process makes."""
    if array.dtype.kind == "b":
        return array.view(np.uint8) != 0
    array = array.copy()
    if array.dtype.kind == "U":
        points = array.view(np.uint32)
        points[(points > 0x10FFFF) | ((points >= 0xD800) & (points < 0xE000))] = 0xFFFD
    return array


def well_formed(text: str) -> str:
    """Replace lone surrogates, which no report could be written with."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_overfull(header: bytes) -> bool:
    """Tell from its brackets that a header holds more than it may, before memory is spent on them."""
    return len(header) > MAX_NODES and header.count(b"[") + header.count(b"{") > MAX_NODES + 1
