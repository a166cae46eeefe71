"""How much a student's function may ask of a stand-in follows from what the reference asks."""

from __future__ import annotations

from pathlib import Path

from grader.course import load
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.grading.question_bounds import LITTLE, MUCH, ONE_BY_ONE, SOME, TIMES, QuestionBounds
from grader.judge.score import share
from grader.model import Cell, Submission
from grader.worker import Bounds, Worker

ROOT = Path(__file__).resolve().parents[1]


def test_the_calls_of_every_helper_are_counted_wherever_they_come_from(worker: Worker) -> None:
    regression = load(ROOT, "logistic_regression")
    found = QuestionBounds().get(regression, regression.exercise("model"), worker.observe)
    assert found.keys() == regression.needs("model")
    steps = found["propagate"].questions // TIMES  # by way of optimize
    assert 100 < steps < 2000
    assert SOME <= found["initialize_with_zeros"].questions < TIMES * steps
    assert LITTLE <= found["sigmoid"].answer_bytes < 2 * LITTLE


def test_bytes_grow_with_what_the_reference_asks(worker: Worker, course: Path) -> None:
    checks = course / "assignments" / "pair" / "checks.py"
    checks.write_text(checks.read_text().replace("rng.normal(size=2)", "rng.normal(size=50_000)"))
    pair = load(course, "pair")
    found = QuestionBounds().get(pair, pair.exercise("norm"), worker.observe)["double"]
    assert found.questions == TIMES + ONE_BY_ONE
    assert TIMES * 400_000 <= found.question_bytes <= TIMES * 400_200 + LITTLE < MUCH
    assert found.answer_bytes <= found.question_bytes


def test_the_reference_is_run_once_for_all(worker: Worker, course: Path) -> None:
    pair, runs = load(course, "pair"), []

    def observe(program, exercises):
        runs.append(program)
        return worker.observe(program, exercises)

    questions = QuestionBounds()
    first = questions.get(pair, pair.exercise("norm"), observe)
    assert questions.get(pair, pair.exercise("norm"), observe) is first
    assert len(runs) == 1


def test_a_reference_that_does_not_come_to_an_end_this_time_is_no_bound(course: Path) -> None:
    pair = load(course, "pair")

    def observe(program, exercises):
        return {"norm": ()}

    assert QuestionBounds().get(pair, pair.exercise("norm"), observe) == {"double": Bounds()}


def test_a_right_function_may_ask_about_one_number_at_a_time(worker: Worker) -> None:
    regression = load(ROOT, "logistic_regression")
    one_by_one = "np.array([[sigmoid(z) for z in np.ravel(np.dot(w.T, X) + b)]])"
    source = regression.reference.replace("np.exp(-z)", "np.exp(z)")
    source = source.replace("sigmoid(np.dot(w.T, X) + b)", one_by_one)
    assert source.count(one_by_one) == 2
    submission = Submission("ada", "ada.py", (Cell("ada.py", source),), "")
    result = grade(submission, GradingContext(regression, answer_key(regression, worker.observe), worker))
    earned = {one.exercise.name: share(one) for one in result.exercises}
    assert earned.pop("sigmoid") < 1
    assert set(earned.values()) == {1}
