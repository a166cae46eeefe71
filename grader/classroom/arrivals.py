"""What a class handed in, remembered in the record: who it was, what each file is, and what is no longer there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom.gradebook import write_table
from grader.classroom.runs import Run, stored_runs
from grader.classroom.store import RECORD, Store
from grader.course import load_all, names
from grader.report.text import plain_text
from grader.submission import FileExaminer, Gathering, Person, RosterRow, assignment_of, gather

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.classroom.instructor_inputs import LoadedInputs
    from grader.classroom.job import GradingJob
    from grader.model import Assignment
    from grader.submission import Delivery

ROSTER = "SELECT student, name, email, identifier FROM roster ORDER BY student"
PERSONS = "SELECT student, label, system, identifier, called FROM persons"
COLUMNS = ("file", "person", "assignment", "role", "why")
OF = " (of "  # before the name of one of several who handed in together
WITHIN = re.compile(f"{re.escape(os.sep)}|{re.escape(OF)}")


def gather_class(
    job: GradingJob, paths: Sequence[Path], out: Path, inputs: LoadedInputs | None = None
) -> Gathering:
    """Find what was handed in at paths, and whose it is, by the record in OUT and the roster."""
    roster, known = [], []
    if (out / RECORD).is_file():
        with Store(out / RECORD) as store:
            roster = [RosterRow(*row) for row in store.rows(ROSTER)]
            known = [Person(*row) for row in store.rows(PERSONS)]
    if inputs and inputs.roster:
        roster = [RosterRow(*(str(row[name]) for name in RosterRow._fields)) for row in inputs.roster]
    assignments = _assignments(job)
    examiner = FileExaminer(assignments, names(job.course), job.only)
    return gather(paths, _recogniser(job, assignments), examiner, roster, known)


def _assignments(job: GradingJob) -> Callable[[], list[Assignment]]:
    return cache(lambda: load_all(job.course, job.fresh_seed, job.secret))


def _recogniser(job: GradingJob, assignments: Callable[[], list[Assignment]]) -> Callable[[Delivery], str]:
    """Return what names the assignment of one of several files of a student."""
    return lambda delivery: job.only or assignment_of(delivery, assignments())


def remember(store: Store, gathering: Gathering, paths: Sequence[Path]) -> None:
    """Keep who handed in and what each file is; whoever is called otherwise now has all under the new name."""
    before = {
        (system, identifier, called): student
        for student, _, system, identifier, called in store.rows(PERSONS)
    }
    for person in gathering.persons:
        former = before.get((person.system, person.identifier, person.called), person.student)
        if former != person.student:
            store.rename_person(former, person.student)
    store.put("persons", [person._asdict() for person in gathering.persons])
    places = frozenset(map(str, paths))
    gone = [row["path"] for row in store.rows("SELECT path FROM files") if _lies_in(row["path"], places)]
    store.drop("files", [{"path": path} for path in gone])
    store.put(
        "files",
        [
            {
                "path": account.name,
                "student": student,
                "role": account.role,
                "reason": account.reason,
                "work": account.work,
            }
            for account, student in gathering.accounts
        ],
    )


def withdraw(store: Store, job: GradingJob, gathering: Gathering, paths: Sequence[Path]) -> list[str]:
    """Take out of the record what an earlier run graded at these paths and is no longer handed in, and name it.

    What another run graded under the same name from another folder is another file, and stays.
    """
    folder, places = str(Path.cwd()), frozenset(map(str, paths))
    if not any(run["folder"] == folder and places.intersection(run["paths"]) for run in stored_runs(store)):
        return []
    graded = {delivery.name for delivery in gathering.deliveries}
    present = {account.name for account, _ in gathering.accounts}
    names = []
    for row in list(store.rows("SELECT id, path, assignment FROM submissions ORDER BY path")):
        path, own = row["path"], row["path"].partition(OF)[0]
        is_other = own in present and job.only not in (None, row["assignment"])
        if path not in graded and not is_other and _lies_in(path, places):
            store.withdraw(row["id"])
            names.append(path)
    return names


def forget_moved(store: Store) -> None:
    """Forget earlier runs over paths that are gone, where all that lay there has been handed in from elsewhere."""
    *earlier, last = stored_runs(store)
    works = [row["path"] for row in store.rows("SELECT path FROM submissions")]
    moved = [run for run in earlier if _is_gone(run) and not _holds_any(run, works)]
    if moved:
        kept = [run for run in (*earlier, last) if run not in moved]
        gone = _places(moved) - _places(kept)
        files = [row["path"] for row in store.rows("SELECT path FROM files")]
        store.drop("files", [{"path": path} for path in files if _lies_in(path, gone)])
        store.set("runs", kept)


def _is_gone(run: Run) -> bool:
    return not any(os.path.lexists(os.path.join(run["folder"], path)) for path in run["paths"])


def _holds_any(run: Run, works: Iterable[str]) -> bool:
    places = _places([run])
    return any(_lies_in(path, places) for path in works)


def _places(runs: Iterable[Run]) -> frozenset[str]:
    """Return all that was named in some runs."""
    return frozenset(path for run in runs for path in run["paths"])


def _lies_in(name: str, places: Set[str]) -> bool:
    """Tell whether a file was named, or something that it lies in; as quick for a thousand places as for one."""
    if name in places or (os.curdir in places and not os.path.isabs(name)):
        return True
    return any((name[: match.start()] or os.sep) in places for match in WITHIN.finditer(name))


def write_deliveries(store: Store, path: Path) -> None:
    """Write what each file of the delivery is."""
    write_table(path, COLUMNS, _rows(store))


def _rows(store: Store) -> Iterator[list[object]]:
    assignments: dict[str, set[str]] = {}
    for row in store.rows("SELECT path, assignment FROM submissions"):
        assignments.setdefault(row["path"].partition(OF)[0], set()).add(row["assignment"])
    for row in store.rows("SELECT * FROM files ORDER BY path"):
        answered = " ".join(sorted(assignments.get(row["work"], ())))
        yield [plain_text(row["path"]), row["student"], answered, row["role"], plain_text(row["reason"])]
