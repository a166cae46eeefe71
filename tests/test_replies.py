"""What a student's process claims is held to the range of what can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course import load
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Chunk, Outcome, Program, Status, Submission
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


@pytest.mark.parametrize("number", [10**400, 1j, "1.5", float("nan"), None])
def test_the_judge_of_mini_batches_takes_any_number(number: object) -> None:
    exercise = load(ROOT, "optimization").exercise("random_mini_batches")
    assert exercise.judge is not None
    arguments = [argument.value for argument in exercise.cases[0].arguments]
    said = exercise.judge([([[number]] * len(arguments[0]), [[number]])], *arguments)
    assert isinstance(said, str)
