"""Judges strange values as answers to an assignment's exercises, from the wire to the report.

python tests/strange_values.py ASSIGNMENT SEED    prints the largest memory and what took longest, as JSON
"""

from __future__ import annotations

import json
import random
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.course import load
from grader.course.key import answer_key
from grader.grading.context import GradingContext
from grader.judge.score import score_exercise
from grader.model import Case, CaseResult, Exercise, Observation, Outcome, Program, Result, Status, Verdict
from grader.report.html import as_html
from grader.report.record import as_json, as_text
from grader.worker import Worker
from grader.worker.wire import WireError, decode, encode

ROOT = Path(__file__).resolve().parents[1]
STRANGE = 25  # of the strange values are given to each exercise
ROUNDS = 12  # of an exercise, with strange values inside right ones
INF, NAN = float("inf"), float("nan")

NUMBERS = [
    0, -1, True, 2**53, 2**61 - 1, -(2**63), 2**64 - 1, 10**400, -(10**1200), 10**5000,
    0.0, -0.0, NAN, INF, -INF, 5e-324, -5e-324, 1e-200, 1e150, 1e308, -1.7e308, 1j, complex(NAN, -INF),
    np.float16(6e4), np.float32(3e38), np.longdouble("1e4000"), np.clongdouble(1e300),
    np.int64(-(2**63)), np.uint64(2**64 - 1),
]  # fmt: skip
KINDS = [
    "?", "b", "B", "h", "H", "i", "I", "q", "Q", "e", "f", "d", "g", "F", "D", "G", "S3", "U3", ">f8", ">U2",
    "M8[s]", "m8[D]", "O", "V8", [("a", "f8"), ("b", "i4")],
]  # fmt: skip
SHAPES = [
    (),
    (0,),
    (1,),
    (7,),
    (1, 1),
    (0, 3),
    (3, 0),
    (2, 0, 3),
    (1,) * 32,
    (2,) * 15,
    (0, 1 << 20),
    (300, 300),
]


def nested(depth: int, inner: Any) -> Any:
    return inner if depth == 0 else [nested(depth - 1, inner)]


def texts() -> Iterator[Any]:
    yield from ("", "x", "\ud800", "\x00\x1b[2J", "<script>alert(1)</script>", "é" * 300, "1" * 5000, "nan")
    yield from (b"", b"\xff" * 10, "x" * 100_000, b"x" * 100_000, "x" * 3_000_000)


def sequences() -> Iterator[Any]:
    yield from (
        [],
        (),
        [[]],
        [()] * 3,
        [[], [1]],
        [[1, 2], [3]],
        [None],
        [1, None, "x"],
        [{}],
        nested(14, 1.0),
    )
    yield from (nested(20, 1), nested(3, []), (None,) * 2, [0] * 190_000, [None] * 190_000, [0.5] * 190_000)
    yield from ([[]] * 50_000, [""] * 100_000 + ["x" * 500_000], ["ab"] * 4_000 + ["x" * 4_000])
    yield from (
        [np.zeros(())] * 3_000,
        [np.zeros((0, 1 << 20))] * 100,
        [np.array("x" * 100_000)] + ["y"] * 4_000,
    )
    yield from (
        [1j, 1, 2.5],
        [np.zeros(2), np.zeros(3)],
        [1e308] * 3,
        [10**400] * 3,
        (1.0, 10**400),
        ["1.5", "2"],
    )
    yield from (
        [b"x"] * 4_000,
        [(0, 1)] * 4_000,
        [np.ones((1, 3))] * 500,
        [np.ones(1, "F")] * 3,
        nested(12, [1, "a"]),
    )


def mappings() -> Iterator[Any]:
    yield from (
        {},
        {1: 2},
        {1.5: 1, NAN: 2, INF: 3},
        {True: 1, None: 2, "": 3},
        {"x" * 100_000: 1},
        {"\ud800": 1},
    )
    yield from (
        {f"W{n}": 1.0 for n in range(1_000)},
        {f"W{n}": 1.0 for n in range(1_001)},
        {"W" + "1" * 200_000: 1},
    )
    yield from ({(1, 2): 3}, {1j: 2}, {b"x": 1}, {2**61 - 1: 1, 2**62: 2}, {"W1": {"W1": {"W1": {}}}})
    yield from (
        {"W1": None, "b1": [], "W2": "x"},
        {k * 2**45: k for k in range(1_000)},
        {1: 1, "1": 2, False: 3, 0.5: 4},
    )


def arrays() -> Iterator[Any]:
    for kind in KINDS:
        for shape in ((), (3,), (2, 2), (0, 2)):
            yield np.zeros(shape, kind)
    for shape in SHAPES:
        yield np.ones(shape)
    yield from (
        np.full(3, number) for number in NUMBERS if not isinstance(number, int) or abs(number) < 2**63
    )
    yield from (
        np.zeros((0, 2**47)),
        np.zeros((2**30, 0)),
        np.zeros((0, 2**21)),
        np.zeros((1 << 20, 1), bool),
    )
    yield from (np.arange(12.0).reshape(3, 4).T[::-1], np.broadcast_to(1.0, (500, 500)), np.zeros(1_000_000))
    yield from (
        np.array(["x" * 100_000]),
        np.zeros((1,) * 40 if np.lib.NumpyVersion(np.__version__) >= "2.0.0" else ()),
    )
    yield from (
        np.array([NAN, 1.0, INF]),
        np.array([[-(2**63)]]),
        np.arange(130_000.0),
        np.zeros(100_001, "U1"),
    )


