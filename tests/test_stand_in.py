"""Whether a function of the reference may draw random numbers is known without running it."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import load
from grader.course.randomness import draws

planar = load(Path(__file__).resolve().parents[1], "planar_classification")


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("initialize_parameters", True), ("nn_model", True), ("forward_propagation", False), ("predict", False)],
)
def test_what_may_draw_random_numbers_is_known(name: str, drawn: bool) -> None:
    assert draws(planar, planar.exercise(name)) is drawn
