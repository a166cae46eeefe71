from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.judge.compare import compare
from grader.model import DifferenceKind
from grader.tolerance import Tolerance
from grader.worker.wire import decode, encode

finite = st.floats(-1e6, 1e6)
number_arrays = arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=finite)
values = st.recursive(
    st.one_of(finite, st.integers(-1000, 1000), st.booleans(), number_arrays, st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values)
def test_a_value_equals_its_copy(value: object) -> None:
    assert compare(copy.deepcopy(value), value) is None


@given(number_arrays, st.data())
def test_any_changed_element_is_found_at_its_place(expected: np.ndarray, data: st.DataObject) -> None:
    index = tuple(data.draw(st.integers(0, side - 1)) for side in expected.shape)
    actual = expected.copy()
    actual[index] += 1 + np.abs(expected).max()
    difference = compare(actual, expected, "A")
    assert difference is not None
    place = f"A[{', '.join(map(str, index))}]" if expected.size > 1 else "A"
    assert difference.text.startswith(f"{place} is ")


def test_the_sentence_says_where_what_how_many_and_how_far() -> None:
    actual, expected = {"dw": np.array([[2.995], [3.0]])}, {"dw": np.array([[0.998], [1.0]])}
    difference = compare(actual, expected, "grads")
    assert difference is not None
    assert difference.text == (
        'grads["dw"][0, 0] is 2.995, expected 0.998 (2 of 2 values differ, the largest by 2)'
    )


def test_digits_are_enough_to_differ() -> None:
    difference = compare(0.12345678, 0.12345999, "cost")
    assert difference is not None
    assert difference.text == "cost is 0.123457, expected 0.12346"


@pytest.mark.parametrize("actual", [np.nan, np.inf, -np.inf, [1.0, np.nan], None, "1", {}, (), [], object])
def test_what_is_no_number_is_never_right(actual: object) -> None:
    assert compare(actual, 1.0)
    assert compare(actual, np.nan)


def test_infinity_equals_itself_and_not_its_opposite() -> None:
    assert compare(np.inf, np.inf) is None
    assert compare(-np.inf, np.inf)


@pytest.mark.parametrize(
    "actual", [0.5, np.float32(0.5), np.array(0.5), np.array([0.5]), np.array([[0.5]]), [0.5]]
)
def test_one_number_is_one_number_in_any_shape(actual: object) -> None:
    assert compare(actual, 0.5) is None
    assert compare(0.5, np.asarray(actual)) is None


@pytest.mark.parametrize("actual", [[1, 0, 1], (1, 0, 1), np.array([True, False, True]), [1.0, 0.0, 1.0]])
def test_kinds_of_numbers_do_not_matter(actual: object) -> None:
    assert compare(actual, np.array([1, 0, 1])) is None


def test_right_values_in_another_shape_are_told_apart_from_wrong_ones() -> None:
    expected = np.array([[1.0, 2.0, 3.0]])
    flat = compare(np.array([1.0, 2.0, 3.0]), expected, "A")
    wrong = compare(np.array([1.0, 2.0, 4.0]), expected, "A")
    assert flat is not None
    assert wrong is not None
    assert (flat.kind, wrong.kind) == (DifferenceKind.SHAPE, DifferenceKind.VALUE)
    assert flat.text == "A has shape (3,), expected (1, 3); its values are right"


def test_a_transposed_matrix_is_wrong() -> None:
    expected = np.arange(4.0).reshape(2, 2)
    difference = compare(expected.T.copy(), expected)
    assert difference is not None
    assert difference.kind is DifferenceKind.VALUE


def test_an_empty_array_does_not_equal_a_number() -> None:
    assert compare(np.array([]), 1.0)
    assert compare(np.zeros((0, 3)), np.zeros((2, 3)))


def test_tolerance_follows_the_largest_entry() -> None:
    expected = np.array([1.0, 0.0])
    assert compare(np.array([1.0, 5e-6]), expected) is None
    assert compare(np.array([1.0, 5e-5]), expected)


def test_small_gradients_of_opposite_sign_are_wrong() -> None:
    assert compare(np.array([3e-7, -2e-7]), np.array([-3e-7, 2e-7]))


def test_missing_keys_are_named_and_further_keys_accepted() -> None:
    assert compare({"W": 1.0, "more": 2}, {"W": 1.0}) is None
    difference = compare({"w": 1.0}, {"W": 1.0}, "parameters")
    assert difference is not None
    assert difference.text == 'parameters has no key "W"; it has "w"'


def test_ignored_keys_are_not_compared() -> None:
    assert compare({"dW1": 1.0}, {"dW1": 1.0, "dA0": 2.0}, "grads", Tolerance(ignore=("dA*",))) is None


def test_lists_of_unequal_length_differ_by_their_number() -> None:
    difference = compare([1.0], [1.0, 2.0], "costs")
    assert difference is not None
    assert difference.text == "costs has shape (1,), expected (2,)"
    assert compare([], [np.ones(2), np.ones(3)], "batches")


def test_what_is_no_plain_data_is_named_by_its_type() -> None:
    class Opaque:
        type_name = "generator"

    difference = compare(Opaque(), np.ones(2), "A")
    assert difference is not None
    assert difference.text == "A is a value of type generator, expected an array of shape (2,)"


def test_huge_integers_are_compared_without_failing() -> None:
    assert compare(10**400, 1.0)


LABELS = np.array([[1, 0, 1, 0]])


@pytest.mark.parametrize(
    "labels",
    [
        np.array([[1, 0, 1, 0]], dtype=object),
        np.array([[1, 0.0, True, np.float32(0)]], dtype=object),
        np.array([[np.True_, np.False_, np.True_, np.False_]], dtype=object),
        np.array([[Fraction(1), Decimal(0), 1, 0]], dtype=object),
        [[Fraction(2, 2), Fraction(0), 1, 0]],
        np.array([[1, 0, 1, 0]], dtype=np.float16),
        np.ma.array([[1, 0, 1, 0]]),
    ],
)
def test_right_numbers_count_in_whatever_box_they_come(labels: object) -> None:
    assert compare(decode(encode(labels)), LABELS) is None


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        (np.array([["1", "0", "1", "0"]]), 'holds text, such as "1", where numbers are expected'),
        (np.array([["cat", "dog", "cat", "dog"]]), 'holds text, such as "cat", where numbers are expected'),
        (
            np.array([["1", "0", "1", "0"]], dtype=object),
            'holds text, such as "1", where numbers are expected',
        ),
        ([["1", "0", "1", "0"]], 'holds text, such as "1", where numbers are expected'),
        ([[1, 0, "1", 0]], 'holds text, such as "1", where numbers are expected'),
        (np.array([[b"1", b"0"]]), "holds bytes, such as b'1', where numbers are expected"),
        (np.array([[None, 0, 1, 0]], dtype=object), "holds None where numbers are expected"),
        ([[1, {0}, 1, 0]], "holds a value of type set where numbers are expected"),
        ([1, {"a": 2}], "is a list of 2, expected an array of shape (1, 4)"),
        ([[1, 0, 1], [0]], "is a list whose rows differ in length, expected an array of shape (1, 4)"),
        ("1", 'is the text "1", expected an array of shape (1, 4)'),
        (np.str_("1"), 'is the text "1", expected an array of shape (1, 4)'),
        (b"1", "is the bytes b'1', expected an array of shape (1, 4)"),
        (np.array([], dtype=str), "is an empty array of text, expected an array of shape (1, 4)"),
        (
            np.array(["2020-01-01"], dtype="M8[D]"),
            "is a value of type array of datetime64[D], expected an array of shape (1, 4)",
        ),
        (np.array([[2, 0, 1, 0]], dtype=object), "[0, 0] is 2, expected 1 (1 of 4 values differ)"),
    ],
)
def test_what_is_not_made_of_numbers_is_told_by_its_type(labels: object, says: str) -> None:
    difference = compare(decode(encode(labels)), LABELS, "Y_prediction")
    assert difference is not None
    assert difference.text in {f"Y_prediction {says}", f"Y_prediction{says}"}


