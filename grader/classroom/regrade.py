"""Grade again what was graded into OUT, or tell first whose score would change."""

from __future__ import annotations

import os
from pathlib import Path

from grader.classroom.command import grade_class
from grader.classroom.job import GradingJob
from grader.classroom.preview import preview_class
from grader.classroom.runs import job_of, stored_runs
from grader.classroom.store import open_record
from grader.errors import InputError


def regrade(course: Path, out: Path, preview: bool, processes: int | None, secret: bytes = b"") -> int:
    """Grade again all that the record remembers, and return the exit status."""
    jobs = _stored_jobs(course, out, secret)
    if preview:
        return preview_class(out, jobs, processes or os.cpu_count() or 1)
    return max(grade_class(job, paths, processes) for job, paths in jobs)


def _stored_jobs(course: Path, out: Path, secret: bytes) -> list[tuple[GradingJob, list[Path]]]:
    """Return what was asked for, each run by its own words."""
    with open_record(out) as store:
        runs = stored_runs(store)
    jobs = [job_of(run, course, out, secret) for run in runs]
    missing = [str(path) for _, paths in jobs for path in paths if not path.exists()]
    if missing:
        raise InputError(
            f"{', '.join(missing)}: graded then, gone now; put it back, or grade what there is into another folder"
        )
    return jobs
