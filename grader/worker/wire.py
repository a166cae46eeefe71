"""Encodes plain data as a JSON header and raw buffers, and decodes bytes without trusting them.

    frame = length of header (4 bytes) + header (JSON) + buffers, one after the other

In the header None, booleans, numbers and text stand for themselves; all else is a list that opens with a
tag. Nothing is ever unpickled or evaluated, every size is checked before memory is spent on it, and what
comes out is made of exact base types, so a value has no method of a stranger's left in it.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.worker.plain import (
    BASES,
    LONG,
    MAX_AXES,
    MAX_ENTRIES,
    MAX_FRAME,
    MAX_NODES,
    MAX_SPREAD,
    WireError,
    as_float,
    contents,
    dtype_of,
    is_key,
    overfull,
    plain_key,
    size_of,
    sound,
    spread,
    travelling,
    well_formed,
)

__all__ = ["MAX_ENTRIES", "MAX_NODES", "Opaque", "WireError", "decode", "encode", "memory"]

MAX_DEPTH = 16
MAX_HEADER = 4 << 20
MAX_BITS = 4096  # of an integer; its decimal digits stay printable

_LENGTH = struct.Struct("<I")
_LONGEST = 8  # characters of a type's text: <U100000
_SMALL = 1 << 62
_GROWTH = 24  # bytes of memory that a byte of header takes at most, once it is a value
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)  # what is written is a tree, made here


@dataclass(frozen=True, slots=True)
class Opaque:
    """Stands for a value that is not plain data: a function, a generator, an array of objects."""

    type_name: str


def encode(value: Any) -> bytes:
    """Return the frame for `value`; what is not plain data becomes Opaque."""
    writer = _Writer()
    try:
        header = _JSON.encode(writer.tree(value, MAX_DEPTH)).encode("ascii")
    except RecursionError as error:
        raise WireError("nested too deeply") from error
    if len(header) > MAX_HEADER or overfull(header):
        raise WireError("too many values")
    frame = b"".join((_LENGTH.pack(len(header)), header, *writer.buffers))
    if len(frame) > MAX_FRAME:
        raise WireError("too large")
    return frame


def decode(frame: bytes | memoryview, *, scalars: bool = False) -> Any:
    """Rebuild the value of a frame; NumPy's scalars become arrays of no dimension unless `scalars`."""
    view = memoryview(frame)
    if len(view) < _LENGTH.size:
        raise WireError("no header")
    end = _LENGTH.size + _LENGTH.unpack_from(view)[0]
    if end > len(view) or end > MAX_HEADER + _LENGTH.size:
        raise WireError("the header's length is wrong")
    header = bytes(view[_LENGTH.size : end])
    if overfull(header):
        raise WireError("too many values")
    try:
        tree = json.loads(str(header, "ascii"))
        reader = _Reader(view[end:], scalars)
        value = reader.value(tree, MAX_DEPTH)
    except WireError:
        raise
    except (ValueError, TypeError, RecursionError, OverflowError, KeyError, IndexError, MemoryError) as error:
        raise WireError(f"not a value: {type(error).__name__}") from error
    if len(reader.rest):
        raise WireError("bytes left over")
    return value


def memory(frame: bytes) -> int:
    """Return how many bytes of memory the value of a frame takes at most."""
    header = _LENGTH.unpack_from(frame)[0] if len(frame) >= _LENGTH.size else 0
    return len(frame) + _GROWTH * min(header, len(frame))


