"""Where a stream of NumPy's random numbers stands, as bytes that may come from anybody.

NumPy believes the state that it is given: with a place beyond its 624 words it draws from whatever lies behind them in
memory, and from words that are all zero it never makes a normal number. So a state from elsewhere is checked first.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

_WORDS = 624
_KEY = 4 * _WORDS
_REST = struct.Struct("<HBd")  # words used up, whether a normal number is kept, that number
_LARGEST = 16.0  # of a normal number: NumPy's method makes none beyond 12.1
SIZE = _KEY + _REST.size


def to_bytes(state: Any) -> bytes:
    """Return what np.random.get_state() gives as bytes; raise ValueError where it is no stream's state."""
    try:
        name, key, position, kept, number = state
        words = np.asarray(key, np.uint32)
        data = words.astype("<u4").tobytes() + _REST.pack(position, kept, number)
    except (TypeError, ValueError, OverflowError, struct.error) as error:
        raise ValueError("np.random is in no state that it gets into by itself") from error
    if name != "MT19937" or words.shape != (_WORDS,):
        raise ValueError("np.random draws from another generator than it began with")
    check(data)
    return data


def from_bytes(data: bytes) -> tuple[str, Any, int, int, float]:
    """Return what np.random.set_state() takes; raise ValueError where it must not get it."""
    check(data)
    return "MT19937", np.frombuffer(data[:_KEY], "<u4").astype(np.uint32), *_REST.unpack(data[_KEY:])


def check(data: bytes) -> None:
    """Raise ValueError where the bytes are no state that NumPy can be in."""
    if len(data) != SIZE:
        raise ValueError("not a state of random numbers")
    position, kept, number = _REST.unpack_from(data, _KEY)
    # of the first word only the highest bit counts: without it and any other, all that follows is zero
    empty = not data[3] & 0x80 and not data[4:_KEY].strip(b"\0")
    if position > _WORDS or kept > 1 or not abs(number) <= _LARGEST or empty:
        raise ValueError("not a state of random numbers")
