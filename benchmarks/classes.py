"""Classes to be timed: submissions made from the samples, the floor they are compared with, and a run in slices.

Submissions are made by renaming variables and rewording comments, so that no two are equal. Their floor is a
warm process with numpy that forks a child for every submission, which executes the student's definitions, makes
the same calls and sends the values back, unconfined (benchmarks/floor.py); there are as many such processes as
stations.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.floor import Call, Floor, Job
from grader.classroom.command import write_tables
from grader.classroom.grading_process import GradingJob
from grader.classroom.pool import grade_all, open_pool
from grader.classroom.store import Store
from grader.course import load
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.grading.question_bounds import ORIGIN
from grader.model import Exercise
from grader.submission import Delivery, extract, find, read
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
ASSIGNMENT = "logistic_regression"
SAMPLES = ROOT / "submissions" / ASSIGNMENT
RIGHT = ("ada.py", "grace.ipynb", "carl.ipynb")
WRONG = ("alan.ipynb", "emmy.py", "rosa.py", "kurt.py", "lise.ipynb")
MIXED = (*RIGHT, *RIGHT, *RIGHT, *RIGHT, *WRONG)  # five in seventeen lose points
RENAMED = ("examples", "activations", "errors", "losses", "parameters", "labels", "cost", "grads")


def make(folder: Path, size: int, distinct: int, samples: Sequence[str]) -> Path:
    """Write so many submissions of so many kinds."""
    folder.mkdir(parents=True)
    for number in range(size):
        kind = number % distinct
        source = SAMPLES / samples[kind % len(samples)]
        text = source.read_text(encoding="utf-8")
        if source.suffix == ".py":
            text = f"# handed in by number {number}\n{renamed(text, kind)}"
        else:
            notebook = json.loads(text)
            for cell in notebook["cells"]:
                cell["source"] = renamed("".join(cell["source"]), kind)
            text = json.dumps({**notebook, "handed_in_by": number})
        (folder / f"s{number:06}{source.suffix}").write_text(text, encoding="utf-8")
    return folder


def renamed(source: str, kind: int) -> str:
    """Give the variables of a solution other names, keys of dictionaries excepted."""
    for name in RENAMED:
        source = re.sub(rf"(?<![\"'\w]){name}(?![\"'\w])", f"{name}_{kind}", source)
    return source


class Floors:
    """As many floors as there are stations, all at work at once."""

    def __init__(self, samples: Sequence[str], jobs: int) -> None:
        with Worker() as worker:
            self._done = [job(worker, sample) for sample in samples]
        self._running = [Floor(self._done) for _ in range(jobs)]
        self(len(self._done) * jobs)

    @property
    def pids(self) -> list[int]:
        return [floor.pid for floor in self._running]

    def __call__(self, size: int) -> float:
        """Do so many submissions and return wall seconds a submission."""
        jobs = len(self._running)
        threads = [
            threading.Thread(target=_repeat, args=(floor, size // jobs, len(self._done)))
            for floor in self._running
        ]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return (time.perf_counter() - start) / (size // jobs * jobs)

    def close(self) -> None:
        for floor in self._running:
            floor.close()


def _repeat(floor: Floor, times: int, kinds: int) -> None:
    for number in range(times):
        floor.submission(number % kinds)


def job(worker: Worker, sample: str) -> Job:
    """Return what grading a sample executes and calls, its second chances included."""
    assignment = load(ROOT, ASSIGNMENT)
    asked: list[tuple[list[str], list[Call]]] = []

    class Recording(Worker):
        def observe(self, program: Any, exercises: Any, **options: Any) -> Any:
            counting = program.chunks[-1].origin == ORIGIN  # done once a station, and by no submission
            for exercise in () if counting else exercises:
                names = list((options.get("stand_ins") or {}).get(exercise.name, ()))
                asked.append((names, _calls(exercise)))
            return worker.observe(program, exercises, **options)

    submission = read(find([SAMPLES / sample])[0])
    grade(submission, GradingContext(assignment, answer_key(assignment, worker.observe), Recording()))
    source = [chunk.source for chunk in extract(submission, assignment).chunks]
    first = [call for names, calls in asked if not names for call in calls]
    again = [one for one in asked if one[0]]
    return Job(source, first, again, [assignment.reference], assignment.folder)


def _calls(exercise: Exercise) -> list[Call]:
    cases = (*exercise.cases, *exercise.scaling)
    return [
        (exercise.names[0], tuple(argument.value for argument in case.arguments), case.seed) for case in cases
    ]


class Run:
    """A class that is graded a slice at a time: what `grader grade` does, with a clock between the slices."""

    def __init__(self, out: Path, jobs: int, *, reuse: bool = True) -> None:
        self._order = GradingJob(course=ROOT, out=out, only=ASSIGNMENT, reuse=reuse)
        self._store = Store(out / "grades.sqlite")
        self._opened = open_pool(jobs)
        self._pool = self._opened.__enter__()

    def slice(self, deliveries: Sequence[Delivery]) -> float:
        """Grade so many and return wall seconds; the first slice starts the stations."""
        start = time.perf_counter()
        rows = list(grade_all(self._order, deliveries, self._pool, self._store))
        assert {row.status for row in rows} == {"graded"}
        return time.perf_counter() - start

    def tables(self) -> float:
        """Write the tables and the overview, as a run does at its end, and return wall seconds."""
        start = time.perf_counter()
        write_tables(self._store, self._order.out)
        return time.perf_counter() - start

    def close(self) -> None:
        self._opened.__exit__(None, None, None)
        self._store.__exit__()


def resident(pid: int, without: Sequence[int] = ()) -> float:
    """Return the resident memory of a process and of all below it, in MB, but not of those `without`."""
    try:
        family = [psutil.Process(pid)]
        for child in psutil.Process(pid).children():
            family += [] if child.pid in without else [child, *child.children(recursive=True)]
        return sum(process.memory_info().rss for process in family) / 1e6
    except psutil.Error:
        return 0.0
