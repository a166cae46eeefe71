"""How long a student's process is waited for: its own processor time counts, and wall time is the backstop.

The kernel counts the processor time of all a process's threads, and nothing in the process can change that. So a
call is charged what it would be on a machine of its own, however busy this one is. A process that waits uses none:
it ends when PATIENCE times its seconds have gone by. That may be the machine's doing, not the program's, so it is
called unsettled, and a class runs it again, alone, before it costs a point. Where the system tells no processor
time of another process, wall time is all there is.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 5.0  # seconds of wall time that may go by for each second of processor time
LOOK = 0.05  # seconds between two looks at a process's clock; what takes less is charged by wall time, unlooked at
_OF_A_PROCESS = (
    2  # the kernel's name for a clock: the number's complement, three bits further left, and which
)
_LINUX = sys.platform == "linux"


def processor_seconds(pid: int) -> float | None:
    """Return what all threads of a process have used so far; None where that is not to be known."""
    if not _LINUX:
        return None
    try:
        return time.clock_gettime(~pid << 3 | _OF_A_PROCESS)
    except OSError:
        return None


def seconds_by_handle(handle: int) -> float | None:
    """Return the same by a handle (pidfd), of a process that may be in a namespace with other numbers."""
    try:
        info = os.open(f"/proc/self/fdinfo/{handle}", os.O_RDONLY)
        try:
            pid = int(os.read(info, 1000).partition(b"\nPid:")[2].split(maxsplit=1)[0])
        finally:
            os.close(info)
    except (OSError, IndexError, ValueError):
        return None
    return processor_seconds(pid) if pid > 0 else None


class Deadline:
    """So many seconds of wall time from now on."""

    __slots__ = ("_begun", "_end")

    def __init__(self, seconds: float) -> None:
        self._begun = time.monotonic()
        self._end = self._begun + seconds

    def patience(self) -> float:
        """Return how many seconds to wait before asking again; raise TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Sooner(Deadline):
    """Whichever of two is over first."""

    def __init__(self, first: Deadline, second: Deadline) -> None:
        self._both = first, second

    def patience(self) -> float:
        return min(deadline.patience() for deadline in self._both)


class Allowance(Deadline):
    """So many seconds of a process's own time from now on; made for every call, so it is quick."""

    __slots__ = ("_base", "_clock", "_next", "blind", "seconds", "used")

    def __init__(self, clock: Callable[[], float | None], seconds: float) -> None:
        self._begun = begun = time.monotonic()
        self._end = begun + seconds * PATIENCE
        self._next = begun + (LOOK if seconds > LOOK else seconds)  # when to look at the process's clock
        self._clock = clock
        self._base: float | None = None  # what the clock showed when this began, as far as that is known
        self.seconds = seconds
        self.used = 0.0  # when it was last looked at
        self.blind = False  # no processor time is to be known: wall time is taken for it

    @property
    def waited(self) -> bool:
        """Whether the process has used less than it may: if it ran out of time, then by waiting."""
        return self.used < self.seconds

    def patience(self) -> float:
        now = time.monotonic()
        if now >= self._next:
            self._look(now)
            if self.used >= self.seconds or now >= self._end:
                raise TimeoutError
            self._next = now + LOOK
        return self._next - now

    def charge(self) -> float:
        """Return what to charge for: processor time, or a share of the wall time where that is more."""
        now = time.monotonic()
        wall = now - self._begun
        if wall < LOOK:
            self.used = wall
            return wall
        self._look(now)
        return max(self.used, wall / PATIENCE)

    def _look(self, now: float) -> None:
        wall = now - self._begun
        clock = self._clock()
        if clock is None:
            self.used, self.blind = wall, True
            return
        if self._base is None:
            self._base = clock - min(wall, LOOK)  # before the first look it may have computed all the time
        self.used = clock - self._base
