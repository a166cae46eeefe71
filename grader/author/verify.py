"""Verifies assignments, several at a time; what has not changed since it was verified is not verified again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from grader.author.checks import soundness, tolerance, trivial_answers
from grader.author.context import VerificationContext
from grader.author.expectations import expectations
from grader.author.findings import Finding
from grader.author.loading import loading_failure
from grader.author.mutation import record
from grader.author.output.report import Report
from grader.author.report_cache import VerificationCache
from grader.course import names
from grader.errors import CourseError
from grader.wording import did_you_mean
from grader.worker import Worker


def verify(
    course: Path,
    ids: Sequence[str],
    pythons: Sequence[str] = (),
    jobs: int | None = None,
    *,
    use_cache: bool = True,
) -> Iterator[Report]:
    """Yield the assignments' reports as they are done, stored ones first."""
    assignments = names(course)
    if missing := [id for id in ids if id not in assignments]:
        raise CourseError(
            f"no assignment {missing[0]!r} in {course / 'assignments'}; {did_you_mean(missing[0], assignments)}"
        )
    cache = VerificationCache(course, pythons)
    stamps = {id: cache.stamp(id) for id in ids or assignments}
    reports = {id: cache.read(id, stamp) if use_cache else None for id, stamp in stamps.items()}
    yield from filter(None, reports.values())
    todo = [id for id, report in reports.items() if report is None]
    for report in _verify(course, todo, pythons, jobs or os.cpu_count() or 1):
        cache.write(report, stamps[report.assignment])
        yield report


def _verify(course: Path, todo: Sequence[str], pythons: Sequence[str], jobs: int) -> Iterator[Report]:
    if len(todo) < 2 or jobs < 2:
        yield from (verify_one(course, id, pythons) for id in todo)
        return
    with ProcessPoolExecutor(min(jobs, len(todo)), get_context("spawn")) as pool:
        work: list[Future[Report]] = [pool.submit(verify_one, course, id, pythons) for id in todo]
        yield from (future.result() for future in as_completed(work))


def verify_one(course: Path, id: str, pythons: Sequence[str] = ()) -> Report:
    """Check every expectation of one assignment."""
    start = time.monotonic()
    with Worker() as worker:
        try:
            context = VerificationContext(course, id, worker, pythons)
        except Exception as error:
            return Report(id, (loading_failure(course, id, error),), time.monotonic() - start)
        findings = tuple(
            _relative(finding, course)
            for expectation in expectations(context)
            for finding in expectation.findings()
        )
        return _report(context, findings, start)


def _relative(finding: Finding, course: Path) -> Finding:
    path = finding.path.removeprefix(f"{course}{os.sep}")
    return (
        finding
        if path == finding.path
        else Finding(finding.level, finding.id, finding.message, path, finding.line)
    )


def _report(context: VerificationContext, findings: tuple[Finding, ...], start: float) -> Report:
    exercises = context.assignment.exercises
    sound = [exercise for exercise in exercises if not soundness.fault(context, exercise)]
    return Report(
        context.id,
        findings,
        round(time.monotonic() - start, 2),
        tuple(record(context, exercise) for exercise in sound),
        {exercise.name: [asdict(room) for room in tolerance.rooms(context, exercise)] for exercise in sound},
        {
            exercise.name: list(trivial_answers.exemptions(exercise, context.expected_answers(exercise)))
            for exercise in sound
        },
        settled=not context.worker.mishaps,
    )
