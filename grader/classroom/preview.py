"""A regrade on trial: whose score would change, with nothing of OUT written.

It grades into a copy of OUT: the record copied, the reports linked to, so that what has not changed is
recognised and nothing of the original can be written to. Files are replaced, never changed in place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from grader.classroom.arrivals import gather_class
from grader.classroom.batches import grade_all
from grader.classroom.changes import changes, standings
from grader.classroom.files import exclusive_run
from grader.classroom.instructor_inputs import InstructorInputs, load_inputs, save
from grader.classroom.isolation import isolate_people
from grader.classroom.job import GradingJob
from grader.classroom.pool import open_pool
from grader.classroom.progress import FEW, show_progress
from grader.classroom.renamed_folders import renew
from grader.classroom.store import RECORD, Store
from grader.report.say import say
from grader.submission import Delivery

TRIAL = ".preview"  # a folder in OUT


def preview_class(out: Path, jobs: Sequence[tuple[GradingJob, list[Path]]], processes: int) -> int:
    """Tell who would change, by how much, and return the exit status; nothing in OUT does."""
    with exclusive_run(out), Store(out / RECORD) as store, _trial_folder(out, store) as trial:
        before = standings(store)
        with Store(trial / RECORD) as copy:
            for job, paths in jobs:
                save(copy, load_inputs(job.course, InstructorInputs()))
                deliveries = gather_class(job, paths, trial).deliveries
                _grade(replace(isolate_people(job, deliveries), out=trial), deliveries, copy, processes)
            after = standings(copy)
    for line in changes(before, after):
        say(line)
    return 0


def _grade(job: GradingJob, deliveries: Sequence[Delivery], store: Store, processes: int) -> None:
    processes = min(processes, max(1, len(deliveries) // 2))
    with open_pool(processes) as pool, show_progress(len(deliveries)) as progress:
        for row in grade_all(job, deliveries, pool, store):
            if progress.total > FEW:
                progress.add(row)


@contextmanager
def _trial_folder(out: Path, store: Store) -> Iterator[Path]:
    """Make a copy of OUT inside it, on the same disk so that links can be made, and remove it in the end."""
    renew(store, out)
    trial = out / TRIAL
    shutil.rmtree(trial, ignore_errors=True)
    try:
        store.copy_to(trial / RECORD)
        for row in store.rows("SELECT DISTINCT assignment FROM submissions"):
            folder = out / row["assignment"]
            if folder.is_dir():
                _link_files(folder, trial / row["assignment"])
        yield trial
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _link_files(folder: Path, target: Path) -> None:
    """Link all files of a folder; shutil.copytree would put a full disk's error into a list of hundreds."""
    for path in folder.rglob("*"):
        link = target / path.relative_to(folder)
        if path.is_file():
            link.parent.mkdir(parents=True, exist_ok=True)
            _link(path, link)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # no links on this disk
        shutil.copy2(source, target)
