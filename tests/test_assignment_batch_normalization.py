import numpy as np
import pytest
from assignment_checks import (
    assignment,
    numerical_gradient,
)

from reference import batch_normalization as reference

ID = "batch_normalization"


def layer(n, m):
    rng = np.random.default_rng(n * m)
    _, running = reference.initialize_batch_norm(n)
    return rng.normal(size=(n, m)) * 2 + 1, rng.uniform(0.5, 2, (n, 1)), rng.normal(size=(n, 1)), running


@pytest.mark.parametrize(("n", "m"), [(1, 5), (3, 4), (4, 9), (2, 1), (3, 2)])
@pytest.mark.parametrize("epsilon", [1e-2, 0.5])
def test_gradients_are_the_numerical_ones(n, m, epsilon):
    Z, gamma, beta, running = layer(n, m)
    weights = np.random.default_rng(1).normal(size=(n, m))

    def cost(Z, gamma, beta):
        Z_tilde, _, _ = reference.batch_norm_forward(Z, gamma, beta, running, epsilon=epsilon)
        return np.sum(weights * Z_tilde + 0.5 * Z_tilde**2)

    Z_tilde, _, cache = reference.batch_norm_forward(Z, gamma, beta, running, epsilon=epsilon)
    dZ, dgamma, dbeta = reference.batch_norm_backward(weights + Z_tilde, cache)
    np.testing.assert_allclose(dZ, numerical_gradient(lambda x: cost(x, gamma, beta), Z), atol=1e-6)
    np.testing.assert_allclose(dgamma, numerical_gradient(lambda x: cost(Z, x, beta), gamma), atol=1e-6)
    np.testing.assert_allclose(dbeta, numerical_gradient(lambda x: cost(Z, gamma, x), beta), atol=1e-6)


def test_training_normalizes_every_unit():
    Z, gamma, beta, running = layer(4, 50)
    Z_tilde, _, _ = reference.batch_norm_forward(Z, gamma, beta, running)
    np.testing.assert_allclose(Z_tilde.mean(axis=1, keepdims=True), beta)
    np.testing.assert_allclose(Z_tilde.std(axis=1, keepdims=True), gamma)


def test_running_statistics_approach_those_of_equal_batches():
    Z, gamma, beta, running = layer(3, 20)
    for _ in range(200):
        trained, running, _ = reference.batch_norm_forward(Z, gamma, beta, running)
    predicted, same, _ = reference.batch_norm_forward(Z, gamma, beta, running, training=False)
    np.testing.assert_allclose(predicted, trained)
    assert same is running


def test_prediction_treats_examples_by_themselves():
    Z, gamma, beta, running = layer(3, 6)
    together, _, _ = reference.batch_norm_forward(Z, gamma, beta, running, training=False)
    alone, _, _ = reference.batch_norm_forward(Z[:, :1], gamma, beta, running, training=False)
    np.testing.assert_array_equal(alone, together[:, :1])


def test_caches_of_backward_cases_agree_with_themselves():
    for case in assignment(ID).exercise("batch_norm_backward").cases:
        dZ_tilde, cache = (argument.value for argument in case.arguments)
        n, m = dZ_tilde.shape
        assert {name: value.shape for name, value in cache.items()} == {
            "Z_norm": (n, m),
            "std": (n, 1),
            "gamma": (n, 1),
        }
        np.testing.assert_allclose(cache["Z_norm"].mean(axis=1), 0, atol=1e-12)
        variance = np.var(cache["Z_norm"] * cache["std"], axis=1, keepdims=True)
        epsilon = cache["std"] ** 2 - variance
        np.testing.assert_allclose(epsilon - epsilon[0], 0, atol=1e-12)
        assert np.abs(reference.batch_norm_backward(dZ_tilde, cache)[0]).max() > 0.05
