"""What a student's value may cost is measured first, and a judge that fails on it calls it wrong."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.judge.score import UNFIT, score_case
from grader.judge.signature import Layout, weights
from grader.judge.sizes import TooLarge, too_large
from grader.model import Case, CaseResult, Exercise, Observation, Outcome, Part, Verdict

RIGHT = np.arange(6.0).reshape(2, 3)


def judged(value: Any, judge: Callable[..., str | None] | None = None, right: Any = RIGHT) -> CaseResult:
    case = Case(1, (), hidden=False, seed=0)
    exercise = Exercise("f", ("f",), "f", 10.0, (Part(""),), (case,), judge=judge)
    seen = [Observation(Outcome.RETURNED, one) for one in (right, value)]
    return score_case(exercise, case, *seen)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.zeros(200_000), "holds 200,000 values, expected 6 values"),
        ([0] * 20_000, "holds 20,001 elements, expected 1 element"),
        ({"W": [{}] * 6_000}, "elements"),
        (["x" * 100_000, "y", "z"], "a text of 100,000 characters"),
        ([np.array("x" * 60_000), "y"], "a text of 240,000 characters"),
        ([["x" * 3_000] * 90, ["y"] * 90], "a text of 3,000 characters"),
    ],
    ids=["numbers", "list", "nested", "texts", "text array", "many texts"],
)
def test_what_is_far_larger_than_expected_is_wrong_and_let_go_of(value: Any, said: str) -> None:
    result = judged(value, judge=lambda value: pytest.fail("it is not to be judged"))
    assert result.verdict is Verdict.WRONG_ANSWER
    assert result.difference is not None
    assert said in result.difference.text
    assert type(result.observation.value) is TooLarge


def test_what_is_far_larger_is_let_go_of_where_two_answers_are_told_too() -> None:
    case = Case(1, (), hidden=False, seed=0)
    exercise = Exercise("f", ("f",), "f", 10.0, (Part(""),), (case,))
    actual = Observation(Outcome.RETURNED, np.zeros(200_000), otherwise="two answers")
    result = score_case(exercise, case, Observation(Outcome.RETURNED, RIGHT), actual)
    assert result.difference is not None
    assert result.difference.text == "two answers"
    assert type(result.observation.value) is TooLarge


@pytest.mark.parametrize("value", [np.zeros(100_000), [0.0] * 4_000, "x" * 50_000, {"W1": RIGHT}, None])
def test_what_is_not_so_large_is_judged_as_ever(value: Any) -> None:
    assert not too_large(value, RIGHT)
    assert judged(value).observation.value is value


def test_an_answer_may_be_ten_times_as_large_as_a_large_one() -> None:
    right = np.zeros(1_000_000, bool)
    assert not too_large(np.zeros(10_000_000, bool), right)
    assert too_large(np.zeros(11_000_000, bool), right)


@pytest.mark.parametrize(
    "error", [OverflowError, MemoryError, RecursionError, KeyError, np.exceptions.AxisError]
)
def test_a_judge_that_fails_on_a_students_value_only_calls_it_wrong(error: type[Exception]) -> None:
    def judge(value: Any) -> str | None:
        if value is not RIGHT:
            raise error("0")
        return None

    result = judged(np.ones((2, 3)), judge)
    assert (result.verdict, result.share) == (Verdict.WRONG_ANSWER, 0)
    assert result.difference is not None
    assert result.difference.text == UNFIT


def test_a_judge_that_fails_on_the_references_value_too_is_our_fault() -> None:
    def judge(value: Any) -> str | None:
        raise TypeError("what is this?")

    result = judged(np.ones((2, 3)), judge)
    assert result.verdict is Verdict.INTERNAL_ERROR
    assert "what is this?" in result.observation.detail


def test_what_a_judge_quotes_of_a_students_text_is_cut() -> None:
    result = judged({"W" * 50_000: 1}, lambda value: f"{min(value)} is no parameter")
    assert result.difference is not None
    assert len(result.difference.text) <= 2_000


def test_weights_of_ever_new_sizes_are_forgotten() -> None:
    again = weights(77).copy()
    tracemalloc.start()
    for size in range(100_000, 104_000, 50):
        weights(size)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 20 << 20
    assert (weights(77) == again).all()


def test_an_array_far_larger_than_its_slot_has_no_signature_and_is_like_nothing() -> None:
    case = Case(1, (), hidden=False, seed=0)
    exercise = Exercise("f", ("f",), "f", 10.0, (Part(""),), (case,))
    layout = Layout(exercise, [Observation(Outcome.RETURNED, RIGHT)])
    row = layout.read([Observation(Outcome.RETURNED, np.ones(5_000))])
    assert np.isnan(row.sums).all()
    assert np.isfinite(layout.read([Observation(Outcome.RETURNED, np.ones(4_000))]).sums).all()
