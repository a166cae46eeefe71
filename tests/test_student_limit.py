"""A check in the notebook stops what computes too long, or waits much longer than that, and nothing else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from grader.student.check import limit
from grader.student.check.limit import Limit

SECONDS = 0.3


def compute(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def stopped(work: Callable[[], object]) -> Limit:
    """Return the limit that stopped the work; it must come before the work ends."""
    with pytest.raises(KeyboardInterrupt), Limit(SECONDS) as mine:
        work()
    return mine


def in_a_thread() -> None:
    threading.Thread(target=compute, args=(2 * SECONDS,), daemon=True).start()
    time.sleep(10**6)


def catching() -> None:
    """Catch the first interrupts."""
    ends = time.process_time() + 2 * SECONDS
    while True:
        try:
            compute(10**6)
        except KeyboardInterrupt:
            if time.process_time() > ends:
                raise


@pytest.mark.parametrize(
    "work", [lambda: compute(10**6), in_a_thread, catching], ids=["loop", "thread", "catching"]
)
def test_what_computes_too_long_is_stopped(
    work: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit, "PATIENCE", 10_000.0)
    monkeypatch.setattr(limit, "AGAIN", 0.1)
    mine = stopped(work)
    assert (mine.reached, mine.waited) == (True, False)


def locked() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire(timeout=10**6)


@pytest.mark.parametrize(
    "work",
    [lambda: time.sleep(10**6), lambda: threading.Event().wait(10**6), locked],
    ids=["sleep", "event", "lock"],
)
def test_what_waits_much_longer_is_stopped_and_told_apart(work: Callable[[], object]) -> None:
    mine = stopped(work)
    assert (mine.reached, mine.waited) == (True, True)


@pytest.mark.parametrize("seconds", [SECONDS / 10, 2 * SECONDS])
def test_what_waits_a_little_is_not_stopped(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """So does a right function on a busy machine, for the processor."""
    monkeypatch.setattr(limit, "PATIENCE", 10_000.0)
    with Limit(SECONDS) as mine:
        time.sleep(seconds)
    assert not mine.reached
