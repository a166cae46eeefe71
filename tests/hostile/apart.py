"""Grades attacks on stand-ins in a process of its own: `python -m tests.hostile.apart TIER` prints what they did.

The process is measured too: what an attack makes it hold is not given back by the next.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from pathlib import Path

from grader.course import load
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Result, Submission, Tier
from grader.report import as_html, as_json
from grader.worker import Limits, Worker

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = sorted((Path(__file__).parent / "stand_ins").glob("*.py"))
OF = ("planar_classification", "logistic_regression")  # what they attack
SECONDS = 2.0  # of one call
LOOT = ("GOTCHA", "7.654e+06", "7654321")  # what attacks make of an answer; their sources spell it otherwise


def main(tier: Tier) -> None:
    with Worker(Limits(exercise_seconds=3 * SECONDS), tier) as worker:
        benches = {id: _bench(id, worker) for id in OF}
        for path in ATTACKS:
            source = path.read_text(encoding="utf-8")
            bench = next(bench for id, bench in benches.items() if f"\n# of {id}\n" in source)
            start = time.monotonic()
            result = _graded(bench, source)
            seconds = time.monotonic() - start
            print(json.dumps(_told(path.stem, result) | {"seconds": seconds, "peak": peak()}), flush=True)
            wrong = bench.assignment.reference.replace("* 0.01", "* 0.02").replace("np.exp(-z)", "np.exp(z)")
            print(json.dumps(_told("after", _graded(bench, wrong))), flush=True)


def _bench(id: str, worker: Worker) -> GradingContext:
    assignment = load(ROOT, id)
    key = answer_key(assignment, worker.observe)
    short = tuple(dataclasses.replace(one, seconds=SECONDS, scaling=()) for one in assignment.exercises)
    return GradingContext(dataclasses.replace(assignment, exercises=short), key, worker)


def _graded(bench: GradingContext, source: str) -> Result:
    return grade(Submission("a", "a.py", (Cell("a.py", source),), ""), bench)


def _told(name: str, result: Result) -> dict[str, object]:
    """Say what became of a submission, and where what it should not show is shown."""
    shown = {"the report": as_html(result), "the record": json.dumps(as_json(result))}
    return {
        "name": name,
        "status": str(result.status),
        "score": result.score,
        "leaks": [place for place, text in shown.items() if any(word in text for word in LOOT)],
    }


def peak() -> int:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) >> 10


if __name__ == "__main__":
    main(Tier(sys.argv[1]))
