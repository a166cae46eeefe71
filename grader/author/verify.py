"""Verifies assignments, several at a time; what has not changed since it was verified is not verified again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from grader.author import mutation, tolerance, trivial
from grader.author.desk import Desk
from grader.author.expectations import expectations
from grader.author.finding import Finding
from grader.author.loading import unloadable
from grader.author.memory import Memory
from grader.author.report import Report
from grader.course import names
from grader.errors import CourseError
from grader.worker import Worker


def verify(
    course: Path,
    ids: Sequence[str],
    pythons: Sequence[str] = (),
    jobs: int | None = None,
    *,
    anew: bool = False,
) -> Iterator[Report]:
    """Yield the assignments' reports as they are done, stored ones first."""
    known = names(course)
    if missing := [id for id in ids if id not in known]:
        raise CourseError(
            f"no assignment {missing[0]!r} in {course / 'assignments'}; there are: {', '.join(known)}"
        )
    memory = Memory(course, pythons)
    stamps = {id: memory.stamp(id) for id in ids or known}
    stored = (
        {} if anew else {id: report for id, stamp in stamps.items() if (report := memory.recall(id, stamp))}
    )
    yield from stored.values()
    todo = [id for id in stamps if id not in stored]
    for report in _verified(course, todo, pythons, jobs or os.cpu_count() or 1):
        memory.keep(report, stamps[report.assignment])
        yield report


def _verified(course: Path, todo: Sequence[str], pythons: Sequence[str], jobs: int) -> Iterator[Report]:
    if len(todo) < 2 or jobs < 2:
        yield from (verified(course, id, pythons) for id in todo)
        return
    with ProcessPoolExecutor(min(jobs, len(todo)), get_context("spawn")) as pool:
        work: list[Future[Report]] = [pool.submit(verified, course, id, pythons) for id in todo]
        yield from (done.result() for done in as_completed(work))


def verified(course: Path, id: str, pythons: Sequence[str] = ()) -> Report:
    """Check every expectation of one assignment."""
    start = time.monotonic()
    with Worker() as worker:
        try:
            desk = Desk(course, id, worker, pythons)
        except Exception as error:
            return Report(id, (unloadable(course, id, error),), time.monotonic() - start)
        found = tuple(_relative(finding, course) for one in expectations(desk) for finding in one.findings())
        return _report(desk, found, start)


def _relative(finding: Finding, course: Path) -> Finding:
    path = finding.path.removeprefix(f"{course}{os.sep}")
    return (
        finding
        if path == finding.path
        else Finding(finding.level, finding.id, finding.message, path, finding.line)
    )


def _report(desk: Desk, found: tuple[Finding, ...], start: float) -> Report:
    sound = [exercise for exercise in desk.assignment.exercises if not desk.unsound(exercise)]
    return Report(
        desk.id,
        found,
        round(time.monotonic() - start, 2),
        tuple(mutation.record(desk, exercise) for exercise in sound),
        {exercise.name: [asdict(room) for room in tolerance.rooms(desk, exercise)] for exercise in sound},
        {one.name: list(trivial.exemptions(one, desk.expected(one))) for one in sound},
        settled=not desk.worker.mishaps,
    )
