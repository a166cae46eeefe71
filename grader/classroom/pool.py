"""Somewhere to grade: this process, processes on this machine, or a cluster's workers (cluster.py)."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import psutil

from grader.classroom.grading_process import grade_some
from grader.classroom.job import GradingJob
from grader.classroom.rows import Row, StoredRows
from grader.processors import keep_to_share, one_thread
from grader.submission import Delivery

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

Rows = list[Row]


class Pool(Protocol):
    """Where deliveries are graded, and on how many processes at a time."""

    @property
    def processes(self) -> int:
        """How many grade at a time."""

    def submit(self, job: GradingJob, deliveries: Sequence[Delivery], stored: StoredRows) -> Future[Rows]:
        """Have deliveries graded; their rows come in the same order, or BrokenProcessPool where a process died."""


class InProcessPool:
    """No other process: for one submission, or for --jobs 1."""

    processes = 1

    def submit(self, job: GradingJob, deliveries: Sequence[Delivery], stored: StoredRows) -> Future[Rows]:
        future: Future[Rows] = Future()
        try:
            future.set_result(grade_some(job, deliveries, stored))
        except Exception as error:  # whatever it is, it is for whoever waits
            future.set_exception(error)
        return future


class ProcessPool:
    """Grading processes on this machine; a broken pool is replaced by a new one."""

    def __init__(self, processes: int) -> None:
        one_thread()
        self.processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, job: GradingJob, deliveries: Sequence[Delivery], stored: StoredRows) -> Future[Rows]:
        # a process that is being started is not yet known to close()
        with _hold(signal.SIGINT, signal.SIGTERM):
            try:
                return self._executor().submit(grade_some, job, deliveries, stored)
            except BrokenProcessPool:
                self._pool = None
                return self._executor().submit(grade_some, job, deliveries, stored)

    def _executor(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            arguments = os.getpid(), context.Value("i", 0), self.processes
            self._pool = ProcessPoolExecutor(self.processes, context, _start_process, arguments)
        return self._pool

    def close(self, *, at_once: bool) -> None:
        """End the processes, after the batches they have or, `at_once`, without waiting for them."""
        if at_once:
            for process in multiprocessing.active_children():
                process.kill()
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _hold(*signals: signal.Signals) -> Iterator[None]:
    """Let signals wait until the work below is done, where the platform can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    former_mask = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former_mask)


def _start_process(parent: int, started: Synchronized[int], processes: int) -> None:
    """Leave Ctrl-C to the process that a person started, do not outlive it, and keep out of the others' way."""
    with started.get_lock():
        number = started.value
        started.value += 1
    keep_to_share(number, processes)
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
def open_pool(processes: int) -> Iterator[Pool]:
    """Open a pool of so many grading processes."""
    if processes == 1:
        yield InProcessPool()
        return
    pool = ProcessPool(processes)
    try:
        yield pool
    except BaseException:
        pool.close(at_once=True)
        raise
    pool.close(at_once=False)
