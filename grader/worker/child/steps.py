"""Counts the Python-level steps of a student's code, which a loop over the examples makes grow with them.

What stands beside the functions may take so many and no more: it is executed anew for every function. Steps are
counted rather than time, so that equal programs are stopped at the same place.
"""

from __future__ import annotations

import sys
from typing import Any


class TooManySteps(BaseException):  # which no `except Exception` of a student's catches
    """A statement beside the functions goes on for too long."""


def count_steps(origins: frozenset[str], most: int = 0) -> _Tracing | _Monitoring:
    """Return a context manager whose `count` is the steps made inside it by code of these origins.

    TooManySteps is raised in that code where it makes more than `most`, if that is given.
    """
    return _Monitoring(origins, most) if sys.version_info >= (3, 12) else _Tracing(origins, most)


class _Counting:
    def __init__(self, origins: frozenset[str], most: int) -> None:
        self.origins, self.count, self._most = origins, 0, most

    def _add(self) -> None:
        self.count += 1
        if 0 < self._most < self.count:
            raise TooManySteps(f"it takes more than {self._most:,} steps")


class _Tracing(_Counting):
    """Line events, which see comprehensions and one-line loops too."""

    def __enter__(self) -> _Tracing:
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: Any) -> None:
        sys.settrace(None)

    def _trace(self, frame: Any, *_: Any) -> Any:
        if frame.f_code.co_filename not in self.origins:
            return None
        self._add()
        return self._trace


class _Monitoring(_Counting):
    """Jumps and starts of functions: LINE would miss a loop that is written on one line."""

    def __enter__(self) -> _Monitoring:
        monitoring: Any = getattr(sys, "monitoring")  # noqa: B009  # not there before 3.12, which mypy checks for
        self._monitoring, self._tool, events = monitoring, monitoring.PROFILER_ID, monitoring.events
        monitoring.use_tool_id(self._tool, "steps")
        for event in (events.JUMP, events.PY_START, events.PY_RESUME):
            monitoring.register_callback(self._tool, event, self._step)
        monitoring.set_events(self._tool, events.JUMP | events.PY_START | events.PY_RESUME)
        return self

    def __exit__(self, *_: Any) -> None:
        self._monitoring.set_events(self._tool, 0)
        self._monitoring.free_tool_id(self._tool)

    def _step(self, code: Any, *_: Any) -> Any:
        if code.co_filename not in self.origins:
            return self._monitoring.DISABLE
        self._add()
        return None
