"""Stations on other machines: a pool over a Dask cluster, for when one machine is not enough.

    dask scheduler                                    one; prints its address
    dask worker tcp://HOST:8786 --nworkers auto       on each machine
    grader grade class/ -o out --cluster tcp://HOST:8786

Dask's own deployers start the same two commands on Kubernetes, Slurm and others. Every worker sees the course,
the submissions and OUT under the same paths, and has this package installed. A task whose worker dies is given
to another; one that ends its worker again and again comes back as a broken pool, as on a single machine.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.classroom.grading_process import GradingJob, Known, Row, grade_some
from grader.errors import InputError

if TYPE_CHECKING:
    from grader.submission import Delivery

CONNECT = "10s"
_at_work = threading.Lock()  # a station is one thread's, and Dask's workers may have several


def grade_there(folder: str, order: GradingJob, deliveries: Sequence[Delivery], known: Known) -> list[Row]:
    """Do what `grade_some` does, in the folder that relative paths start from."""
    with _at_work:
        os.chdir(folder)
        return grade_some(order, deliveries, known)


class DaskPool:
    """Stations wherever Dask has workers; as many as there are at the time."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._sent: dict[Future[list[Row]], Any] = {}  # Dask forgets a task whose future is let go

    @property
    def stations(self) -> int:
        return max(1, len(self._client.ncores()))

    def submit(self, order: GradingJob, deliveries: Sequence[Delivery], known: Known) -> Future[list[Row]]:
        done: Future[list[Row]] = Future()
        sent = self._client.submit(grade_there, os.getcwd(), order, deliveries, known, pure=False)
        self._sent[done] = sent
        sent.add_done_callback(lambda theirs: self._settle(done, theirs))
        return done

    def _settle(self, done: Future[list[Row]], theirs: Any) -> None:
        self._sent.pop(done, None)
        if not done.set_running_or_notify_cancel():
            return
        try:
            done.set_result(theirs.result())
        except Exception as error:  # whatever it is, it is for whoever waits
            lost = type(error).__name__ in {"KilledWorker", "CancelledError", "FutureCancelledError"}
            done.set_exception(BrokenProcessPool(str(error)) if lost else error)


@contextmanager
def join_cluster(address: str) -> Iterator[DaskPool]:
    """Join the cluster whose scheduler is at an address."""
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--cluster needs Dask: pip install distributed") from None
    try:
        client: Any = Client(address, timeout=CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(f"{address}: no Dask scheduler answers there ({error})") from None
    try:
        yield DaskPool(client)
    finally:
        client.close()
