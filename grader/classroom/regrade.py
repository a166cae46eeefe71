"""Grade again what was graded into OUT, or tell first whose score would change.

A preview grades into a copy of OUT: the record copied, the reports linked to, so that what has not changed is
recognised and nothing of the original can be written to. Files are replaced, never changed in place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from grader.classroom.command import grade_class, recogniser, walled
from grader.classroom.grading_process import GradingJob, course_digest
from grader.classroom.instructor_inputs import InstructorInputs, load_inputs, save
from grader.classroom.marks import marks
from grader.classroom.pool import exclusive_run, grade_all, open_pool
from grader.classroom.progress import FEW, show_progress
from grader.classroom.renamed_folders import renew
from grader.classroom.store import Store
from grader.errors import InputError
from grader.grading.grade import Policy
from grader.model import Tier
from grader.report.text import number
from grader.submission import find

if TYPE_CHECKING:
    from grader.submission import Delivery

TRIAL = ".preview"  # a folder in OUT


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission's worth: its mark, and what each exercise earned."""

    status: str
    score: float | None
    mark: float | None
    exercises: Mapping[str, float]


def regrade(course: Path, out: Path, preview: bool, jobs: int | None, secret: bytes = b"") -> int:
    """Grade again all that the record remembers, and return the exit status."""
    orders = _orders(course, out, secret)
    if preview:
        return _preview(out, orders, jobs or os.cpu_count() or 1)
    return max(grade_class(order, paths, jobs) for order, paths in orders)


def _orders(course: Path, out: Path, secret: bytes) -> list[tuple[GradingJob, list[Path]]]:
    """Return what was asked for, each run by its own words."""
    if not (out / "grades.sqlite").is_file():
        raise InputError(f"{out}: no grades.sqlite here; grade first")
    with Store(out / "grades.sqlite") as store:
        runs = store.setting("runs") or []
    found = [_order(run, course, out, secret) for run in runs]
    missing = [str(path) for _, paths in found for path in paths if not path.exists()]
    if missing:
        raise InputError(f"{', '.join(missing)}: graded then, gone now; put it back, or grade without it")
    return found


def _order(run: Mapping[str, Any], course: Path, out: Path, secret: bytes) -> tuple[GradingJob, list[Path]]:
    template = Path(run["template"]) if run["template"] else None
    isolation = run.get("isolation", "")  # an older record does not say
    order = GradingJob(
        course,
        out,
        run["only"],
        Policy(run["follow_through"]),
        run["fresh_seed"],
        template,
        execute=run["execute"],
        isolation=Tier(isolation) if isolation else None,
        content=course_digest(course),
        secret=secret,
    )
    here = Path.cwd() == Path(run["folder"])  # names stay as they were given, where they still lead there
    return order, [Path(path) if here else Path(run["folder"], path) for path in run["paths"]]


def _preview(out: Path, orders: Sequence[tuple[GradingJob, list[Path]]], jobs: int) -> int:
    """Tell who would change, by how much; nothing in OUT does."""
    with exclusive_run(out), Store(out / "grades.sqlite") as store, _trial(out, store) as trial:
        before = _standings(store)
        with Store(trial / "grades.sqlite") as copy:
            for order, paths in orders:
                save(copy, load_inputs(order.course, InstructorInputs()))
                deliveries = find(paths, recogniser(order))
                _grade(replace(walled(order, deliveries), out=trial), deliveries, copy, jobs)
            after = _standings(copy)
    for line in changes(before, after):
        click.echo(line)
    return 0


def _grade(order: GradingJob, deliveries: Sequence[Delivery], store: Store, jobs: int) -> None:
    jobs = min(jobs, max(1, len(deliveries) // 2))
    with open_pool(jobs) as pool, show_progress(len(deliveries)) as progress:
        for row in grade_all(order, deliveries, pool, store):
            if progress.total > FEW:
                progress.add(row)


@contextmanager
def _trial(out: Path, store: Store) -> Iterator[Path]:
    """Make a copy of OUT inside it, on the same disk so that links can be made, and remove it in the end."""
    renew(store, out)
    trial = out / TRIAL
    shutil.rmtree(trial, ignore_errors=True)
    try:
        store.copy_to(trial / "grades.sqlite")
        for row in store.rows("SELECT DISTINCT assignment FROM submissions"):
            folder = out / row["assignment"]
            if folder.is_dir():
                _linked(folder, trial / row["assignment"])
        yield trial
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _linked(folder: Path, target: Path) -> None:
    """Link all files of a folder; shutil.copytree would put a full disk's error into a list of hundreds."""
    for path in folder.rglob("*"):
        place = target / path.relative_to(folder)
        if path.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            _link(path, place)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # no links on this disk
        shutil.copy2(source, target)


def _standings(store: Store) -> dict[str, Standing]:
    exercises: dict[int, dict[str, float]] = {}
    for row in store.rows("SELECT submission, name, score FROM exercises ORDER BY submission, place"):
        exercises.setdefault(row["submission"], {})[row["name"]] = row["score"]
    return {
        f"{mark.assignment}/{mark.label}": Standing(
            mark.status, mark.score, mark.mark, exercises.get(mark.id, {})
        )
        for mark in marks(store)
    }


def changes(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> Iterator[str]:
    """Say who would change, most lost first, then how many and by how much on the whole."""
    common = [name for name in before if name in after and before[name] != after[name]]
    moved = sorted(common, key=lambda name: (_moved(before[name], after[name]), name))
    for name in moved:
        yield _line(name, before[name], after[name])
    for name in sorted(after.keys() - before.keys()):
        yield f"{name}: new, {_mark(after[name])}"
    steps = [_moved(before[name], after[name]) for name in moved]
    down, up = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    new = len(after.keys() - before.keys())
    yield (
        f"{len(moved)} of {len(before)} submissions would change: {up} up, {down} down; {new} new. "
        "Nothing was written."
    )


def _moved(before: Standing, after: Standing) -> float:
    return round((after.mark or 0.0) - (before.mark or 0.0), 6)


def _line(name: str, before: Standing, after: Standing) -> str:
    names = [*before.exercises, *(after.exercises.keys() - before.exercises.keys())]
    steps = {one: after.exercises.get(one, 0.0) - before.exercises.get(one, 0.0) for one in names}
    told = ", ".join(f"{one} {_signed(step)}" for one, step in steps.items() if abs(step) > 1e-9)
    step = _moved(before, after)
    head = f"{name}: {_mark(before)} -> {_mark(after)}" + (f" ({_signed(step)})" if step else "")
    return f"{head}: {told}" if told else head


def _mark(standing: Standing) -> str:
    return standing.status.replace("_", " ") if standing.mark is None else number(standing.mark)


def _signed(step: float) -> str:
    return f"{'+' if step > 0 else '-'}{number(abs(step))}"
