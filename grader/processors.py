"""How the processes that grade share the processors: each keeps to its own, and multiplies with one thread."""

from __future__ import annotations

import os
from contextlib import suppress

LIBRARIES = ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")


def one_thread() -> None:
    """Have NumPy start no threads, here unless it is imported already and in every process that is started.

    They would wait for work by spinning, on the processors that other processes grade on.
    """
    for name in LIBRARIES:
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")


def keep_to_share(number: int, of: int) -> None:
    """Keep this process, and all it starts, to its share of the processors; `number` counts from 0.

    A grading process and the student's take turns every millisecond, which the kernel takes for too little
    work to be moved: left alone, both pairs of two grading processes share a processor now and then, and the
    other one idles. Where the system has no such thing, or forbids it, all stays as it is.
    """
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, share(sorted(os.sched_getaffinity(0)), number, of))


def share(processors: list[int], number: int, of: int) -> list[int]:
    """Return the processors of one of several processes: some of its own, or one that others have too."""
    have = len(processors)
    if of >= have:
        return [processors[number % have]]
    return processors[number * have // of : (number + 1) * have // of]
