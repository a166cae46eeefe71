import re

import numpy as np
import pytest

from grader.model import Difference, DifferenceKind
from grader.report.figures import figure
from grader.report.number_format import format_number


def draw(actual, expected, text="w is wrong"):
    return str(figure(Difference("w", DifferenceKind.VALUE, text, actual, expected), 1e-5, 1e-8))


def test_wrong_values_are_marked_and_right_ones_are_not():
    drawn = draw(np.array([[1.0, 2.0], [3.0, 9.0]]), np.array([[1.0, 2.0], [3.0, 4.0]]))

    assert re.findall(r"<td class=w\d><b>(.*?)</b>", drawn) == ["9"]
    assert drawn.count("<table") == 2
    assert "yours" in drawn
    assert "expected" in drawn


def test_a_column_is_one_table_of_two_rows():
    drawn = draw(np.array([[2.9945], [7.185]]), np.array([[0.998], [2.395]]))

    assert drawn.count("<table") == 1
    assert re.findall(r"<b>(.*?)</b>", drawn) == ["2.995", "7.185"] or "2.994" in drawn


def test_nan_is_never_right():
    drawn = draw(np.array([np.nan, 1.0]), np.array([np.nan, 1.0]))

    assert re.findall(r"<td class=w(\d)><b>(.*?)</b>", drawn) == [("3", "nan")]


def test_a_large_array_shows_its_worst_place_and_a_map():
    expected = np.zeros((500, 400))
    actual = expected.copy()
    actual[321, 123] = 5.0
    drawn = draw(actual, expected)

    assert "<th scope=row>321" in drawn
    assert "<th scope=col>123" in drawn
    assert drawn.count("class=w3><b>5</b>") == 1
    assert drawn.count("<svg") == 1
    assert len(drawn) < 6_000


def test_a_stack_of_matrices_shows_the_slice_with_the_worst():
    actual, expected = np.zeros((2, 3, 4, 5)), np.zeros((2, 3, 4, 5))
    actual[1, 2, 3, 4] = 1.0

    assert "[1, 2, :, :]" in draw(actual, expected)


def test_a_long_sequence_is_a_curve_whose_lines_differ_in_more_than_colour():
    costs = [0.7 - 0.01 * i for i in range(40)]
    drawn = draw([0.7, *[np.nan] * 3, *costs[4:]], costs, 'd["costs"][1] is nan')

    assert drawn.count("<table") == 0
    assert ">yours</text>" in drawn
    assert ">expected</text>" in drawn
    assert "nan" not in "".join(re.findall(r' d="(.*?)"', drawn))


def test_two_shapes_stand_beside_each_other_unmarked():
    drawn = draw(np.zeros(2), np.zeros((2, 1)))

    assert "shape (2,)" in drawn
    assert "shape (2, 1)" in drawn
    assert "class=w" not in drawn


def test_one_number_has_no_shape():
    assert "yours, shape ()" in draw(2.0, np.zeros((2, 1)))


def test_what_rounds_to_nothing_is_zero_without_a_sign():
    mine, right = format_number(np.array([-0.0001, 1.5]), np.array([-0.0001, 2.5]))

    assert (mine[0], right[0]) == ("0.000", "0.000")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (None, np.zeros(3)),
        ("text", np.zeros(3)),
        (3.0, 2.0),
        ([[1, 2], [3]], np.zeros(3)),
        (np.array(["a", "b"]), np.array([1.0, 2.0])),
        ({"w": 1}, {"w": 2}),
        (np.zeros((0, 3)), np.zeros((0, 3))),
        (np.zeros((3, 50)), np.zeros((50, 3))),
    ],
)
def test_what_has_no_picture_has_none(actual, expected):
    assert draw(actual, expected) == ""


@pytest.mark.parametrize("shape", [(2,), (1, 1, 4), (3, 0), (9, 1), (1, 30), (12, 12), (2, 2, 2)])
def test_every_shape_and_extreme_value_can_be_drawn(shape):
    for value in (np.nan, np.inf, -np.inf, 1e308, 5e-324, 0.0):
        draw(np.full(shape, value), np.full(shape, -1e308))
        draw(np.full(shape, value).tolist(), np.full(shape, 1.0))


def test_numbers_that_differ_look_different():
    mine, right = format_number(np.array([0.12345678, 1.0]), np.array([0.12345699, 1.0]))

    assert mine[0] != right[0]
    assert mine[1] == right[1] == "1.000"
