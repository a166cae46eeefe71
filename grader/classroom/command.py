"""`grader grade`: find what was handed in, grade it, and write the record, the table and the overview."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import click

from grader.classroom.gradebook import write_finals, write_grades
from grader.classroom.grading_process import GradingJob, Row
from grader.classroom.instructor_inputs import InstructorInputs, bonuses, idle_overrides, load_inputs, save
from grader.classroom.overview import write_overview
from grader.classroom.pool import exclusive_run, grade_all, open_pool
from grader.classroom.progress import Progress, isolation, show_progress
from grader.classroom.renamed_folders import clear, renew
from grader.classroom.store import Store
from grader.course import load, load_all
from grader.errors import InputError
from grader.model import Assignment, Tier
from grader.submission import Delivery, assignment_of, find, ungraded_files
from grader.wording import count_of
from grader.worker import require_walls

PLAIN = InstructorInputs()
FEW_NAMES = 8  # of what is left aside, of bonuses


def grade_class(
    order: GradingJob,
    paths: Sequence[Path],
    jobs: int | None,
    terms: InstructorInputs = PLAIN,
    cluster: str | None = None,
) -> int:
    """Grade all that lies at `paths` and return the exit status."""
    out = order.out
    if order.only:
        # an author's error is told before anything is graded
        load(order.course, order.only, order.fresh_seed, order.secret)
    given = load_inputs(order.course, terms)  # and so is an instructor's
    paths, lost = _there(paths)
    deliveries = find(paths, recogniser(order))
    if left := ungraded_files(paths):
        click.echo(f"Left aside, as no notebook and no Python file: {_few(left)}", err=True)
    asked, order = order, walled(order, deliveries, cluster)
    seen: set[str] = set()  # tiers
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(deliveries) // 2))
    with (
        exclusive_run(out),
        Store(out / "grades.sqlite") as store,
        show_progress(len(deliveries)) as progress,
    ):
        save(store, given)
        renew(store, out)
        remember(store, asked, paths)
        try:
            with _tables(store, out), _stop_on_sigterm(), open_pool(jobs, cluster) as pool:
                for row in grade_all(order, deliveries, pool, store):
                    progress.add(row)
                    _remember_tier(store, row, seen)
        except (KeyboardInterrupt, OSError) as error:
            click.echo(f"Stopped at {progress.done} of {progress.total}; the same command goes on.", err=True)
            if isinstance(error, OSError):  # a full disk, most of all
                raise
            return 130  # what shells report of a command ended by Ctrl-C
        clear(store, out)
        _tell_overrides(store, out)
        tiers = store.setting("runs")[-1]["tiers"]
    click.echo(_closing(progress, tiers, out))
    return max(_status(progress), 1 if lost else 0)


def _there(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Tell the paths that exist from those that do not: a slip of the pen is nobody's submission.

    Raises InputError where nothing is left to grade. What is there is graded, so that one wrong path among
    many costs nothing but itself.
    """
    lost = [path for path in paths if not os.path.lexists(path)]
    if len(lost) == len(paths):
        raise InputError(f"{', '.join(map(str, lost))}: no such file or folder")
    for path in lost:
        click.echo(f"{path}: no such file or folder", err=True)
    return [path for path in paths if path not in lost], lost


def walled(order: GradingJob, deliveries: Sequence[Delivery], cluster: str | None = None) -> GradingJob:
    """Have several people's code run behind walls alone, unless less was asked for by name.

    Raises IsolationUnavailable where this machine, which is to run it, has none.
    """
    people = {(delivery.student, delivery.identifier) for delivery in deliveries}
    if order.isolation or len(people) < 2:
        return order
    if cluster is None:
        require_walls(len(people))
    return replace(order, isolation=Tier.KERNEL)


def recogniser(order: GradingJob) -> Callable[[Delivery], str]:
    """Return what names the assignment of one of several files that carry the same student's name."""

    @cache
    def assignments() -> list[Assignment]:
        return load_all(order.course, order.fresh_seed, order.secret)

    return lambda delivery: order.only or assignment_of(delivery, assignments())


@contextmanager
def _tables(store: Store, out: Path) -> Iterator[None]:
    """Write the tables in the end, however grading ends; the error that ended it is the one that is told."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            write_tables(store, out)
        raise
    write_tables(store, out)


def write_tables(store: Store, out: Path) -> None:
    """Write all that is made from the record."""
    write_grades(store, out / "grades.csv")
    write_finals(store, out / "final.csv")
    write_overview(store, out / "index.html")


def remember(store: Store, order: GradingJob, paths: Sequence[Path]) -> None:
    """Keep what was asked for, so that a regrade can ask for it again; of equal paths, the last words stand."""
    asked = {
        "folder": str(Path.cwd()),
        "paths": [str(path) for path in paths],
        "only": order.only,
        "follow_through": order.policy.follow_through,
        "fresh_seed": order.fresh_seed,
        "template": str(order.template) if order.template else None,
        "execute": order.execute,
        "isolation": str(order.isolation or ""),
    }
    same = ("folder", "paths")
    known = store.setting("runs") or []
    before = [one for one in known if any(one[key] != asked[key] for key in same)]
    again = [one for one in known if one not in before]
    asked["tiers"] = again[-1].get("tiers", []) if again else []  # of what turns out to be unchanged
    store.set("runs", [*before, asked])


def _remember_tier(store: Store, row: Row, seen: set[str]) -> None:
    """Keep with the last run how well code was isolated in it; `seen` is what is known of it."""
    tier = row.record["environment"].get("sandbox", "") if row.record else ""
    if tier and tier not in seen:
        seen.add(tier)
        *before, last = store.setting("runs")
        store.set("runs", [*before, last | {"tiers": sorted(seen)}])


def _tell_overrides(store: Store, out: Path) -> None:
    """Say which overrides do nothing, and which do more than could be earned: either may be a slip of the pen."""
    if idle := list(idle_overrides(store)):
        click.echo(f"Overrides of what is not in {out}, so without effect: {', '.join(idle)}", err=True)
    if more := list(bonuses(store)):
        click.echo(f"Overrides above the points there are, taken for a bonus: {_few(more)}", err=True)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - FEW_NAMES} more" if len(names) > FEW_NAMES else ""
    return ", ".join(names[:FEW_NAMES]) + more


@contextmanager
def _stop_on_sigterm() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C: what is in flight is lost, nothing else."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _closing(progress: Progress, tiers: Sequence[str], out: Path) -> str:
    """Say how many were graded, how well the students' code was isolated, and what to open."""
    isolated = f" {isolation(tiers)}." if tiers else ""
    return (
        f"{count_of(progress.total, 'submission')}: {progress.summary()}.{isolated} "
        f"Overview: {out / 'index.html'}"
    )


def _status(progress: Progress) -> int:
    if progress.counts["internal_error"]:
        return 3
    return 1 if progress.counts["unreadable"] else 0
