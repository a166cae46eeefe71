"""Does a class take longer a submission as it grows? `python -m benchmarks.growth [SIZE] [--wrong]`.

One class is graded in slices by the same grading processes, and after every slice its floor has a turn
(benchmarks/classes.py), so that whatever else the machine does hits both. Printed are, when so many were
graded: the time of all so far relative to the floor's, the tables that a run of this size would write
included, and of the last slices alone; and the memory of this process, which makes the overview, and of the
grading processes with theirs. The first slice, which starts them, is left out of the ratios.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psutil

from benchmarks.classes import MIXED, RIGHT, Floors, Run, make, resident
from grader.submission import find

SLICE = 100  # submissions graded at a time
SHARE = 50  # of which the floor does so many
SHOWN = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
LAST = 10  # slices


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("size", type=int, nargs="?", default=1000)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--wrong", action="store_true", help="five submissions in seventeen lose points")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        growth(Path(name), given.size, given.jobs, MIXED if given.wrong else RIGHT)


def growth(folder: Path, size: int, jobs: int, samples: Sequence[str]) -> None:
    deliveries = find([make(folder / "class", size + SLICE, size + SLICE, samples)])
    run = Run(folder / "out", jobs)
    took: list[float] = []
    least: list[float] = []
    with closing(Floors(samples, jobs)) as floor:
        floored = floor.pids
        run.slice(deliveries[:SLICE])
        print(
            f"{'graded':>8} {'x floor':>8} {'the last 1,000':>15} {'MB here':>8} {'in processes':>12}",
            flush=True,
        )
        for graded in range(SLICE, size + SLICE, SLICE):
            took.append(run.slice(deliveries[graded : graded + SLICE]))
            least.append(SLICE * floor(SHARE))
            if graded in SHOWN or graded == size:
                tables = run.tables()
                whole = resident(os.getpid(), floored)
                here = psutil.Process().memory_info().rss / 1e6
                print(
                    f"{graded:>8} {(sum(took) + tables) / sum(least):>8.2f} "
                    f"{sum(took[-LAST:]) / sum(least[-LAST:]):>15.2f} {here:>8.0f} {whole - here:>12.0f}",
                    flush=True,
                )
    run.close()


if __name__ == "__main__":
    main()
