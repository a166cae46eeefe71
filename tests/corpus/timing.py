"""What reading and extracting a file may cost, in processor time: other processes' work does not count."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Iterator
from pathlib import Path

PER_MEGABYTE = 1.0  # seconds, for a megabyte of the file
AT_LEAST = 0.5  # seconds, for whatever is smaller: the limits on code keep the densest within 0.4
SLOWER = 2  # an older machine, or a core whose caches and units another process uses at the same time


@contextlib.contextmanager
def in_time(path: Path) -> Iterator[None]:
    with _heap_aside():
        begun = time.process_time()
        yield
        took = time.process_time() - begun
    megabytes = path.stat().st_size / 1e6
    assert took < SLOWER * max(AT_LEAST, PER_MEGABYTE * megabytes), f"{took:.2f} s for {megabytes:.2f} MB"


@contextlib.contextmanager
def _heap_aside() -> Iterator[None]:
    """Keep the garbage collector from walking what thousands of tests hold: that is no cost of the file."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
