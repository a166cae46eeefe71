"""deep_network_steps: a true reference, consistent cases, a rubric that tells right from wrong."""

import numpy as np
import pytest
from assignment_checks import (
    assignment,
    expected,
    numerical_gradient,
)
from scipy import stats

from assignments.deep_network_steps import dnn_utils
from grader.judge.score import score_case
from grader.model import Observation, Outcome, Verdict
from reference import deep_network_steps as solution

ID = "deep_network_steps"
SHAPES = [([4, 3, 1], 5), ([3, 3, 3, 1], 4), ([5, 4, 3, 2, 1], 6), ([2, 4, 3, 1], 1), ([3, 1], 7)]


def calls(name):
    """Return the arguments of an exercise's calls."""
    return [[a.value for a in case.arguments] for case in assignment(ID).exercise(name).cases]


def drawn_network(rng, dims):
    sizes = list(zip(dims[1:], dims, strict=False))
    parameters = {f"W{i}": rng.normal(size=size) / np.sqrt(size[1]) for i, size in enumerate(sizes, 1)}
    return parameters | {f"b{i}": 0.3 * rng.normal(size=(n, 1)) for i, (n, _) in enumerate(sizes, 1)}


@pytest.mark.parametrize(("dims", "m"), SHAPES)
def test_gradients_equal_numerical_ones(dims, m):
    rng = np.random.default_rng(len(dims) + m)
    X, Y, parameters = rng.normal(size=(dims[0], m)), rng.integers(0, 2, (1, m)), drawn_network(rng, dims)

    def cost_with(name):
        def cost(array):
            AL, _ = solution.L_model_forward(X, parameters | {name: array})
            return solution.compute_cost(AL, Y)

        return cost

    AL, caches = solution.L_model_forward(X, parameters)
    grads = solution.L_model_backward(AL, Y, caches)
    for name, array in parameters.items():
        np.testing.assert_allclose(
            grads[f"d{name}"], numerical_gradient(cost_with(name), array), rtol=1e-6, atol=1e-8
        )
    by_example = numerical_gradient(
        lambda X: solution.compute_cost(solution.L_model_forward(X, parameters)[0], Y), X
    )
    np.testing.assert_allclose(grads["dA0"] / m, by_example, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize(("n_prev", "n", "m"), [(3, 2, 4), (2, 5, 1), (4, 4, 3)])
def test_a_layers_gradients_equal_numerical_ones(n_prev, n, m, activation):
    rng = np.random.default_rng(n_prev * n * m)
    A_prev, W, b = rng.normal(size=(n_prev, m)), rng.normal(size=(n, n_prev)), rng.normal(size=(n, 1))
    dA = rng.normal(size=(n, m))

    def value(A_prev, W, b):
        return np.sum(dA * solution.linear_activation_forward(A_prev, W, b, activation)[0])

    _, cache = solution.linear_activation_forward(A_prev, W, b, activation)
    dA_prev, dW, db = solution.linear_activation_backward(dA, cache, activation)
    close = {"rtol": 1e-6, "atol": 1e-8}
    np.testing.assert_allclose(dA_prev, numerical_gradient(lambda x: value(x, W, b), A_prev), **close)
    np.testing.assert_allclose(m * dW, numerical_gradient(lambda x: value(A_prev, x, b), W), **close)
    np.testing.assert_allclose(m * db, numerical_gradient(lambda x: value(A_prev, W, x), b), **close)


def activated(Z, activation):
    return 1 / (1 + np.exp(-Z)) if activation == "sigmoid" else np.maximum(0, Z)


def test_cases_of_the_whole_networks_way_back_are_consistent():
    for AL, Y, caches in calls("L_model_backward"):
        A = caches[0][0][0]
        for number, ((A_prev, W, b), Z) in enumerate(caches, 1):
            np.testing.assert_array_equal(A_prev, A)
            np.testing.assert_allclose(Z, W @ A_prev + b)
            A = activated(Z, "sigmoid" if number == len(caches) else "relu")
            if number < len(caches):
                assert (Z > 0).any()
                assert (Z < 0).any()
        np.testing.assert_allclose(A, AL)
        assert Y.shape == AL.shape == (1, A.shape[1])
        assert set(np.unique(Y)) <= {0, 1}
        assert np.isclose(solution.compute_cost(A, Y), solution.compute_cost(AL, Y))


def test_cases_of_a_layers_way_back_are_consistent():
    for dA, ((A_prev, W, b), Z), activation in calls("linear_activation_backward"):
        np.testing.assert_allclose(Z, W @ A_prev + b)
        assert dA.shape == Z.shape
        assert b.shape == (W.shape[0], 1)
        assert activation in {"relu", "sigmoid"}
        assert (Z > 0).any()
        assert (Z < 0).any()
    for dZ, (A_prev, W, b) in calls("linear_backward"):
        assert dZ.shape == (W @ A_prev + b).shape
        assert W.shape[0] >= 2


JUDGED = ["initialize_parameters", "initialize_parameters_deep"]


@pytest.mark.parametrize("name", JUDGED)
def test_any_valid_draw_passes(name):
    judge = assignment(ID).exercise(name).judge
    for seed in range(300):
        rng = np.random.default_rng(seed)
        for arguments in calls(name):
            dims = arguments if len(arguments) == 3 else arguments[0]
            shapes = list(enumerate(zip(dims[1:], dims, strict=False), 1))
            draw = {f"W{i}": 0.01 * rng.normal(size=shape) for i, shape in shapes}
            draw |= {f"b{i}": np.zeros((n, 1)) for i, (n, _) in shapes}
            assert judge(draw, *arguments) is None


@pytest.mark.parametrize("name", JUDGED)
def test_the_judges_false_alarms_are_as_rare_as_they_say(name):
    refused = 0.0
    for arguments in calls(name):
        dims = arguments if len(arguments) == 3 else arguments[0]
        sizes = [n * n_prev for n, n_prev in zip(dims[1:], dims, strict=False)]
        for N in [*sizes, sum(sizes)]:
            low, high = (max(0.0, 1 - 2 / (9 * N) + sign * 6 * np.sqrt(2 / (9 * N))) for sign in (-1, 1))
            refused += stats.chi2.cdf(N * low**3, N) + stats.chi2.sf(N * high**3, N)
            refused += 2 * stats.norm.sf(6) + (0.5**N if N >= 20 else 0.0)
    assert refused / len(calls(name)) < 4e-6


@pytest.mark.parametrize(("dims", "scale"), [((5, 4, 1), 1.0), ((5, 4, 1), 0.1), ((5, 4, 1), 1e-3)])
def test_an_invalid_scale_is_refused_even_where_it_is_small(dims, scale):
    judge = assignment(ID).exercise("initialize_parameters_deep").judge
    for seed in range(100):
        rng = np.random.default_rng(seed)
        draw = {"W1": scale * rng.normal(size=(4, 5)), "b1": np.zeros((4, 1))}
        draw |= {"W2": scale * rng.normal(size=(1, 4)), "b2": np.zeros((1, 1))}
        assert judge(draw, dims) is not None


def test_course_seeds_give_the_course_draws():
    np.random.seed(1)
    first = np.random.randn(3, 2) * 0.01
    np.testing.assert_array_equal(solution.initialize_parameters(2, 3, 1)["W1"], first)
    np.random.seed(3)
    first = np.random.randn(3, 2) * 0.01
    np.testing.assert_array_equal(solution.initialize_parameters_deep([2, 3, 1])["W1"], first)


def test_activations_return_z_as_their_cache():
    Z = np.array([[-800.0, -1.0, 0.0, 2.0, 800.0]])
    A, cache = dnn_utils.sigmoid(Z)
    np.testing.assert_allclose(A, [[0, 1 / (1 + np.e), 0.5, 1 / (1 + np.exp(-2)), 1]])
    np.testing.assert_array_equal(cache, Z)
    A, cache = dnn_utils.relu(Z)
    np.testing.assert_array_equal(A, [[0, 0, 0, 2, 800]])
    np.testing.assert_array_equal(cache, Z)


def test_activations_derivatives_equal_numerical_ones():
    Z, dA = np.array([[-2.0, -0.3, 0.4, 3.0]]), np.array([[1.0, -2.0, 0.5, -0.7]])
    for forward, backward in [
        (dnn_utils.sigmoid, dnn_utils.sigmoid_backward),
        (dnn_utils.relu, dnn_utils.relu_backward),
    ]:
        slope = numerical_gradient(lambda Z, forward=forward: np.sum(dA * forward(Z)[0]), Z)
        np.testing.assert_allclose(backward(dA, Z), slope, atol=1e-8)
    np.testing.assert_array_equal(dnn_utils.relu_backward(dA, np.zeros((1, 4))), np.zeros((1, 4)))
    assert dA[0, 0] == 1.0  # dA itself is left alone


@pytest.mark.parametrize("name", ["initialize_parameters", "initialize_parameters_deep"])
@pytest.mark.parametrize("surplus", ["W0", "b9"])
def test_the_parameter_of_no_layer_is_named(name, surplus):
    """A layer too many is one too many for whoever counts them."""
    exercise = assignment(ID).exercise(name)
    case, right = exercise.cases[0], expected(name, ID)[0]
    more = Observation(Outcome.RETURNED, {**right.value, surplus: np.zeros((2, 1))})
    result = score_case(exercise, case, right, more)
    assert result.verdict is Verdict.WRONG_ANSWER
    assert f"{surplus} is the parameter of no layer" in result.difference.text
    harmless = Observation(Outcome.RETURNED, {**right.value, "L": 2})
    assert score_case(exercise, case, right, harmless).verdict is Verdict.PASSED
