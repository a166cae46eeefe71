"""How quickly a student is answered, as ratios taken in one run.

    python benchmarks/student.py [ROUNDS]

- cold: `grader check` on a solved notebook in a released folder, a process from start to end, over
  `python -c "import numpy, h5py"`; at most 2. Rounds of both alternate, and the medians are compared.
- warm: `check(function)` in a kernel that has answered before, over 50 milliseconds; at most 1. All functions
  of all assignments, solved and with a mistake; the slowest counts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from grader.course import load_all
from grader.course.edit import function_source
from grader.course.key import answer_key
from grader.model import Assignment
from grader.student.release.folder import release
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
IMPORTS = [sys.executable, "-c", "import numpy, h5py"]
WARM = 0.050
ROUNDS = 15
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
ENVIRONMENT.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled

TIMING = """
import json, time
found = {}
for name in %(names)r:
    check(name)
    times = []
    for _ in range(7):
        start = time.perf_counter()
        check(name)._repr_mimebundle_()
        times.append(time.perf_counter() - start)
    found[name] = sorted(times)[3]
print(json.dumps(found))
"""


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder, Worker() as worker:
        assignments = load_all(ROOT)
        for each in assignments:
            release(each, answer_key(each, worker.observe), worker.observe, Path(folder), force=True)
            _solved(each, Path(folder))
        for id in ("logistic_regression", "optimization"):
            ratio = cold(Path(folder) / id / "solved.ipynb", rounds)
            print(f"cold: grader check on {id}, solved: {ratio:.2f} x import numpy, h5py (at most 2)")
        for solved in (True, False):
            times = {
                f"{each.id}.{k}": v
                for each in assignments
                for k, v in warm(each, Path(folder), solved).items()
            }
            slowest = max(times, key=lambda name: times[name])
            middle = statistics.median(times.values())
            kind = "solved" if solved else "with a mistake in each"
            print(
                f"warm: check(function), {kind}: median {middle / WARM:.2f}, slowest {times[slowest] / WARM:.2f} "
                f"x 50 ms ({slowest}; at most 1)"
            )


def _solved(assignment: Assignment, folder: Path) -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_code_cell(source) for source in ["import numpy as np", *_solutions(assignment)]
    ]
    nbformat.write(notebook, folder / assignment.id / "solved.ipynb")


def _solutions(assignment: Assignment) -> list[str]:
    head = assignment.reference.split("\ndef ", 1)[0].replace(f"assignments.{assignment.id}.", "")
    parts = [function_source(assignment.reference, each.names[0]).text for each in assignment.exercises]
    return [head, *parts]


def cold(notebook: Path, rounds: int) -> float:
    """Return the ratio of the medians of a check and of the imports."""
    command = [sys.executable, "-m", "grader", "check", str(notebook)]
    times: dict[str, list[float]] = {"check": [], "imports": []}
    _timed(command)
    for _ in range(rounds):
        times["imports"].append(_timed(IMPORTS))
        times["check"].append(_timed(command))
    return statistics.median(times["check"]) / statistics.median(times["imports"])


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - start


def warm(assignment: Assignment, folder: Path, solved: bool) -> dict[str, float]:
    """Return the middle of seven times of each function's check in a warm kernel."""
    names = [each.names[0] for each in assignment.exercises]
    wrong = {each.names[0]: each.mistakes[0].source for each in assignment.exercises if each.mistakes}
    cells = ["import numpy as np\nfrom grader import check", *_solutions(assignment)]
    if not solved:
        cells += [function_source(source, name).text for name, source in wrong.items()]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(each) for each in [*cells, TIMING % {"names": names}]]
    resources = {"metadata": {"path": str(folder / assignment.id)}}
    NotebookClient(notebook, resources=resources, timeout=600).execute(env=ENVIRONMENT)
    found: dict[str, float] = json.loads(notebook.cells[-1].outputs[-1]["text"])
    return found


if __name__ == "__main__":
    main()
