"""Answers a question to the reference: its code runs here, with a stranger's arguments, and nothing else is here."""

from __future__ import annotations

import mmap
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.child.stream import from_bytes, to_bytes
from grader.worker.wire import decode, encode

if TYPE_CHECKING:
    from collections.abc import Callable

_MESSAGE = 2000  # characters kept of an exception's message

_withheld: list[mmap.mmap] = []


def withhold(size: int) -> None:
    """Make do with so many bytes less of address space than this process may have; only Linux counts them."""
    if sys.platform == "linux" and size > 0 and not _withheld:
        # the filter of system calls lets nobody change a limit, but what is taken by nothing counts too
        _withheld.append(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0))


def answer(
    function: Callable[..., Any], arguments: bytes, state: bytes | None, parts: int | None, room: int
) -> tuple[str, bytes]:
    """Return the type of what was raised, if anything was, and the frame that answers.

    The frame holds (True, value, state) or (False, exception's type, its message). Where there is a `state`,
    random numbers are drawn from there on. Of a tuple, `parts` elements are returned. An answer of more than
    `room` bytes is none.
    """
    try:
        if state is not None:
            np.random.set_state(from_bytes(state))
        with np.errstate(all="ignore"):
            value = function(*decode(arguments))
        if parts is not None and isinstance(value, tuple):
            value = value[:parts]
        frame = encode((True, value, None if state is None else to_bytes(np.random.get_state())))
        if len(frame) > room:
            raise ValueError(f"what it returns takes {len(frame):,} bytes, and {room:,} are allowed")
    except Exception as error:  # it was in the arguments, and whoever sent them is told
        return refusal(type(error).__name__, str(error)[:_MESSAGE])
    return "", frame


def refusal(kind: str, message: str) -> tuple[str, bytes]:
    """Return an answer that has the stub raise an exception."""
    return kind, encode((False, kind, message))
