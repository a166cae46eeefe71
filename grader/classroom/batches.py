"""Grade many deliveries in batches, keep the record as each ends, and lose nothing when stopped.

Deliveries go out in small batches, a few ahead of the grading processes, so that memory does not grow with their
number. This process alone writes the record. A grading process that dies costs the batch it had: its deliveries
are graded again one by one, and one that ends its process twice has no score: the failure is ours. What the machine
may have cost points, because it was busy, is graded again alone when all else is done, and only that is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from grader.classroom.grading_process import failed_row
from grader.classroom.job import GradingJob
from grader.classroom.pool import Pool, Rows
from grader.classroom.rows import Row
from grader.classroom.store import Store
from grader.report.say import say
from grader.submission import Delivery

BATCH = 8  # deliveries a grading process takes at a time: little to lose, little to say
AHEAD = 3  # batches waiting for each grading process


def grade_all(job: GradingJob, deliveries: Sequence[Delivery], pool: Pool, store: Store) -> Iterator[Row]:
    """Grade deliveries, store and yield each row as its batch ends."""
    batches = iter(_batches(deliveries, pool.processes))
    unsettled: list[Delivery] = []
    waiting: dict[Future[Rows], Sequence[Delivery]] = {}
    while True:
        for batch in islice(batches, max(0, AHEAD * pool.processes - len(waiting))):
            waiting[_submit(job, batch, pool, store)] = batch
        if not waiting:
            break
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            batch = waiting.pop(future)
            rows = _rows(job, future, batch, pool, store)
            settled = [row for row in rows if not row.unsettled]
            unsettled += [delivery for delivery, row in zip(batch, rows, strict=True) if row.unsettled]
            store.add(settled)
            yield from settled
    for delivery in unsettled:
        rows = _grade_alone(job, delivery, pool, store)
        store.add(rows)
        yield from rows


def _batches(deliveries: Sequence[Delivery], processes: int) -> Iterator[Sequence[Delivery]]:
    """Cut deliveries into batches, small enough to keep every grading process busy to the end."""
    size = max(1, min(BATCH, len(deliveries) // (4 * processes)))
    for start in range(0, len(deliveries), size):
        yield deliveries[start : start + size]


def _submit(job: GradingJob, batch: Sequence[Delivery], pool: Pool, store: Store) -> Future[Rows]:
    return pool.submit(job, batch, store.stored_rows([delivery.name for delivery in batch]))


def _rows(job: GradingJob, future: Future[Rows], batch: Sequence[Delivery], pool: Pool, store: Store) -> Rows:
    """Return a batch's rows, or grade it again one by one where its grading process died."""
    try:
        return future.result()
    except BrokenProcessPool:
        say("A grading process ended unexpectedly; its submissions are graded again.", error=True)
    return [row for delivery in batch for row in _grade_alone(job, delivery, pool, store)]


def _grade_alone(job: GradingJob, delivery: Delivery, pool: Pool, store: Store) -> Rows:
    try:
        return _submit(job, [delivery], pool, store).result()
    except BrokenProcessPool:
        return [failed_row(job, delivery, "the grading process ended while it graded this submission")]
