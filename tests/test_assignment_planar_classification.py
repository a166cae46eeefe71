import matplotlib as mpl
import numpy as np
import pytest
from assignment_checks import (
    assignment,
    numerical_gradient,
)

from assignments.planar_classification import planar_utils
from assignments.planar_classification.checks import descend, not_standard_normal
from reference import planar_classification as reference
from reference.reproduce import planar_classification as reproduce

ID = "planar_classification"


def exercise(name):
    return assignment(ID).exercise(name)


@pytest.mark.parametrize(("n_x", "n_h", "m"), [(2, 4, 1), (2, 4, 7), (5, 3, 4), (1, 2, 6), (3, 1, 3)])
def test_gradients_are_those_of_the_cost(n_x, n_h, m):
    rng = np.random.default_rng(m)
    parameters = {
        name: rng.normal(size=shape)
        for name, shape in {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (1, n_h), "b2": (1, 1)}.items()
    }
    X, Y = rng.normal(size=(n_x, m)), rng.integers(0, 2, (1, m))
    _, cache = reference.forward_propagation(X, parameters)
    grads = reference.backward_propagation(parameters, cache, X, Y)
    for name, value in parameters.items():

        def cost(changed, name=name):
            A2, _ = reference.forward_propagation(X, {**parameters, name: changed})
            return reference.compute_cost(A2, Y)

        np.testing.assert_allclose(grads["d" + name], numerical_gradient(cost, value), rtol=1e-6, atol=1e-8)


def test_caches_of_backward_cases_agree_with_their_parameters():
    for case in exercise("backward_propagation").cases:
        parameters, cache, X, Y = (argument.value for argument in case.arguments)
        A2, right = reference.forward_propagation(X, parameters)
        assert cache.keys() == right.keys()
        for name in right:
            np.testing.assert_array_equal(cache[name], right[name])
        np.testing.assert_array_equal(cache["A2"], A2)
        assert Y.shape == A2.shape == (1, X.shape[1])


def test_predictions_are_not_decided_by_rounding():
    for case in exercise("predict").cases:
        parameters, X = (argument.value for argument in case.arguments)
        A2, _ = reference.forward_propagation(X, parameters)
        assert np.abs(A2 - 0.5).min() > 0.01
        assert {True, False} == set((A2 > 0.5).ravel().tolist())


def test_any_start_is_accepted_that_is_a_right_draw():
    judge = exercise("initialize_parameters").judge
    for sizes in [(2, 4, 1), (1, 1, 1), (40, 30, 20)]:
        for seed in range(300):
            np.random.seed(seed)
            assert judge(reference.initialize_parameters(*sizes), *sizes) is None


@pytest.mark.parametrize("scale", [1, 0.1, 0.02, 0.005, 0.001])
def test_no_start_of_another_scale_is_accepted(scale):
    judge, sizes = exercise("initialize_parameters").judge, (100, 80, 60)
    for seed in range(20):
        np.random.seed(seed)
        value = reference.initialize_parameters(*sizes)
        value["W2"] *= scale / 0.01
        assert "too " in judge(value, *sizes)


def test_uniform_numbers_of_the_right_mean_and_variance_are_told_from_normal_ones():
    for seed in range(20):
        numbers = np.random.default_rng(seed).uniform(-np.sqrt(3), np.sqrt(3), size=8000)
        assert not_standard_normal(numbers) == "they are spread in another way"


def test_training_is_accepted_from_any_right_start():
    for case in exercise("nn_model").cases:
        arguments = [argument.value for argument in case.arguments]
        for seed in range(20):
            trained = descend(*arguments[:4], np.random.RandomState(10_000 + seed))
            assert exercise("nn_model").judge(trained, *arguments) is None, (case.number, seed)


def test_training_for_one_step_more_or_less_is_seen_from_any_start():
    case = exercise("nn_model").cases[0]
    X, Y, n_h, steps, *_ = (argument.value for argument in case.arguments)
    for seed in range(20):
        for other in (steps - 1, steps + 1):
            trained = descend(X, Y, n_h, other, np.random.RandomState(seed))
            assert exercise("nn_model").judge(trained, X, Y, n_h, steps)


def test_the_flower():
    X, Y = planar_utils.load_planar_dataset()
    assert (X.shape, X.dtype) == ((2, 400), np.float64)
    assert (Y.shape, Y.dtype, Y.sum()) == ((1, 400), np.uint8, 200)
    np.testing.assert_allclose(X[:, 0], [1.20444229, 3.57611415], atol=1e-8)


def test_the_extra_sets_are_those_of_scikit_learn():
    # the first point and the first labels that its generators gave for np.random.seed(7)
    theirs = [
        ([1.210016859304536, -0.6985524031611806], [0, 1, 0, 0, 1, 0, 1, 0]),
        ([0.38149497901404994, -0.042225605072927955], [1, 1, 1, 1, 0, 0, 1, 0]),
        ([-0.8781328096272221, 2.7834450949094887], [2, 3, 4, 3, 1, 2, 5, 2]),
        ([0.7223965628690112, -0.7749738027987401], [1, 0, 0, 0, 1, 1, 1, 0]),
    ]
    np.random.seed(7)
    *structured, (noise, more_noise) = planar_utils.load_extra_datasets()
    for (points, labels), (first, first_labels) in zip(structured, theirs, strict=True):
        assert (points.shape, labels.shape) == ((200, 2), (200,))
        np.testing.assert_allclose(points[0], first, rtol=1e-9)
        assert labels[:8].tolist() == first_labels
    assert (noise.shape, more_noise.shape) == ((200, 2), (200, 2))
    np.testing.assert_allclose(noise[0], [0.8762755599876352, 0.28240042129182386])


@pytest.mark.parametrize("shape", [(1, 6), (6,)])
def test_the_decision_boundary_is_drawn_for_labels_of_either_shape(shape):
    mpl.use("Agg")
    from matplotlib import pyplot

    X = np.random.default_rng(0).normal(size=(2, 6))
    asked = []

    def model(points):
        asked.append(points.shape)
        return points[:, 0] > 0

    planar_utils.plot_decision_boundary(model, X, np.array([0, 1, 0, 1, 0, 1]).reshape(shape))
    assert asked[0][1] == 2
    assert pyplot.gca().get_xlabel() == "x1"
    pyplot.close("all")


def test_the_published_figures_come_out():
    rows = {what: (published, measured) for what, published, measured in reproduce.quick_rows()}
    assert len(rows) >= 6
    for what, (published, measured) in rows.items():
        assert published == measured, what
