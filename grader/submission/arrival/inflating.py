"""What is deflated becomes what it was: here, or by whoever a caller trusts with strangers' bytes (grader/reader)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

RAW = -zlib.MAX_WBITS  # as in a zip, without a head
WITH_HEAD = zlib.MAX_WBITS
Inflate = Callable[[bytes, int, int], bytes]  # what is deflated, how, and how many bytes of it are wanted


class InflateError(ValueError):
    """It is not deflated, or damaged."""


def inflate(deflated: bytes, form: int, most: int) -> bytes:
    """Return at most so many bytes of what was deflated; raise InflateError."""
    return _inflater.get()(deflated, form, most)


def inflate_here(deflated: bytes, form: int, most: int) -> bytes:
    """Inflate in this process."""
    try:
        return zlib.decompressobj(form).decompress(deflated, most)
    except zlib.error as error:
        raise InflateError(str(error)) from None


_inflater: ContextVar[Inflate] = ContextVar("inflater", default=inflate_here)


@contextmanager
def inflating_by(inflater: Inflate) -> Iterator[None]:
    """Have another inflate meanwhile."""
    token = _inflater.set(inflater)
    try:
        yield
    finally:
        _inflater.reset(token)
