"""`grader grade`: find what was handed in, grade it, and write the record, the table and the overview."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from grader.classroom.arrivals import forget_moved, gather_class, remember, withdraw, write_deliveries
from grader.classroom.attendance import attendance, write_persons
from grader.classroom.batches import grade_all
from grader.classroom.blank_work import blank_work_notes
from grader.classroom.files import exclusive_run
from grader.classroom.final_grades import finals, has_finals, open_sentence
from grader.classroom.gradebook import write_finals, write_grades
from grader.classroom.instructor_inputs import InstructorInputs, bonuses, idle_overrides, load_inputs, save
from grader.classroom.isolation import isolate_people, isolation_sentence
from grader.classroom.job import GradingJob
from grader.classroom.marks import ClassMarks, class_marks
from grader.classroom.overview import write_overview
from grader.classroom.pool import Pool, open_pool
from grader.classroom.progress import Progress, show_progress
from grader.classroom.renamed_folders import clear, renew
from grader.classroom.runs import TierLog, remember_run, stored_runs
from grader.classroom.store import RECORD, Store
from grader.classroom.time_notes import time_notes
from grader.course import load
from grader.errors import InputError
from grader.report.say import say
from grader.submission import Delivery, Gathering
from grader.wording import count_of, join_words

NO_INPUTS = InstructorInputs()
FEW_NAMES = 8  # of what is left aside, of bonuses


def grade_class(
    job: GradingJob,
    paths: Sequence[Path],
    processes: int | None,
    inputs: InstructorInputs = NO_INPUTS,
    cluster: str | None = None,
) -> int:
    """Grade all that lies at `paths` on so many processes, or a cluster's, and return the exit status."""
    out = job.out
    if job.only:
        # an author's error is told before anything is graded
        load(job.course, job.only, job.fresh_seed, job.secret)
    loaded_inputs = load_inputs(job.course, inputs)  # and so is an instructor's
    paths, missing = _existing_paths(paths)
    gathering = gather_class(job, paths, out, loaded_inputs)
    _print_arrival(gathering)
    deliveries = gathering.deliveries
    asked_job, job = job, isolate_people(job, deliveries, cluster)
    processes = min(processes or os.cpu_count() or 1, max(1, len(deliveries) // 2))
    with exclusive_run(out), Store(out / RECORD) as store, show_progress(len(deliveries)) as progress:
        save(store, loaded_inputs)
        renew(store, out)
        if withdrawn := withdraw(store, job, gathering, paths):
            say(f"No longer handed in, so out of every table: {join_words(withdrawn, FEW_NAMES)}", error=True)
        remember(store, gathering, paths)
        remember_run(store, asked_job, paths)
        tiers = TierLog(store)
        try:
            with (
                _tables_also_after_failure(store, out),
                _stop_on_sigterm(),
                _pool(processes, cluster, job, deliveries) as pool,
            ):
                for row in grade_all(job, deliveries, pool, store):
                    progress.add(row)
                    tiers.add(row)
            forget_moved(store)
            marks = write_tables(store, out)
        except (KeyboardInterrupt, OSError) as error:
            say(f"Stopped at {progress.done} of {progress.total}; the same command goes on.", error=True)
            if isinstance(error, OSError):  # a full disk, most of all
                raise
            return 130  # what shells report of a command ended by Ctrl-C
        clear(store, out)
        _print_notes(store, marks, out)
        closing = _closing(progress, stored_runs(store)[-1]["tiers"], out)
    say(closing)
    return max(_exit_status(progress), 1 if missing or gathering.unlisted else 0)


def _pool(
    processes: int, cluster: str | None, job: GradingJob, deliveries: Sequence[Delivery]
) -> AbstractContextManager[Pool]:
    if cluster is None:
        return open_pool(processes)
    from grader.classroom.cluster import join_cluster

    return join_cluster(cluster, job, deliveries)


def _print_arrival(gathering: Gathering) -> None:
    """Say what of the delivery is not graded, and who could not be joined with the roster."""
    if left := gathering.ungraded_files:
        say(f"Left aside, as nothing in them can be graded: {join_words(left, FEW_NAMES)}", error=True)
    if unlisted := gathering.unlisted:
        say(
            f"May not be listed, so what lies in them is not graded: {join_words(unlisted, FEW_NAMES)}",
            error=True,
        )
    for remark in gathering.remarks:
        say(f"Not joined with the roster: {remark}", error=True)


def _existing_paths(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Tell the paths that exist from those that do not: a slip of the pen is nobody's submission.

    Raises InputError where nothing is left to grade. What exists is graded, so that one wrong path among
    many costs nothing but itself.
    """
    missing = [path for path in paths if not os.path.lexists(path)]
    if len(missing) == len(paths):
        raise InputError(f"{', '.join(map(str, missing))}: no such file or folder")
    for path in missing:
        say(f"{path}: no such file or folder", error=True)
    return [path for path in paths if path not in missing], missing


@contextmanager
def _tables_also_after_failure(store: Store, out: Path) -> Iterator[None]:
    """Write the tables where grading is ended by an error, too, which is the one that is told."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            write_tables(store, out)
        raise


def write_tables(store: Store, out: Path) -> ClassMarks:
    """Write all that is made from the record, and return the marks in it."""
    marks = class_marks(store)
    write_grades(store, marks, out / "grades.csv")
    write_finals(store, marks, out / "final.csv")
    write_deliveries(store, out / "deliveries.csv")
    write_persons(store, marks, out / "persons.csv")
    write_overview(store, out / "index.html", marks)
    return marks


def _print_notes(store: Store, marks: ClassMarks, out: Path) -> None:
    """Say what an instructor should look at before the marks are handed on."""
    _print_odd_overrides(store, out)
    for note in blank_work_notes(store):
        say(note, error=True)
    _print_time_notes(store, marks)
    for sentence in attendance(store, marks).sentences():
        say(sentence, error=True)


def _print_odd_overrides(store: Store, out: Path) -> None:
    """Say which overrides do nothing, and which do more than could be earned: either may be a slip of the pen."""
    if idle := list(idle_overrides(store)):
        say(f"Overrides of what is not in {out}, so without effect: {', '.join(idle)}", error=True)
    if bonus := list(bonuses(store)):
        say(
            f"Overrides above the points there are, taken for a bonus: {join_words(bonus, FEW_NAMES)}",
            error=True,
        )


def _print_time_notes(store: Store, marks: ClassMarks) -> None:
    """Say where a due date could not act, and whose final grade stays open."""
    for note in time_notes(store, marks):
        say(note, error=True)
    if has_finals(store, marks.rules) and (sentence := open_sentence(finals(store, marks))):
        say(sentence, error=True)


@contextmanager
def _stop_on_sigterm() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C: what is in flight is lost, nothing else."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    former_handler = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former_handler)


def _closing(progress: Progress, tiers: Sequence[str], out: Path) -> str:
    """Say how many were graded, how well the students' code was isolated, and what to open."""
    isolation = f" {isolation_sentence(tiers)}." if tiers else ""
    return (
        f"{count_of(progress.total, 'submission')}: {progress.summary()}.{isolation} "
        f"Overview: {out / 'index.html'}"
    )


def _exit_status(progress: Progress) -> int:
    if progress.counts["internal_error"]:
        return 3
    return 1 if progress.counts["unreadable"] else 0
