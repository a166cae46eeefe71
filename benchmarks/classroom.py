"""Time a class against its floor: `python -m benchmarks.classroom [--sizes 100 1000] [--copies]`.

The floor is a warm process with numpy that forks a child for every submission, which executes the student's
definitions, makes the same calls and sends the values back, unconfined; as many such processes as stations
(benchmarks/floor.py). Submissions are made from the samples by renaming variables and rewording comments, so
that no two are equal. Every class is graded between two runs of its floor, whose mean it is compared with.
Only ratios taken in one run are printed: of the whole run, and of what it takes beyond a class of one
submission a station, which is starting and ending.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.floor import Call, Floor, Job
from grader.course import load
from grader.course.key import answer_key
from grader.grade import Bench, grade
from grader.model import Exercise
from grader.submission import extract, find, read
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "submissions" / "logistic_regression"
RIGHT = ("ada.py", "grace.ipynb", "carl.ipynb")
WRONG = ("alan.ipynb", "emmy.py", "rosa.py", "kurt.py", "lise.ipynb")
MIXED = (*RIGHT, *RIGHT, *RIGHT, *RIGHT, *WRONG)  # five in seventeen lose points
RENAMED = ("examples", "activations", "errors", "losses", "parameters", "labels", "cost", "grads")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--samples", nargs="+", help="submissions to vary; without, two classes are graded")
    options.add_argument("--copies", action="store_true", help="also time a class that copies")
    given = options.parse_args()
    classes = {"given": given.samples} if given.samples else {"all right": RIGHT, "right and wrong": MIXED}
    with tempfile.TemporaryDirectory() as name:
        for kind, samples in classes.items():
            with floors(samples, given.jobs) as seconds:
                growth(Path(name) / kind, given.sizes, given.jobs, samples, seconds, kind)
        if given.copies:
            copies(Path(name), max(given.sizes), given.jobs, MIXED)


def growth(
    folder: Path,
    sizes: Sequence[int],
    jobs: int,
    samples: Sequence[str],
    floor: Callable[[int], float],
    kind: str,
) -> None:
    """Print, for each size, the time a submission relative to the floor and the memory of the run."""
    start, _ = graded(make(folder / "start", jobs, jobs, samples), folder / "out", jobs)
    for size in sizes:
        handed_in = make(folder / f"class{size}", size, size, samples)
        before = floor(min(size, 400))
        seconds, memory = graded(handed_in, folder / "out", jobs)
        least = size * (before + floor(min(size, 400))) / 2
        print(
            f"{kind}: {size:6} submissions: {seconds / least:.2f} x floor, "
            f"{(seconds - start) / least:.2f} x beyond start-up; {memory:.0f} MB in all processes",
            flush=True,
        )


def copies(folder: Path, size: int, jobs: int, samples: Sequence[str]) -> None:
    """Print how much faster a class of which one in twenty is distinct is judged, than by running all."""
    distinct = max(size // 20, 1)
    handed_in = make(folder / "copies", size, distinct, samples)
    shared, _ = graded(handed_in, folder / "out", jobs)
    each, _ = graded(handed_in, folder / "out", jobs, "--no-cache")
    print(f"{size} submissions, {distinct} distinct: {each / shared:.1f} times faster than --no-cache")


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


def graded(handed_in: Path, out: Path, jobs: int, *options: str) -> tuple[float, float]:
    """Grade a folder; return wall seconds and the peak resident memory of all processes, in MB."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "grader", "--course", ROOT, "grade", handed_in, "-o", out, "-j", jobs]
    words = [str(word) for word in [*command, "-a", "logistic_regression", *options]]
    start = time.perf_counter()
    run = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd=ROOT)
    peak = 0.0
    while run.poll() is None:
        peak = max(peak, _resident(run.pid))
        time.sleep(0.5)
    return time.perf_counter() - start, peak / 1e6


def _resident(pid: int) -> float:
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(process.memory_info().rss for process in family)
    except psutil.Error:
        return 0.0


@contextmanager
def floors(samples: Sequence[str], jobs: int) -> Iterator[Callable[[int], float]]:
    """Give what does so many submissions on so many processes and returns wall seconds a submission."""
    with Worker() as worker:
        done = [job(worker, sample) for sample in samples]
    running = [Floor(done) for _ in range(jobs)]

    def seconds(size: int) -> float:
        threads = [
            threading.Thread(target=_repeat, args=(floor, size // jobs, len(done))) for floor in running
        ]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return (time.perf_counter() - start) / (size // jobs * jobs)

    seconds(len(done) * jobs)
    yield seconds
    for floor in running:
        floor.close()


def _repeat(floor: Floor, times: int, kinds: int) -> None:
    for number in range(times):
        floor.submission(number % kinds)


def job(worker: Worker, sample: str) -> Job:
    """Return what grading a sample executes and calls, its second chances included."""
    assignment = load(ROOT, "logistic_regression")
    asked: list[tuple[list[str], list[Call]]] = []

    class Recording(Worker):
        def observe(self, program: Any, exercises: Any, **options: Any) -> Any:
            for exercise in exercises:
                names = list((options.get("stand_ins") or {}).get(exercise.name, ()))
                asked.append((names, _calls(exercise)))
            return worker.observe(program, exercises, **options)

    submission = read(find([SAMPLES / sample])[0])
    grade(submission, Bench(assignment, answer_key(assignment, worker.observe), Recording()))
    source = [chunk.source for chunk in extract(submission, assignment).chunks]
    first = [call for names, calls in asked if not names for call in calls]
    again = [one for one in asked if one[0]]
    return Job(source, first, again, [assignment.reference], assignment.folder)


def _calls(exercise: Exercise) -> list[Call]:
    cases = (*exercise.cases, *exercise.scaling)
    return [
        (exercise.names[0], tuple(argument.value for argument in case.arguments), case.seed) for case in cases
    ]


if __name__ == "__main__":
    main()
