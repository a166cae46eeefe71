"""The reference answers for a failed helper, within bounds, and without disturbing the grader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.course import load, stand_in
from grader.course.stand_in import answerer, draws

ROOT = Path(__file__).resolve().parents[1]
planar = load(ROOT, "planar_classification")


def test_it_answers_and_keeps_the_stream_of_random_numbers() -> None:
    answer = answerer(planar, planar.exercise("initialize_parameters"))
    own = np.random.get_state()[1].copy()  # type: ignore[union-attr, index]
    np.random.seed(3)
    start = np.random.get_state()
    first, state = answer([2, 4, 1], start)
    again, _ = answer([2, 4, 1], start)
    further, _ = answer([2, 4, 1], state)
    assert np.array_equal(first["W1"], again["W1"])
    assert first["W1"].shape == further["W1"].shape == (4, 2)
    assert np.array_equal(np.random.get_state()[1], start[1])
    assert not np.array_equal(own, start[1])


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("initialize_parameters", True), ("nn_model", True), ("forward_propagation", False), ("predict", False)],
)
def test_what_may_draw_random_numbers_is_known(name: str, drawn: bool) -> None:
    assert draws(planar, planar.exercise(name)) is drawn


def test_it_refuses_to_take_all_memory() -> None:
    with pytest.raises(MemoryError):
        answerer(planar, planar.exercise("initialize_parameters"))(
            [100_000, 100_000, 1], np.random.get_state()
        )
    assert np.zeros(1000).sum() == 0


def test_it_refuses_to_take_all_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "ANSWER_SECONDS", 0.2)
    X, Y = np.ones((2, 400)), np.ones((1, 400))
    with pytest.raises(TimeoutError):
        answerer(planar, planar.exercise("nn_model"))([X, Y, 4, 10_000_000], np.random.get_state())
