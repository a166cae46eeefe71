"""What a report costs beside grading: `python -m benchmarks.report [--times 20] [ASSIGNMENT...]`.

Every sample of submissions/ is graded so many times, and each time its page and its record are made as a class's
run makes them. Counted is the CPU time of this process and of all that it started. Nothing that one student's
report could have left for the next is kept: each is made as if all others had written other code. Printed are
ratios taken in one run, and sizes; the last lines take the samples of a kind together.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from grader.course import load, names
from grader.course.key import answer_key
from grader.errors import SubmissionError
from grader.grading.grade import GradingContext, grade
from grader.model import Result, Status
from grader.report import as_html, as_json, as_text
from grader.report.highlight import code_lines
from grader.submission import find, read
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 5.0  # spent on measuring one thing, or a little more
KINDS = ("perfect", "middling", "hopeless")


@dataclass(frozen=True)
class Measured:
    name: str
    kind: str
    grading: float  # CPU seconds of one submission
    page: float
    record: float
    page_size: int
    record_size: int


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("assignments", nargs="*", default=names(ROOT))
    options.add_argument("--times", type=int, default=20)
    given = options.parse_args()
    print(f"{'share of grading':52}{'page':>8}{'record':>8}{'both':>8}{'page kB':>9}{'record kB':>10}")
    rows = []
    with Worker() as worker:
        for assignment in given.assignments:
            for row in measured(assignment, worker, given.times):
                rows.append(row)
                print_rows(row.name, [row])
    for kind in KINDS:
        print_rows(f"all that are {kind}", [row for row in rows if row.kind == kind])
    print_rows("all", rows)


def measured(id: str, worker: Worker, times: int) -> Iterator[Measured]:
    """Yield what each of an assignment's samples costs."""
    assignment = load(ROOT, id)
    bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
    for delivery in sorted(find([ROOT / "submissions" / id]), key=lambda one: one.name):
        try:
            submission = read(delivery)
        except SubmissionError:
            continue
        result = grade(submission, bench)
        if result.status is Status.GRADED:
            page, record = as_html(result), as_text(as_json(result))
            yield Measured(
                f"{id}, {delivery.student}: {result.score:g}",
                kind_of(result),
                per_call(lambda submission=submission: grade(submission, bench), times, family_seconds),
                per_call(lambda result=result: fresh_page(result), 3 * times, time.process_time),
                per_call(lambda result=result: as_text(as_json(result)), 3 * times, time.process_time),
                len(page.encode()),
                len(record.encode()),
            )


def kind_of(result: Result) -> str:
    share = (result.score or 0) / (result.max_score or 1)
    return "perfect" if share == 1 else "hopeless" if share < 0.5 else "middling"


def fresh_page(result: Result) -> str:
    code_lines.cache_clear()
    return as_html(result)


def per_call(work: Callable[[], object], times: int, clock: Callable[[], float]) -> float:
    """Return what a call costs by this clock; what takes seconds is called less often."""
    begun = time.perf_counter()
    work()
    times = max(3, min(times, int(SECONDS / (time.perf_counter() - begun))))
    start = clock()
    for _ in range(times):
        work()
    return (clock() - start) / times


def family_seconds() -> float:
    """Return the CPU seconds of this process, its children and all that these have ended with."""
    while True:
        try:
            family = psutil.Process().children(recursive=True)
            return time.process_time() + sum(sum(process.cpu_times()[:4]) for process in family)
        except psutil.NoSuchProcess:  # it ended meanwhile, and its time is its parent's by now
            continue


def print_rows(name: str, rows: list[Measured]) -> None:
    if not rows:
        return
    grading = sum(row.grading for row in rows)
    page, record = sum(row.page for row in rows), sum(row.record for row in rows)
    sizes = max(row.page_size for row in rows) / 1000, max(row.record_size for row in rows) / 1000
    shares = "".join(f"{part / grading:8.1%}" for part in (page, record, page + record))
    print(f"{name:52}{shares}{sizes[0]:9.1f}{sizes[1]:10.1f}")


if __name__ == "__main__":
    main()
