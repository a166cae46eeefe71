"""What a worker costs a whole logistic_regression submission, as ratios: python -m benchmarks.worker [ROUNDS].

    floor      fork, execute, call, send back: see benchmarks/floor.py
    process    the worker, without isolation
    kernel     + Landlock, seccomp, limits
    full       + bubblewrap's namespaces and a file system of its own

All of them take turns, one submission each in an order that is drawn anew every round, so that whatever else
the machine does hits all alike.
"""

from __future__ import annotations

import itertools
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np

from benchmarks.floor import Floor, Job
from grader.course import load
from grader.course.key import program
from grader.model import Assignment, Outcome, Tier
from grader.processors import keep_to_share, one_thread
from grader.worker import Worker
from grader.worker.tiers import why_not

COURSE = Path(__file__).resolve().parents[1]
TURN = 0.7  # seconds that a worker runs submissions for
WALLED = (Tier.KERNEL, Tier.FULL)
TIERS = [tier for tier in Tier if not why_not(tier)]


def main(rounds: int = 200) -> None:
    assignment = load(COURSE, "logistic_regression")
    runners, closers = _runners(assignment)
    for run in runners.values():
        for _ in range(5):
            run()
    times = _interleaved(runners, rounds)
    for close in closers:
        close()
    _print_table(times, assignment, rounds)
    _print_throughput(max(2, rounds // 5))


def _runners(assignment: Assignment) -> tuple[dict[str, Callable[[], object]], list[Callable[[], None]]]:
    """Return what runs one submission in each way, after proving that all compute the same."""
    calls = [
        (exercise.name, tuple(argument.value for argument in case.arguments), case.seed)
        for exercise in assignment.exercises
        for case in exercise.cases
    ]
    floor = Floor([Job([assignment.reference], calls)])
    runners: dict[str, Callable[[], object]] = {"floor": floor.submission}
    closers = [floor.close]
    expected = floor.submission()
    for tier in TIERS:
        worker = Worker(tier=tier)
        runners[str(tier)] = lambda worker=worker: _observe(worker, assignment)
        closers.append(worker.close)
        for seen, wanted in zip(_observe(worker, assignment), expected, strict=True):
            _assert_same(seen, wanted)
    return runners, closers


def _observe(worker: Worker, assignment: Assignment) -> list[object]:
    """Run the reference as a submission that nobody handed in before, on the cases that are judged by value."""
    submission = program(assignment, f"{assignment.reference}\n# {next(_SERIAL)}\n")
    observed = worker.observe(submission, assignment.exercises, cases=lambda exercise: exercise.cases)
    seen = [each for observations in observed.values() for each in observations]
    assert all(each.outcome is Outcome.RETURNED for each in seen), seen
    return [each.value for each in seen]


_SERIAL = itertools.count()


def _assert_same(actual: object, expected: object) -> None:
    if isinstance(expected, dict):
        assert isinstance(actual, dict)
        for key in expected:
            _assert_same(actual[key], expected[key])
    elif isinstance(expected, tuple | list):
        for one, other in zip(actual, expected, strict=True):  # type: ignore[call-overload]
            _assert_same(one, other)
    else:
        np.testing.assert_array_equal(actual, expected)


def _interleaved(runners: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(rounds):
        for name in random.sample(list(runners), len(runners)):
            start = time.perf_counter()
            runners[name]()
            times[name].append(time.perf_counter() - start)
    return times


def _print_table(times: dict[str, list[float]], assignment: Assignment, rounds: int) -> None:
    calls = sum(len(exercise.cases) for exercise in assignment.exercises)
    print(
        f"one logistic_regression submission: {len(assignment.exercises)} exercises, {calls} calls, ", end=""
    )
    print(f"{rounds} interleaved rounds")
    print(f"{'':<10} {'x floor':>8} {'quartiles':>14}   {'median':>9}   isolation, in floors")
    for name, taken in times.items():
        ratios = sorted(mine / floor for mine, floor in zip(taken, times["floor"], strict=True))
        low, _, high = statistics.quantiles(ratios, n=4)
        added = [mine - bare for mine, bare in zip(taken, times["process"], strict=True)]
        isolation = statistics.median(added) / statistics.median(times["floor"])
        print(
            f"{name:<10} {statistics.median(ratios):>8.2f} {low:>6.2f} - {high:<5.2f}   "
            f"{statistics.median(taken) * 1e3:>6.1f} ms   " + (f"{isolation:+.2f}" if name in WALLED else "")
        )


def _print_throughput(turns: int) -> None:
    """Compare two workers, each of which keeps to its share of the processors, with one that has all.

    Grading processes keep to theirs. The workers have turns too short for the machine to change, the one before and
    after the two; then come two that are bound to no processor.
    """
    print(f"\nsubmissions a second, two workers against one ({os.cpu_count()} processors), {turns} turns")
    print(
        f"{'':<10} {'one':>6} {'two':>6}   {'median ratio':>12} {'quartiles':>14}   of all turns together  unbound"
    )
    for name in ["floor", *map(str, TIERS)]:
        bound, loose = [_Server(name, 0), _Server(name, 1)], [_Server(name), _Server(name)]
        order = loose[:1], bound, loose[1:], loose
        rates = [tuple(map(_rate, order)) for _ in range(turns)]
        for server in (*bound, *loose):
            server.close()
        low, middle, high = statistics.quantiles([2 * b / (a + c) for a, b, c, _ in rates], n=4)
        before, both, after, unbound = map(statistics.mean, zip(*rates, strict=True))
        alone = (before + after) / 2
        print(
            f"{name:<10} {alone:>6.1f} {both:>6.1f}   x {middle:>10.2f} {low:>6.2f} - {high:<5.2f}   "
            f"x {both / alone:<18.2f} x {unbound / alone:.2f}"
        )


class _Server:
    """A process that runs submissions for `TURN` seconds whenever it is told to; `number` is that of two."""

    def __init__(self, name: str, number: int | None = None) -> None:
        command = [sys.executable, "-m", "benchmarks.worker", "serve", name]
        command += [] if number is None else [str(number)]
        one_thread()  # as grading processes have it
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=COURSE, text=True
        )
        self.rate()

    def start(self) -> None:
        self._stdin.write("turn\n")
        self._stdin.flush()

    def rate(self) -> float:
        """Return how many submissions a second it ran."""
        return float(self._process.stdout.readline())  # type: ignore[union-attr]

    def close(self) -> None:
        self._process.communicate()

    @property
    def _stdin(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin


def _rate(servers: list[_Server]) -> float:
    """Return how many submissions a second these run together."""
    for server in servers:
        server.start()
    return sum(server.rate() for server in servers)


def serve(name: str, number: str = "") -> None:
    """Run submissions one after the other, for a turn at a time, and say how many a second."""
    if number:
        keep_to_share(int(number), 2)
    runners, closers = _runners(load(COURSE, "logistic_regression"))
    for _ in range(5):
        runners[name]()
    print(0, flush=True)
    for _ in sys.stdin:
        start, done = time.perf_counter(), 0
        while time.perf_counter() < start + TURN:
            runners[name]()
            done += 1
        print(done / (time.perf_counter() - start), flush=True)
    for close in closers:
        close()


def growth(submissions: int = 2000) -> None:
    """Print this process's memory while so many submissions go through one worker."""
    assignment = load(COURSE, "logistic_regression")
    with Worker() as worker:
        print(
            f"tier {worker.tier}; memory of the grader's process, and seconds a submission since the last line"
        )
        start, after = time.perf_counter(), 0.0
        for number in range(1, submissions + 1):
            _observe(worker, assignment)
            if number % 200 == 0:
                memory = _resident()
                after = after or memory
                took = (time.perf_counter() - start) / 200
                print(f"{number:>6} {memory / 2**20:>8.1f} MB  x {memory / after:.3f}   {took * 1e3:.1f} ms")
                start = time.perf_counter()


def _resident() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * float(resource.getpagesize())


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve", *words]:
            serve(*words)
        case ["growth", *counts]:
            growth(*map(int, counts))
        case counts:
            main(*map(int, counts))
