"""How many threads NumPy multiplies with in the processes that grade: one, for processes share the work."""

from __future__ import annotations

import os

LIBRARIES = ("OPENBLAS", "OMP", "MKL", "VECLIB_MAXIMUM")


def one_thread() -> None:
    """Have NumPy start no threads, here unless it is imported already and in every process that is started.

    They would wait for work by spinning, on the processors that other processes grade on.
    """
    for name in LIBRARIES:
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