@pytest.mark.parametrize(
    ("actual", "expected", "says"),
    [
        (1, [1], "costs is a number, expected a list of 1; the number is right"),
        (np.float64(1), [1.0], "costs is a number, expected a list of 1; the number is right"),
        (np.array(1.0), (1.0,), "costs is a number, expected a tuple of 1; the number is right"),
        (True, [1], "costs is a number, expected a list of 1; the number is right"),
        ([1], [[1]], "costs has shape (1,), expected (1, 1); its values are right"),
        (1, [[1]], "costs is a number, expected a list of 1; the number is right"),
        (
            {"costs": 1},
            {"costs": [1]},
            'costs["costs"] is a number, expected a list of 1; the number is right',
        ),
    ],
)
def test_a_number_is_no_list_of_one(actual: object, expected: object, says: str) -> None:
    difference = compare(decode(encode(actual)), expected, "costs")
    assert difference is not None
    assert (difference.kind, difference.text) == (DifferenceKind.SHAPE, says)
    assert compare(decode(encode(expected)), expected) is None


@pytest.mark.parametrize("actual", [[1.0], (1.0,), np.array([1.0]), np.array([[1.0]]), [np.array([[1.0]])]])
def test_a_list_of_one_may_be_an_array_of_one(actual: object) -> None:
    assert compare(actual, [1.0]) is None


def test_a_wrong_number_in_the_place_of_a_list_is_told_as_such() -> None:
    difference = compare(2, [1], "costs")
    assert difference is not None
    assert (difference.kind, difference.text) == (
        DifferenceKind.VALUE,
        "costs is a number, expected a list of 1",
    )


def test_text_is_text_in_whatever_type() -> None:
    assert compare(decode(encode(np.str_("relu"))), "relu") is None
    assert compare("relu", np.str_("relu")) is None
    difference = compare(b"relu", "relu", "activation")
    assert difference is not None
    assert difference.text == "activation is the bytes b'relu', expected \"relu\""
