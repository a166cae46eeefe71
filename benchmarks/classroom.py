"""Time a class against its floor: `python -m benchmarks.classroom [--sizes 100 1000] [--duplicates]`.

The floor is a warm process with numpy that forks a child for every submission, which executes the student's
definitions, makes the same calls and sends the values back, unconfined; as many such processes as stations.
Submissions are made from the samples by renaming variables and rewording comments, so that no two are equal.
Only ratios taken in one run are printed.
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
from collections.abc import Sequence
from pathlib import Path

import psutil

from benchmarks.floor import Floor
from grader.course import load

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "submissions" / "logistic_regression"
TIMELY = ("ada.py", "grace.ipynb", "carl.ipynb", "alan.ipynb", "emmy.py", "rosa.py", "kurt.py", "lise.ipynb")
RENAMED = ("examples", "activations", "errors", "losses", "parameters", "labels", "cost", "grads")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--samples", nargs="+", default=list(TIMELY), help="submissions to vary")
    options.add_argument("--duplicates", action="store_true", help="also time a class that copies")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder), given.sizes, given.jobs, given.samples)
        if given.duplicates:
            copies(Path(folder), max(given.sizes), given.jobs, given.samples)


def growth(folder: Path, sizes: Sequence[int], jobs: int, samples: Sequence[str]) -> None:
    """Print, for each size, the time a submission relative to the floor and the memory of the run."""
    floor = floor_seconds(max(sizes), jobs)
    print(f"floor, {jobs} processes: 1.00")
    for size in sizes:
        seconds, memory = graded(make(folder / f"class{size}", size, size, samples), folder / "out", jobs)
        print(
            f"{size} submissions: {seconds / size / floor:.2f} x floor; memory {memory:.0f} MB in all processes"
        )


def copies(folder: Path, size: int, jobs: int, samples: Sequence[str]) -> None:
    """Print how much faster a class of which one in twenty is distinct is judged, than by running all."""
    handed_in = make(folder / "copies", size, max(size // 20, 1), samples)
    shared, _ = graded(handed_in, folder / "out", jobs)
    each, _ = graded(handed_in, folder / "out", jobs, "--no-cache")
    print(
        f"{size} submissions, {max(size // 20, 1)} distinct: {each / shared:.1f} times faster than --no-cache"
    )


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
        return sum(process.memory_info().rss for process in family if "grader" in " ".join(process.cmdline()))
    except psutil.Error:
        return 0.0


def floor_seconds(size: int, jobs: int) -> float:
    """Return the floor's wall seconds a submission, over as many processes as there are stations."""
    assignment = load(ROOT, "logistic_regression")
    calls = [
        (exercise.names[0], tuple(argument.value for argument in case.arguments), case.seed)
        for exercise in assignment.exercises
        for case in (*exercise.cases, *exercise.scaling)
    ]
    floors = [Floor((SAMPLES / "ada.py").read_text(), calls) for _ in range(jobs)]
    for floor in floors:
        floor.submission()
    threads = [threading.Thread(target=_repeat, args=(floor, size // jobs)) for floor in floors]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    for floor in floors:
        floor.close()
    return seconds / size


def _repeat(floor: Floor, times: int) -> None:
    for _ in range(times):
        floor.submission()


if __name__ == "__main__":
    main()
