"""Runs a sandbox and takes what it says, as long as it keeps to its time, its memory and its length."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.worker.control_group import Group

EVERY = 0.2  # seconds between looks at its memory


class TooMuchMemory(Exception):  # noqa: N818  # not an error of ours: an ordinary end of a notebook
    """Its processes used more than they may, all together."""


def answer(
    command: Sequence[str], job: bytes, most: int, deadline: float, group: Group | None, memory: int
) -> bytes | None:
    """Return what it says, None where it says nothing in time or more than `most` bytes; raise TooMuchMemory."""
    with subprocess.Popen(  # noqa: S603
        group.command_inside(command) if group else list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            assert process.stdin
            with process.stdin as stream:
                stream.write(job)
            exceeded = group.has_exceeded if group else lambda: memory_used(process.pid) > memory
            return _read(process, most, deadline, exceeded)
        except OSError:
            return None
        finally:
            process.kill()  # and with it all in its namespace


def memory_used(pid: int) -> int:
    """Add up the bytes that a process and all that it started have in memory, each by itself."""
    import psutil

    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        sandbox = psutil.Process(pid)
        for process in (sandbox, *sandbox.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                memory = process.memory_info()
                total += memory.rss - getattr(memory, "shared", 0)
    return total


def _read(
    process: subprocess.Popen[bytes], most: int, deadline: float, exceeded: Callable[[], bool]
) -> bytes | None:
    assert process.stdout
    read = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0 and len(read) <= most:
            ready = bool(selector.select(min(left, EVERY)))
            piece = os.read(process.stdout.fileno(), 1 << 16) if ready else b""
            read += piece
            if not piece and exceeded():
                raise TooMuchMemory
            if ready and not piece:
                return read
    return None
