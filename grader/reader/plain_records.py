"""Records as plain values, which the wire carries, and as records again, each field checked for its type."""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")
Rebuild = Callable[[Any], Any]


class RecordError(ValueError):
    """What arrived is no such record."""


def as_plain(value: Any) -> Any:
    """Return a record with all that is in it as tuples, dictionaries and plain values."""
    if is_dataclass(value):
        return tuple(as_plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(map(as_plain, value))
    if isinstance(value, Mapping):
        return {key: as_plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return value


def as_record(kind: type[Record], plain: Any) -> Record:
    """Return plain values as the record they were; raise RecordError where they cannot have been one."""
    try:
        return cast("Record", _rebuilder(cast("Hashable", kind))(plain))
    except (TypeError, ValueError) as error:
        raise RecordError(f"no {kind.__name__}: {error}") from None


@cache
def _rebuilder(kind: Any) -> Rebuild:
    """Return what makes a value of a type from plain ones."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _optional(arguments)
    if origin is tuple:
        return _sequence(tuple, _rebuilder(arguments[0]))
    if origin is frozenset:
        return _sequence(frozenset, _rebuilder(arguments[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*map(_rebuilder, arguments))
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        names = [field.name for field in fields(kind)] if is_dataclass(kind) else kind._fields
        return _fields(cast("type", kind), [_rebuilder(hints[name]) for name in names])
    return _exactly(kind)


def _exactly(kind: type) -> Rebuild:
    def check(plain: Any) -> Any:
        if type(plain) is not kind:
            raise TypeError(f"{type(plain).__name__} for {kind.__name__}")
        return plain

    return check


def _optional(kinds: tuple[Any, ...]) -> Rebuild:
    """Rebuild what may be None."""
    [kind] = [kind for kind in kinds if kind is not type(None)]
    rebuild = _rebuilder(kind)
    return lambda plain: None if plain is None else rebuild(plain)


def _sequence(kind: Callable[[Any], Any], rebuild: Rebuild) -> Rebuild:
    check = _exactly(tuple)
    return lambda plain: kind(map(rebuild, check(plain)))


def _mapping(key: Rebuild, item: Rebuild) -> Rebuild:
    check = _exactly(dict)
    return lambda plain: {key(name): item(value) for name, value in check(plain).items()}


def _fields(kind: type, rebuilders: list[Rebuild]) -> Rebuild:
    check = _exactly(tuple)
    return lambda plain: kind(
        *(rebuild(part) for rebuild, part in zip(rebuilders, check(plain), strict=True))
    )
