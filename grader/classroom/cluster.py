"""Grading processes on other machines: a pool over a Dask cluster, for when one machine is not enough.

    dask scheduler                                    one; prints its address
    dask worker tcp://HOST:8786 --nworkers auto       on each machine
    grader grade class/ -o out --cluster tcp://HOST:8786

Dask's own deployers start the same two commands on Kubernetes, Slurm and others. Every worker sees the course,
the submissions and OUT under the same paths (cluster_sight.py), and has this package installed. A
task whose worker dies is given to another; one that ends its worker again and again comes back as a broken pool, as
on a single machine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.classroom.cluster_sight import Sight, check_workers, refuse_blind, shown_sight
from grader.classroom.grading_process import grade_some
from grader.classroom.job import GradingJob
from grader.classroom.rows import Row, StoredRows
from grader.errors import InputError

if TYPE_CHECKING:
    from grader.submission import Delivery

CONNECT = "10s"
_at_work = threading.Lock()  # a grading process is one thread's, and Dask's workers may have several


def grade_in(sight: Sight, job: GradingJob, deliveries: Sequence[Delivery], stored: StoredRows) -> list[Row]:
    """Do what `grade_some` does, in the folder that relative paths start from, where all is seen that it takes."""
    with _at_work:
        refuse_blind(sight)
        os.chdir(sight.folder)
        return grade_some(job, deliveries, stored)


class DaskPool:
    """Grading processes wherever Dask has workers; as many as there are at the time."""

    def __init__(self, client: Any, sight: Sight) -> None:
        self._client, self._sight = client, sight
        self._tasks: dict[Future[list[Row]], Any] = {}  # Dask forgets a task whose future is let go

    @property
    def processes(self) -> int:
        return max(1, len(self._client.ncores()))

    def submit(
        self, job: GradingJob, deliveries: Sequence[Delivery], stored: StoredRows
    ) -> Future[list[Row]]:
        future: Future[list[Row]] = Future()
        task = self._client.submit(grade_in, self._sight, job, deliveries, stored, pure=False)
        self._tasks[future] = task
        task.add_done_callback(lambda ended_task: self._settle(future, ended_task))
        return future

    def _settle(self, future: Future[list[Row]], task: Any) -> None:
        self._tasks.pop(future, None)
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(task.result())
        except Exception as error:  # whatever it is, it is for whoever waits
            lost = type(error).__name__ in {"KilledWorker", "CancelledError", "FutureCancelledError"}
            future.set_exception(BrokenProcessPool(str(error)) if lost else error)


@contextmanager
def join_cluster(address: str, job: GradingJob, deliveries: Sequence[Delivery]) -> Iterator[DaskPool]:
    """Join the cluster whose scheduler is at an address; a worker that does not see all it needs gets no work."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--cluster needs Dask: pip install distributed") from None
    try:
        client: Any = Client(address, timeout=CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"{address}: no Dask scheduler answers there ({error})") from None
    try:
        with shown_sight(job.course, job.out, deliveries) as sight:
            check_workers(client, sight)
            yield DaskPool(client, sight)
    finally:
        client.close()