def strange() -> list[Any]:
    return [None, ..., object(), np, *NUMBERS, *texts(), *sequences(), *mappings(), *arrays()]


def bent(value: Any, rng: random.Random) -> Any:
    """Return a right array or number as it should not be, but near to it."""
    array = np.asarray(value) if isinstance(value, np.ndarray | float | int) else np.asarray(None)
    if array.dtype.kind not in "biufc":
        return rng.choice(NUMBERS)
    return rng.choice([
        lambda: array.astype("e"), lambda: array.astype("G"), lambda: array * 1e-200, lambda: array * 1e300 * 1e300,
        lambda: array * 1e-320, lambda: array.astype("D") * (1 + 1j), lambda: array.T, lambda: array[..., None],
        lambda: array.ravel(), lambda: np.tile(array, 11), lambda: np.tile(array, (array.size % 300 + 2, 2)),
        lambda: array.tolist(), lambda: array.astype("U20"), lambda: array.astype("?"), lambda: array.astype("b"),
        lambda: np.where(np.arange(array.size).reshape(array.shape) == 0, NAN, array), lambda: -1 * array,
        lambda: np.full(array.shape, rng.choice([NAN, INF, 5e-324, 1e308, 0.0])),
        lambda: array[:0] if array.ndim else array,
        lambda: np.zeros((0, *array.shape)), lambda: np.zeros((*array.shape, 0)), lambda: array.astype("O"),
        lambda: array + np.random.default_rng(rng.randrange(99)).normal(size=array.shape) * 1e-200,
        lambda: np.repeat(array.ravel(), 3), lambda: [array, array], lambda: str(array), lambda: rng.choice(NUMBERS),
    ])()  # fmt: skip


def spoiled(value: Any, rng: random.Random, others: list[Any]) -> Any:
    """Return a right answer with something strange in the place of one of its pieces, or of several."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        keys = rng.sample(list(value), rng.randint(1, len(value)))
        return {**{key: spoiled(value[key], rng, others) if key in keys else value[key] for key in value}}
    if isinstance(value, list | tuple) and value and rng.random() < 0.9:
        places = rng.sample(range(len(value)), rng.randint(1, len(value)))
        return type(value)(
            spoiled(item, rng, others) if at in places else item for at, item in enumerate(value)
        )
    return bent(value, rng) if rng.random() < 0.7 else rng.choice(others)


def sent(value: Any) -> bytes:
    """Return a value as a student's process sends it."""
    try:
        return encode(value)
    except WireError:
        return encode(None)


def largest() -> int:
    """Return the most megabytes that this process has held since `forget`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) >> 10


def forget() -> None:
    Path("/proc/self/clear_refs").write_text("5")


class Run:
    def __init__(self, bench: GradingContext) -> None:
        self.bench, self.slowest, self.largest = bench, (0.0, ""), (0, "")

    def judge(self, exercise: Exercise, values: list[Any], said: str) -> None:
        """Judge values as an exercise's answers and write both reports; whatever fails, fails."""
        frames = [sent(value) for value in values]
        expected = self.bench.key.expected[exercise.name]
        forget()
        start = time.process_time()
        observed = [Observation(Outcome.RETURNED, decode(frame)) for frame in frames]
        result = self.bench.judge_exercise(Program((), {}), exercise, observed)
        assert result.verdict is not Verdict.INTERNAL_ERROR, f"{exercise.name}: {said}"
        once = [score_exercise(exercise, expected, [seen] * len(expected), None) for seen in observed[:1]]
        assert all(one.verdict is not Verdict.INTERNAL_ERROR for one in once), f"{exercise.name}: {said}"
        shown = replace(result, cases=tuple(map(_public, result.cases)))
        whole = Result(self.bench.assignment, "ada", "ada.py", Status.GRADED, (shown,))
        html, text = as_html(whole), as_text(as_json(whole))
        assert len(html.encode()) < 300_000, f"{exercise.name}: {said}: a report of {len(html)} characters"
        assert len(text) < 60_000 + 20_000 * len(result.cases), (
            f"{exercise.name}: {said}: a record of {len(text)}"
        )
        json.loads(text)
        self.slowest = max(self.slowest, (round(time.process_time() - start, 2), f"{exercise.name}: {said}"))
        self.largest = max(self.largest, (largest(), f"{exercise.name}: {said}"))

    def exercise(self, exercise: Exercise, rng: random.Random, others: list[Any]) -> None:
        right = [seen.value for seen in self.bench.key.expected[exercise.name]]
        for number in rng.sample(range(len(others)), STRANGE):
            value = others[number]
            self.judge(exercise, [value] * len(right), f"strange value {number}")
            parts = max(1, len(exercise.parts))
            if parts > 1 and number % 5 == rng.randrange(5):
                self.judge(exercise, [(value,) * parts] * len(right), f"strange value {number} in every part")
        for number in range(ROUNDS):
            with np.errstate(all="ignore"):
                values = [spoiled(value, rng, others) for value in right]
            self.judge(exercise, values, f"spoiled {number}")


def _public(result: CaseResult) -> CaseResult:
    case: Case = replace(result.case, hidden=False)
    return replace(result, case=case)


def main(id: str, seed: int) -> None:
    warnings.simplefilter("error")
    assignment = load(ROOT, id)
    with Worker() as worker:
        run = Run(GradingContext(assignment, answer_key(assignment, worker.observe), worker))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the strange values' own making
        others = strange()
    rng = random.Random(seed)
    forget()
    before = largest()
    for exercise in assignment.exercises:
        run.exercise(exercise, rng, others)
    print(json.dumps({"before": before, "largest": run.largest, "slowest": run.slowest}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
