"""A warm process that is started when a child of it is first wanted, and again when it has died."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from grader.errors import WorkerError
from grader.worker import tiers
from grader.worker.sandbox import PROGRAMS

if TYPE_CHECKING:
    from grader.model import Tier
    from grader.worker.handles import Child, Zygote
    from grader.worker.limits import Limits
    from grader.worker.sandbox import Purpose


class WarmProcess:
    """One at a time, of a tier and for a purpose."""

    def __init__(self, limits: Limits, tier: Tier | None = None, purpose: Purpose = PROGRAMS) -> None:
        self._limits, self._tier, self._purpose = limits, tier, purpose
        self._zygote: Zygote | None = None

    @property
    def tier(self) -> Tier:
        """The isolation that was asked for, or the best there is: known once the process has started."""
        return self._start()[1]

    def warm_up(self) -> None:
        """Wait for the process, so that nobody's time goes by meanwhile."""
        with contextlib.suppress(WorkerError):  # it will be tried again, and then it counts
            self._start()[0].await_ready()

    def fork(self) -> Child:
        """Start a child; a process that died is replaced once."""
        try:
            return self._start()[0].fork()
        except WorkerError:
            self.close()
            return self._start()[0].fork()

    def close(self) -> None:
        if self._zygote:
            self._zygote.close()
            self._zygote = None

    def _start(self) -> tuple[Zygote, Tier]:
        """Return the process and its tier; it is started where there is none."""
        if self._zygote is None or self._tier is None:
            self._zygote, self._tier = tiers.start(self._tier, self._limits, self._purpose)
        return self._zygote, self._tier
