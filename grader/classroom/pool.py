"""Grade many deliveries on several processes, keep the record as each ends, and lose nothing when stopped.

Deliveries go out in small batches, a few ahead of the stations, so that memory does not grow with their
number. This process alone writes the record. A station that dies costs the batch it had: its deliveries are
graded again one by one, and one that ends its station twice has no score: the failure is ours. What the machine
may have cost points, because it was busy, is graded again alone when all else is done, and only that is kept.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
import psutil
from filelock import FileLock, Timeout

from grader.classroom.grading_process import GradingJob, Known, Row, failed_row, grade_some
from grader.classroom.store import Store
from grader.errors import InputError
from grader.processors import keep_to_share, one_thread
from grader.submission import Delivery

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

BATCH = 8  # deliveries a station takes at a time: little to lose, little to say
AHEAD = 3  # batches waiting for each station

Rows = list[Row]


class Pool(Protocol):
    """Somewhere to grade: processes here, or a cluster."""

    @property
    def stations(self) -> int: ...

    def submit(self, order: GradingJob, deliveries: Sequence[Delivery], known: Known) -> Future[Rows]: ...


class InProcessPool:
    """No other process: for one submission, or for --jobs 1."""

    stations = 1

    def submit(self, order: GradingJob, deliveries: Sequence[Delivery], known: Known) -> Future[Rows]:
        done: Future[Rows] = Future()
        try:
            done.set_result(grade_some(order, deliveries, known))
        except Exception as error:  # whatever it is, it is for whoever waits
            done.set_exception(error)
        return done


class ProcessPool:
    """Stations on this machine; a broken pool is replaced by a new one."""

    def __init__(self, jobs: int) -> None:
        one_thread()
        self.stations = jobs
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, order: GradingJob, deliveries: Sequence[Delivery], known: Known) -> Future[Rows]:
        # a station that is being started is not yet known to close()
        with _held(signal.SIGINT, signal.SIGTERM):
            try:
                return self._running().submit(grade_some, order, deliveries, known)
            except BrokenProcessPool:
                self._pool = None
                return self._running().submit(grade_some, order, deliveries, known)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            started = os.getpid(), context.Value("i", 0), self.stations
            self._pool = ProcessPoolExecutor(self.stations, context, _start_station, started)
        return self._pool

    def close(self, *, at_once: bool) -> None:
        """End the stations, after the batches they have or, `at_once`, without waiting for them."""
        if at_once:
            for station in multiprocessing.active_children():
                station.kill()
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _held(*signals: signal.Signals) -> Iterator[None]:
    """Let signals wait until the work below is done, where the platform can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_station(parent: int, started: Synchronized[int], stations: int) -> None:
    """Leave Ctrl-C to the process that a person started, do not outlive it, and keep out of the others' way."""
    with started.get_lock():
        number = started.value
        started.value += 1
    keep_to_share(number, stations)
    gc.set_threshold(20_000, 20, 100)  # a parsed submission is ten thousand objects, and none in a circle
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # they were held while it was started
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when its parent has: a pool's process would wait for work for ever."""
    while psutil.pid_exists(parent) and os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


@contextmanager
def open_pool(jobs: int, cluster: str | None = None) -> Iterator[Pool]:
    """Open a pool of so many stations, or one of a cluster's."""
    if cluster is not None:
        from grader.classroom.cluster import join_cluster

        with join_cluster(cluster) as stations:
            yield stations
        return
    if jobs == 1:
        yield InProcessPool()
        return
    pool = ProcessPool(jobs)
    try:
        yield pool
    except BaseException:
        pool.close(at_once=True)
        raise
    pool.close(at_once=False)


@contextmanager
def exclusive_run(out: Path) -> Iterator[None]:
    """Keep a second run out of OUT."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: a file, not a folder; name another OUT")
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / ".grading.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InputError(
            f"{out}: another run is grading into this folder; wait for it or name another OUT"
        ) from None
    try:
        yield
    finally:
        lock.release()


def grade_all(order: GradingJob, deliveries: Sequence[Delivery], pool: Pool, store: Store) -> Iterator[Row]:
    """Grade deliveries, store and yield each row as its batch ends."""
    batches = iter(_batches(deliveries, pool.stations))
    unsettled: list[Delivery] = []
    waiting: dict[Future[Rows], Sequence[Delivery]] = {}
    while True:
        for batch in islice(batches, max(0, AHEAD * pool.stations - len(waiting))):
            waiting[_sent(order, batch, pool, store)] = batch
        if not waiting:
            break
        for done in wait(waiting, return_when=FIRST_COMPLETED).done:
            batch = waiting.pop(done)
            rows = _rows(order, done, batch, pool, store)
            settled = [row for row in rows if not row.unsettled]
            unsettled += [one for one, row in zip(batch, rows, strict=True) if row.unsettled]
            store.add(settled)
            yield from settled
    for delivery in unsettled:
        rows = _alone(order, delivery, pool, store)
        store.add(rows)
        yield from rows


def _batches(deliveries: Sequence[Delivery], stations: int) -> Iterator[Sequence[Delivery]]:
    """Cut deliveries into batches, small enough to keep every station busy to the end."""
    size = max(1, min(BATCH, len(deliveries) // (4 * stations)))
    for start in range(0, len(deliveries), size):
        yield deliveries[start : start + size]


def _sent(order: GradingJob, batch: Sequence[Delivery], pool: Pool, store: Store) -> Future[Rows]:
    return pool.submit(order, batch, store.known([delivery.name for delivery in batch]))


def _rows(order: GradingJob, done: Future[Rows], batch: Sequence[Delivery], pool: Pool, store: Store) -> Rows:
    """Return a batch's rows, or grade it again one by one where its station died."""
    try:
        return done.result()
    except BrokenProcessPool:
        click.echo("A grading process ended unexpectedly; its submissions are graded again.", err=True)
    return [row for delivery in batch for row in _alone(order, delivery, pool, store)]


def _alone(order: GradingJob, delivery: Delivery, pool: Pool, store: Store) -> Rows:
    try:
        return _sent(order, [delivery], pool, store).result()
    except BrokenProcessPool:
        return [failed_row(order, delivery, "the grading process ended while it graded this submission")]
