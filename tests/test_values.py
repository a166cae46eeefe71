"""Walking nested values: every leaf once, the structure kept, and nothing taken for what it is not."""

from __future__ import annotations

import sys
from collections import OrderedDict, namedtuple
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.tolerance import Tolerance
from grader.values import arrays, byte_size, count_numbers, equal, fits, leaves, map_leaves

Pair = namedtuple("Pair", "weights bias")

NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=12,
)


def test_leaves_come_in_order():
    matrix = np.eye(2)
    first, *rest = leaves({"W": [matrix, (1, "two")], 3: None, "empty": {}})
    assert first is matrix
    assert rest == [1, "two", None]


@pytest.mark.parametrize(
    "leaf", [None, 1.5, "text", b"bytes", np.zeros((2, 2)), np.float32(1), {1, 2}, range(3)]
)
def test_all_else_is_a_leaf(leaf: Any):
    [only] = leaves(leaf)
    assert only is leaf


@pytest.mark.parametrize("value", [[], (), {}, [[], {}], {"a": ()}])
def test_an_empty_container_has_no_leaf(value: Any):
    assert list(leaves(value)) == []
    assert map_leaves(lambda leaf: pytest.fail(leaf), value) == value


def test_every_mapping_and_every_kind_of_list_is_walked():
    value = MappingProxyType({"a": OrderedDict(b=Pair(1, [2]))})
    assert list(leaves(value)) == [1, 2]
    assert map_leaves(str, value) == {"a": {"b": Pair("1", ["2"])}}


@given(NESTED)
def test_mapping_changes_leaves_alone(value: Any):
    assert map_leaves(lambda leaf: leaf, value) == value
    texts = map_leaves(repr, value)
    assert list(leaves(texts)) == [repr(leaf) for leaf in leaves(value)]
    assert type(texts) is (type(value) if isinstance(value, list | tuple | dict) else str)


def test_mapping_keeps_the_kind_of_a_sequence():
    value = {"list": [1], "tuple": (1,), "named": Pair(1, (1,))}
    doubled = map_leaves(lambda leaf: 2 * leaf, value)
    assert doubled == {"list": [2], "tuple": (2,), "named": Pair(2, (2,))}
    assert type(doubled["named"]) is Pair


def test_arrays_are_those_and_numbers():
    value = {"W": np.ones((2, 3)), "rest": [1, 2.5, True, np.float64(3), "text", None, b"x", 1j]}
    assert [array.shape for array in arrays(value)] == [(2, 3), (), (), (), ()]


@given(NESTED)
def test_a_value_is_equal_to_itself(value: Any):
    assert equal(value, value)
    assert equal(value, map_leaves(lambda leaf: leaf, value))
    assert not equal(value, [value, 0])


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ([1, (2, 3)], (1, [2, 3]), True),
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}, True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, False),
        ({0: 1}, [1], False),
        ([], {}, False),
        ([[]], [], False),
        ([1], [1, 2], False),
        (np.arange(3), np.arange(3.0), True),
        (np.arange(3), [0, 1, 2], True),
        ([np.arange(3)], [np.arange(1, 4)], False),
        (np.zeros((2, 1)), np.zeros(2), False),
        (1, True, True),
        ("a", None, False),
    ],
)
def test_equal(first: Any, second: Any, same: bool):
    assert equal(first, second) is same
    assert equal(second, first) is same


def test_numbers_and_bytes_are_counted_over_all_leaves():
    value = {"W": np.ones((2, 3)), "rest": (1.0, ["text", np.zeros(0)])}
    assert count_numbers(value) == 6 + 1 + 1 + 0
    assert byte_size(value) == 48 + sys.getsizeof(1.0) + sys.getsizeof("text")
    assert byte_size([]) == count_numbers({}) == 0


@pytest.mark.parametrize(
    ("key", "patterns", "fit"),
    [
        ("dW1", ["dW*"], True),
        ("dW1", ["dw*"], False),
        ("dW1", ["W*", "*1"], True),
        ("dA0", ["dA[1-9]"], False),
        ("a/b", ["a*"], True),
        (3, ["3"], True),
        (None, ["None"], True),
        ("dW1", [], False),
    ],
)
def test_a_key_fits_a_pattern(key: object, patterns: list[str], fit: bool):
    assert fits(key, patterns) is fit
    assert Tolerance(ignore=tuple(patterns)).ignores(key) is fit


# --- the tolerance -------------------------------------------------------------------------------------------


def accepted(actual: Any, expected: Any, rtol: float = 1e-3, atol: float = 0.0) -> list[bool]:
    marks = Tolerance(rtol, atol).accepts(np.asarray(actual), np.asarray(expected))
    return [bool(mark) for mark in marks.ravel()]


def test_the_largest_entry_is_the_scale_of_all():
    assert accepted([0.9, 1000.9, 2.0], [0.0, 1000.0, 0.0]) == [True, True, False]
    assert accepted([0.9], [0.0]) == [False]
    assert Tolerance(1e-3, 0.5).allowance(np.array([-1000.0, 3.0])) == 1.5
    assert Tolerance(1e-3, 0.5).allowance(np.array([])) == 0.5


def test_what_is_not_finite_is_no_scale():
    assert Tolerance(1e-3, 0.0).allowance(np.array([np.inf, np.nan, 10.0])) == 0.01
    assert accepted([np.inf, np.inf, np.inf], [np.inf, -np.inf, 1.0]) == [True, False, False]


def test_nan_is_never_right():
    assert accepted([np.nan, 1.0], [np.nan, np.nan], atol=np.inf) == [False, False]


def test_nothing_is_allowed_of_an_exact_tolerance():
    assert accepted([1.0, np.nextafter(1.0, 2)], [1.0, 1.0], rtol=0.0) == [True, False]


def test_numbers_that_overflow_warn_nobody():
    assert accepted([1.7e308], [-1.7e308]) == [False]
    assert Tolerance().allowance(np.array([1.7e308 + 1.7e308j])) == np.inf
