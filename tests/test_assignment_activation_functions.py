import numpy as np
import pytest
from assignment_checks import (
    assignment,
    numerical_gradient,
)

from reference import activation_functions as reference

ID = "activation_functions"


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky_relu"])
@pytest.mark.parametrize("shape", [(4,), (3, 5), (2, 1, 3)])
def test_derivatives_are_the_numerical_ones(name, shape):
    z = np.random.default_rng(0).normal(size=shape)
    function = getattr(reference, name)
    slope = getattr(reference, f"{name}_derivative")(z)
    assert slope.shape == shape
    np.testing.assert_allclose(
        slope, numerical_gradient(lambda changed: function(changed).sum(), z), atol=1e-8
    )


def test_leaky_relu_leaks_one_hundredth_unless_told_otherwise():
    z = np.array([-2.0, 3.0])
    np.testing.assert_allclose(reference.leaky_relu(z), [-0.02, 3])
    np.testing.assert_allclose(reference.leaky_relu_derivative(z), [0.01, 1])
    np.testing.assert_allclose(reference.leaky_relu(z, alpha=0.5), [-1, 3])


def test_no_derivative_is_asked_for_at_its_kink():
    for exercise in assignment(ID).exercises:
        for case in exercise.cases if "relu_derivative" in exercise.name else ():
            z = case.arguments[0].value
            assert np.abs(z).min() >= 0.1
            assert z.min() < 0 < z.max()
