"""The reference's functions, called in the grader's own process where a student's helper has failed.

No reference code enters the student's process: its stub asks, and what is called here answers.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from grader.course.importing import import_reference
from grader.model import Assignment, Exercise, Value

ANSWER_SECONDS = 5.0  # one helper's call; the student's own call is limited as ever
ANSWER_BYTES = 1 << 30  # memory that one helper's call may take: initialize_with_zeros(10**12) is refused


Answer = Callable[[Sequence[Value], Any], tuple[Value, Any]]


def answerer(assignment: Assignment, exercise: Exercise) -> Answer:
    """Return what answers for an exercise's function: it takes arguments and the random state, gives both back.

    The same function is returned each time, so that its answers can be kept. The state is None, before and
    after, where the function draws no random numbers.
    """
    return _answerer(assignment.folder, assignment.digest, exercise.names[0])


def draws(assignment: Assignment, exercise: Exercise) -> bool:
    """Say whether an exercise's function may draw random numbers; False is certain."""
    return _may_draw(assignment.folder, assignment.digest, exercise.names[0])


@cache
def _may_draw(folder: str, digest: str, name: str) -> bool:
    return _draws(getattr(_reference(folder, digest), name), set())


@cache
def _answerer(folder: str, digest: str, name: str) -> Answer:
    function = getattr(_reference(folder, digest), name)

    def answer(arguments: Sequence[Value], state: Any) -> tuple[Value, Any]:
        import numpy as np

        with _stream(state) as after:
            with _within(ANSWER_SECONDS), _within_memory(ANSWER_BYTES), np.errstate(all="ignore"):
                value = function(*arguments)
            return value, after()

    return answer


@contextmanager
def _stream(state: Any) -> Iterator[Callable[[], Any]]:
    """Draw from the student's stream of random numbers meanwhile, if there is one, and not from ours."""
    import numpy as np

    if state is None:
        yield lambda: None
        return
    before = np.random.get_state()
    np.random.set_state(state)
    try:
        yield np.random.get_state
    finally:
        np.random.set_state(before)


@cache
def _reference(folder: str, digest: str) -> Any:  # noqa: ARG001 - the digest keeps the cache true
    return import_reference(Path(folder).parents[1], Path(folder).name)


def _draws(function: Any, seen: set[Any]) -> bool:
    """Look for the word random in a function and in all that it can reach by name."""
    seen.add(function)
    codes = [function.__code__]
    for code in codes:
        codes += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    names = {name for code in codes for name in code.co_names}
    reached = (function.__globals__.get(name) for name in names)
    return "random" in names or any(
        _draws(one, seen) for one in reached if isinstance(one, FunctionType) and one not in seen
    )


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in the trusted code below when it takes too long, where the platform can."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"the reference took more than {seconds:g} s with these arguments")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _within_memory(size: int) -> Iterator[None]:
    """Raise MemoryError in the trusted code below when it takes too much, where the platform can."""
    if sys.platform != "linux":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", "rb", buffering=0) as file:
        pages = int(file.read(100).split()[0])
    limit = pages * resource.getpagesize() + size
    if before[1] != resource.RLIM_INFINITY:
        limit = min(limit, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
