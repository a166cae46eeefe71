"""Time classes against their floor, as whole runs: `python -m benchmarks.classroom [--sizes 100 1000]`.

Every class is graded by the command line, reports and tables included, between two runs of its floor, whose
mean it is compared with (benchmarks/classes.py). Only ratios taken in one run are printed: of the whole run,
and of what it takes beyond a class of one submission a grading process, which is starting and ending. `--copies 10000`
times a class of which one in twenty is distinct with and without the memory for equal programs, in turns.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from benchmarks.classes import ASSIGNMENT, MIXED, RIGHT, ROOT, Floors, Run, make, resident
from grader.submission import find

TURN = 250  # copies that are graded before the other run has its turn


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="*", default=[100, 1000])
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--samples", nargs="+", help="submissions to vary; without, two classes are graded")
    options.add_argument("--copies", type=int, metavar="SIZE", help="also time a class that copies")
    given = options.parse_args()
    classes = {"given": given.samples} if given.samples else {"all right": RIGHT, "right and wrong": MIXED}
    with tempfile.TemporaryDirectory() as name:
        for kind, samples in classes.items() if given.sizes else ():
            with closing(Floors(samples, given.jobs)) as floor:
                whole(Path(name) / kind, given.sizes, given.jobs, samples, floor, kind)
        if given.copies:
            copies(Path(name), given.copies, given.jobs, MIXED)


def whole(
    folder: Path,
    sizes: Sequence[int],
    jobs: int,
    samples: Sequence[str],
    floor: Callable[[int], float],
    kind: str,
) -> None:
    """Print, for each size, the time of a whole run relative to the floor, and its memory."""
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


def graded(handed_in: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Grade a folder; return wall seconds and the peak resident memory of all processes, in MB."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "grader", "--course", ROOT, "grade", handed_in, "-o", out, "-j", jobs]
    start = time.perf_counter()
    run = subprocess.Popen(
        [str(word) for word in [*command, "-a", ASSIGNMENT]], stdout=subprocess.DEVNULL, cwd=ROOT
    )
    peak = 0.0
    while run.poll() is None:
        peak = max(peak, resident(run.pid))
        time.sleep(0.2)
    return time.perf_counter() - start, peak


def copies(folder: Path, size: int, jobs: int, samples: Sequence[str]) -> None:
    """Print how much faster a class of which one in twenty is distinct is judged, than by running all."""
    distinct = max(size // 20, 1)
    deliveries = find([make(folder / "copies", size, distinct, samples)])
    shared, each = Run(folder / "shared", jobs), Run(folder / "each", jobs, reuse=False)
    took = {shared: 0.0, each: 0.0}
    for at in range(0, size, TURN):
        for run in took:
            took[run] += run.slice(deliveries[at : at + TURN])
    for run in took:
        took[run] += run.tables()
        run.close()
    print(
        f"{size} submissions, {distinct} distinct: {took[each] / took[shared]:.1f} times faster than "
        "--no-cache, starting and tables included"
    )


if __name__ == "__main__":
    main()