class _Writer:
    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.nodes = 0

    def tree(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is float or kind is bool or value is None:
            return value
        if kind is np.ndarray:
            return self.array(value, "a", depth)
        if kind is str:
            return value
        if kind is int:
            return value if -_SMALL < value < _SMALL else self.big(value)
        if depth <= 0:
            raise WireError("nested too deeply")
        if kind is list or kind is tuple:
            return self.sequence("l" if kind is list else "t", value, depth)
        if kind is dict:
            return self.mapping(value, depth)
        return self.rare(value, kind, depth)

    def count(self, number: int) -> None:
        self.nodes += number
        if self.nodes > MAX_NODES:
            raise WireError("too many values")

    def sequence(self, tag: str, items: Any, depth: int) -> list[Any]:
        self.count(len(items))
        tree = self.tree
        return [tag, *[item if type(item) is float else tree(item, depth - 1) for item in items]]

    def mapping(self, value: dict[Any, Any], depth: int) -> list[Any]:
        if len(value) > MAX_ENTRIES:
            return self.opaque(f"dict of {len(value)} keys")
        self.count(2 * len(value))
        node: list[Any] = ["d"]
        for key, item in dict.items(value):
            plain = key if type(key) is str else plain_key(key)
            if not is_key(plain):
                return self.opaque(f"dict with a key of type {type(key).__name__}")
            node.append(plain)
            node.append(self.tree(item, depth - 1))
        return node

    def big(self, value: int) -> list[Any]:
        return ["i", hex(value)] if value.bit_length() <= MAX_BITS else self.opaque("int of many digits")

    def array(self, value: Any, tag: str, depth: int = 0) -> Any:
        dtype = value.dtype
        if dtype.char == "O" and depth > 0 and value.size <= MAX_NODES:
            return self.tree(contents(value), depth - 1)
        if not dtype.isnative or dtype.char in LONG:
            value = travelling(value)
            dtype = value.dtype
        text = dtype.str
        if dtype.hasobject or dtype_of(text) is None:
            return self.opaque(f"array of {dtype}")
        if value.ndim > MAX_AXES:
            return self.opaque(f"array of {value.ndim} dimensions")
        if not value.size and spread(value.shape) > MAX_SPREAD:
            return self.opaque(f"array of shape {value.shape}")
        if value.nbytes > MAX_FRAME:
            raise WireError("too large")
        self.buffers.append(value.tobytes())
        return [tag, text, *value.shape]

    def opaque(self, name: str) -> list[Any]:
        return ["o", name[:200]]

    def rare(self, value: Any, kind: type, depth: int) -> Any:
        """Encode what is not an exact base type by the base it derives from."""
        if issubclass(kind, np.generic):
            return self.array(np.asarray(value), "s")
        if issubclass(kind, np.ndarray):
            return self.array(np.ndarray.view(value, np.ndarray), "a", depth)
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is bytes or kind is bytearray:
            self.buffers.append(bytes(value))
            return ["b", len(value)]
        if kind is Opaque:
            return self.opaque(str(value.type_name))
        for base, convert in BASES:
            if issubclass(kind, base):
                return self.tree(convert(value), depth)
        number = as_float(value)
        return self.opaque(kind.__name__) if number is None else number


class _Reader:
    def __init__(self, rest: memoryview, scalars: bool) -> None:
        self.rest = rest
        self.scalars = scalars
        self.nodes = 0

    def value(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind is float or kind is bool or node is None:
            return node
        if kind is int and -_SMALL < node < _SMALL:
            return node
        if kind is str:
            return node if node.isascii() else well_formed(node)
        if kind is not list or not node or depth < 0:
            raise WireError("not a value")
        tag = node[0]
        if tag == "a":
            return self.array(node[1], node[2:])
        if tag == "l" or tag == "t":
            items = self.items(node, depth)
            return items if tag == "l" else tuple(items)
        if tag == "d":
            return self.mapping(self.items(node, depth))
        return self.rare(tag, node[1:])

    def items(self, node: list[Any], depth: int) -> list[Any]:
        self.nodes += len(node) - 1
        if self.nodes > MAX_NODES:
            raise WireError("too many values")
        value, inner = self.value, depth - 1
        return [item if type(item) is float else value(item, inner) for item in node[1:]]

    def mapping(self, items: list[Any]) -> dict[Any, Any]:
        if len(items) % 2 or len(items) > 2 * MAX_ENTRIES:
            raise WireError("not a dictionary")
        keys = items[::2]
        if not all(type(key) is str or is_key(key) for key in keys):
            raise WireError("not a key")
        return dict(zip(keys, items[1::2], strict=True))

    def rare(self, tag: Any, fields: list[Any]) -> Any:
        if tag == "s":
            array = self.array(fields[0], fields[1:])
            if array.ndim:
                raise WireError("not a scalar")
            return array[()] if self.scalars else array
        if tag == "b":
            return bytes(self.take(size_of(fields[0])))
        if tag == "c" and all(type(field) is float for field in fields):
            return complex(*fields)
        if tag == "i" and len(fields[0]) <= MAX_BITS // 4 + 3:
            return int(fields[0], 16)
        if tag == "o" and type(fields[0]) is str:
            return Opaque(well_formed(fields[0][:200]))
        raise WireError("unknown tag")

    def take(self, size: int) -> memoryview:
        if size > len(self.rest):
            raise WireError("a buffer is cut short")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def array(self, text: Any, shape: list[Any]) -> Any:
        dtype = dtype_of(text) if type(text) is str and len(text) <= _LONGEST else None
        if dtype is None or len(shape) > MAX_AXES:
            raise WireError("not an array")
        size = math.prod(map(size_of, shape)) * dtype.itemsize
        buffer = self.take(size)
        if not size:
            if spread(shape) > MAX_SPREAD:
                raise WireError("not an array")
            return np.zeros(shape, dtype)
        return sound(np.frombuffer(buffer, dtype)).reshape(shape)
