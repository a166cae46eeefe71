"""Points are shared over the parts of what a function returns, and over a dictionary's keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.course import load
from grader.judge.score import score_case
from grader.model import Case, Exercise, Observation, Outcome, Part, Verdict

ROOT = Path(__file__).resolve().parents[1]
RIGHT = {"dW2": np.ones(3), "db2": np.ones(2), "dW1": 2 * np.ones(4), "db1": 3 * np.ones(2), "dZ": np.ones(5)}
WRONG = np.zeros(1)


def share(returned: object, shares: tuple[str, ...], parts: tuple[Part, ...] = (Part("grads"),), **settings):
    """Return the share of a case that an answer earns where RIGHT is right."""
    case = Case(1, (), hidden=False, seed=0)
    exercise = Exercise("f", ("f",), "f", 10.0, parts, (case,), shares=shares, **settings)
    right = RIGHT if len(parts) == 1 else (RIGHT, 1.0)
    result = score_case(
        exercise, case, Observation(Outcome.RETURNED, right), Observation(Outcome.RETURNED, returned)
    )
    assert (result.verdict is Verdict.PASSED) == (result.share == 1)
    return result.share


@pytest.mark.parametrize(
    ("wrong", "shares", "earned"),
    [
        ((), ("dW2", "dW1"), 1),
        (("dW1",), (), 0),  # without shares a dictionary is all right, or not
        (("dW1",), ("dW2", "db2", "dW1", "db1"), 0.75),
        (("dW1", "db1"), ("*2", "*1"), 0.5),
        (("dW1", "db2"), ("*2", "*1"), 0),
        (("dZ",), ("*2", "*1"), 0),  # what belongs to no share belongs to all
        (("dW1",), ("*2", "*1", "*3"), 0.5),  # what this case has not is no share of it
        (("dW1",), ("*3",), 0),
    ],
)
def test_a_wrong_key_costs_its_share(wrong, shares, earned):
    assert share(RIGHT | dict.fromkeys(wrong, WRONG), shares) == earned


def test_a_missing_key_costs_its_share_and_what_is_ignored_none():
    short = {key: value for key, value in RIGHT.items() if key != "dW1"}
    assert share(short, ("*2", "*1")) == 0.5
    assert share(RIGHT | {"dZ": WRONG, "dW1": WRONG}, ("*2", "*1"), ignore=("dZ",)) == 0.5
    assert share(RIGHT | {"dW1": WRONG}, ("*2", "*1", "dZ"), ignore=("dZ",)) == 0.5, "dZ is no share"


@pytest.mark.parametrize("returned", [None, 0.0, [], {}, "dW1", list(RIGHT.values())])
def test_what_is_no_dictionary_earns_no_share(returned):
    assert share(returned, ("*2", "*1")) == 0


def test_shares_are_of_their_parts_points():
    parts = (Part("grads", 3.0), Part("cost", 1.0))
    assert share((RIGHT | {"dW1": WRONG}, 1.0), ("*2", "*1"), parts) == (3 * 0.5 + 1) / 4
    assert share((RIGHT | {"dW1": WRONG}, 2.0), ("*2", "*1"), parts) == 3 * 0.5 / 4


def test_right_values_in_another_shape_earn_their_share_of_a_share():
    assert share(RIGHT | {"dW1": 2 * np.ones((4, 1))}, ("*2", "*1"), shape_credit=0.5) == 0.75


@pytest.mark.parametrize(
    ("id", "name", "mistake", "earned"),
    [
        ("planar_classification", "backward_propagation", "the_gradient_of_the_hidden_biases", 0.75),
        (
            "regularization",
            "backward_propagation_with_regularization",
            "the_last_layer_s_gradient_lacks",
            2 / 3,
        ),
        ("gradient_checking", "backward_propagation_n", "both_planted_errors", 0),
    ],
)
def test_the_courses_backward_functions_are_shared(id, name, mistake, earned, worker):
    from grader.course.key import answer_key

    assignment = load(ROOT, id)
    exercise = assignment.exercise(name)
    key = answer_key(assignment, worker.observe)
    [known] = [one.name for one in exercise.mistakes if one.name.startswith(mistake)]
    shares = [
        score_case(exercise, case, right, seen).share
        for case, right, seen in zip(
            exercise.cases, key.expected[name], key.mistakes[name][known], strict=True
        )
    ]
    assert min(shares) == pytest.approx(earned)
