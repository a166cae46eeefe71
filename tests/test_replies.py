"""What a student's process claims is held to the range of what can be."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course import load
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Chunk, Outcome, Program, Status, Submission, Verdict
from grader.report import as_html, as_json, as_text
from grader.worker import Worker
from grader.worker.link import NoAnswer
from grader.worker.replies import Room, observation
from grader.worker.wire import encode

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Program((Chunk("cell 1", 1, "a = 1\nb = 2\n"), Chunk("cell 1", 9, "c = 3\n")), {})
ENDLESS = """
    import sys
    frame = sys._getframe()
    while frame:
        if frame.f_locals.get("steps") is not None:
            frame.f_locals["steps"].count = 10**1200
        frame = frame.f_back
"""


def read(room: int = 1 << 20, **claims: Any):
    fields = {
        "outcome": "returned", "value": encode(1.0), "raised": None, "output": "", "changed": (), "steps": None,
        "detail": "",
    }  # fmt: skip
    return observation(tuple({**fields, **claims}.values()), PROGRAM, 0.1, Room(room))


@pytest.mark.parametrize("steps", [10**1200, 2**53 + 1, -1, True, 1.5, float("nan"), "7"])
def test_steps_that_nobody_makes_are_no_reply(steps: object) -> None:
    with pytest.raises(NoAnswer):
        read(steps=steps)
    assert read(steps=2**53).steps == 2**53


def test_frames_of_lines_or_files_that_are_not_there_are_left_out() -> None:
    lines = [(10**1200, "f"), (-1, "f"), (True, "f"), (2**31 + 1, "f"), (2, "f" * 1000), (9, "f"), (77, "f")]
    frames = (*(("cell 1", *line) for line in lines), ("/etc/passwd", 1, "f"))
    raised = read(outcome="raised", raised=("E" * 1000, "x" * 10_000, frames)).raised
    assert raised is not None
    assert [(frame.line, frame.text) for frame in raised.frames] == [(2, "b = 2"), (9, "c = 3")]
    assert max(len(frame.function) for frame in raised.frames) == 200
    assert (len(raised.type), len(raised.message)) == (200, 4000)


def test_texts_and_lists_are_cut() -> None:
    seen = read(output="x" * 10**6, changed=("y" * 1000,) * 1000, detail="z" * 10**6)
    assert (len(seen.output), len(seen.changed), len(seen.changed[0]), len(seen.detail)) == (
        1 << 16,
        100,
        200,
        4000,
    )


def test_values_that_fill_the_memory_together_leave_room_for_small_ones() -> None:
    room, frame = Room(10 << 20), encode(np.zeros(1 << 18))
    outcomes = [
        observation(("returned", frame, None, "", (), None, ""), PROGRAM, 0.1, room).outcome for _ in range(9)
    ]
    assert outcomes.count(Outcome.RETURNED) == 3
    assert set(outcomes[3:]) == {Outcome.MEMORY_LIMIT}
    small = observation(("returned", encode(1.0), None, "", (), None, ""), PROGRAM, 0.1, room)
    assert small.outcome is Outcome.RETURNED


def test_a_forged_count_of_steps_fails_nobody(worker: Worker) -> None:
    assignment = load(ROOT, "logistic_regression")
    bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
    before = "    s = 1 / (1 + np.exp(-z))\n"
    assert before in assignment.reference
    source = assignment.reference.replace(before, ENDLESS + before)
    result = grade(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), bench)
    assert result.status is Status.GRADED, result.message


LYING = """
    import numpy as np
    class Endless(Exception):
        def __str__(self):
            raise self
        __repr__ = __str__
    def sigmoid(z):
        raise Endless
    def initialize_with_zeros(dim):
        raise type("\\ud800\\n::error::", (Exception,), {"__str__": lambda self: 5})("x")
    def propagate(w, b, X, Y):
        error = ExceptionGroup("x" * 10**6, [ValueError("\\ud800")] * 1000)
        error.__cause__ = error.__context__ = error
        error.__notes__ = 5
        raise error
    def optimize(*_, **__):
        raise SyntaxError("x", ("\\ud800", -5, 10**30, "\\ud800" * 1000, -1, -1))
    def predict(w, b, X):
        raise ValueError(f"shapes ({'1,' * 20000}) and (\\u0663,) not aligned: {'9' * 6000} (dim 1) != 5 (dim 0)")
    def model(*_, **__):
        raise ImportError("No module named " + repr("a" * 10**5), name=5, path=[1])
"""


def test_errors_that_are_not_what_errors_are_fail_nobody(worker: Worker) -> None:
    assignment = load(ROOT, "logistic_regression")
    bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
    result = grade(Submission("ada", "ada.py", (Cell("ada.py", textwrap.dedent(LYING)),), ""), bench)
    assert (result.status, result.score) == (Status.GRADED, 0), result.message
    assert {one.verdict for one in result.exercises} == {Verdict.RUNTIME_ERROR}
    for text in (as_html(result), as_text(as_json(result))):
        assert len(text.encode()) < 200_000


@pytest.mark.parametrize("number", [10**400, 1j, "1.5", float("nan"), None])
def test_the_judge_of_mini_batches_takes_any_number(number: object) -> None:
    exercise = load(ROOT, "optimization").exercise("random_mini_batches")
    assert exercise.judge is not None
    arguments = [argument.value for argument in exercise.cases[0].arguments]
    said = exercise.judge([([[number]] * len(arguments[0]), [[number]])], *arguments)
    assert isinstance(said, str)
