import math

import numpy as np
import pytest
from assignment_checks import (
    assignment,
    numerical_gradient,
)

from reference import python_basics as reference

ID = "python_basics"


def test_rows_go_by_both_names():
    assert assignment(ID).exercise("normalize_rows").names == ("normalize_rows", "normalizeRows")


@pytest.mark.parametrize("shape", [(), (3,), (2, 4), (2, 1, 3)])
def test_the_slope_of_sigmoid_is_its_numerical_one(shape):
    x = np.random.default_rng(0).normal(size=shape)
    slope = numerical_gradient(lambda changed: np.sum(reference.sigmoid(changed)), x)
    assert np.shape(reference.sigmoid_derivative(x)) == shape
    np.testing.assert_allclose(reference.sigmoid_derivative(x), slope, atol=1e-9)


def test_both_sigmoids_agree():
    for x in (-4.0, -0.3, 0.0, 2.5):
        assert math.isclose(reference.basic_sigmoid(x), reference.sigmoid(x))
    with pytest.raises(TypeError):
        reference.basic_sigmoid([1, 2, 3])


def test_rows_have_length_1_and_shares_add_up_to_1():
    x = np.random.default_rng(1).normal(size=(5, 3))
    np.testing.assert_allclose(np.linalg.norm(reference.normalize_rows(x), axis=1), 1)
    np.testing.assert_allclose(reference.softmax(x).sum(axis=1), 1)
    np.testing.assert_allclose(reference.softmax(x), reference.softmax(x + 3))


def test_a_pictures_last_axis_runs_fastest():
    image = np.arange(24).reshape(2, 3, 4)
    np.testing.assert_array_equal(reference.image2vector(image), np.arange(24).reshape(24, 1))


def test_losses_of_the_brief():
    yhat, y = np.array([0.9, 0.2, 0.1, 0.4, 0.9]), np.array([1, 0, 0, 1, 1])
    assert math.isclose(reference.L1(yhat, y), 1.1)
    assert math.isclose(reference.L2(yhat, y), 0.43)
