"""deep_network_application: training follows the gradient, the rubric tells right from wrong."""

import numpy as np
import pytest
from assignment_checks import (
    ROOT,
    assignment,
    numerical_gradient,
)

from assignments.deep_network_application import dnn_app_utils as helpers
from reference import deep_network_application as solution
from reference import deep_network_steps as steps
from reference.reproduce import deep_network_application as figures
from reference.reproduce import logistic_regression as logistic_figures

ID = "deep_network_application"


def calls(name):
    """Return the arguments of an exercise's calls."""
    return [[a.value for a in case.arguments] for case in assignment(ID).exercise(name).cases]


@pytest.mark.parametrize("name", ["two_layer_model", "L_layer_model"])
def test_every_case_learns_in_all_its_layers(name):
    """The cost falls, no hidden layer is dead, and every parameter has moved."""
    model = getattr(solution, name)
    for X, Y, layers_dims, rate, iterations, _ in calls(name):
        start, _ = model(X, Y, layers_dims, rate, 0)
        learned, costs = model(X, Y, layers_dims, rate, iterations)
        assert len(costs) == iterations // 100 + 1
        assert costs[-1] < costs[0]
        for key, array in learned.items():
            assert np.any(np.abs(array - start[key]) > 1e-5 * np.abs(array).max()), key


@pytest.mark.parametrize("name", ["two_layer_model", "L_layer_model"])
def test_a_step_goes_down_the_numerical_gradient(name):
    model = getattr(solution, name)
    X, Y, layers_dims, *_ = calls(name)[1]
    start, _ = model(X, Y, layers_dims, 0.1, 1)  # past the zero biases, where ReLU may have no slope
    after, _ = model(X, Y, layers_dims, 0.1, 2)
    for key, array in start.items():

        def cost(array, key=key):
            return helpers.compute_cost(helpers.L_model_forward(X, start | {key: array})[0], Y)

        slope = numerical_gradient(cost, array)
        np.testing.assert_allclose(array - after[key], 0.1 * slope, rtol=1e-5, atol=1e-9)


def test_costs_are_printed_when_asked_for(capsys):
    X, Y, layers_dims, *_ = calls("L_layer_model")[0]
    _, costs = solution.L_layer_model(X, Y, layers_dims, 0.1, 101, True)
    assert capsys.readouterr().out.splitlines() == [
        f"Cost after iteration {100 * i}: {cost:f}" for i, cost in enumerate(costs)
    ]


@pytest.mark.parametrize(("dims", "m"), [([4, 3, 1], 5), ([5, 4, 3, 2, 1], 6), ([2, 4, 3, 1], 1)])
def test_helpers_agree_with_the_functions_taught_before(dims, m):
    rng = np.random.default_rng(m)
    X, Y = rng.normal(size=(dims[0], m)), rng.integers(0, 2, size=(1, m))
    parameters = helpers.initialize_parameters_deep(dims)
    AL, caches = helpers.L_model_forward(X, parameters)
    expected, expected_caches = steps.L_model_forward(X, parameters)
    np.testing.assert_array_equal(AL, expected)
    assert len(caches) == len(expected_caches)
    assert helpers.compute_cost(AL, Y) == steps.compute_cost(AL, Y)
    grads, right = helpers.L_model_backward(AL, Y, caches), steps.L_model_backward(AL, Y, expected_caches)
    assert grads.keys() == right.keys()
    for key, gradient in right.items():
        np.testing.assert_array_equal(grads[key], gradient)
    after = helpers.update_parameters(parameters, grads, 0.3)
    for key, array in steps.update_parameters(parameters, right, 0.3).items():
        np.testing.assert_array_equal(after[key], array)


def test_deep_weights_start_at_the_scale_of_their_inputs():
    parameters = helpers.initialize_parameters_deep([400, 300, 1])
    assert parameters["W1"].std() == pytest.approx(1 / 20, rel=0.02)
    np.random.seed(1)
    np.testing.assert_array_equal(parameters["W1"], np.random.randn(300, 400) / 20)
    assert not parameters["b1"].any()
    two = helpers.initialize_parameters(400, 300, 1)
    assert two["W1"].std() == pytest.approx(0.01, rel=0.02)


def test_drawings_stand_in_for_missing_pictures(monkeypatch, tmp_path, capsys):
    monkeypatch.delenv("GRADER_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    train_x, train_y, test_x, test_y, classes = helpers.load_data()
    assert "stands in" in capsys.readouterr().out
    assert (train_x.shape, test_x.shape) == ((60, 64, 64, 3), (20, 64, 64, 3))
    assert (train_y.shape, test_y.shape) == ((1, 60), (1, 20))
    assert train_x.dtype == np.uint8
    assert train_y.dtype == np.int64
    assert list(classes) == [b"non-cat", b"cat"]
    assert (train_y.sum(), test_y.sum()) == (20, 7)
    again = helpers.load_data()
    np.testing.assert_array_equal(again[0], train_x)


def test_real_pictures_are_read_where_they_are(monkeypatch):
    folder = ROOT.parent / "shared" / "data"
    if not (folder / "train_catvnoncat.h5").is_file():
        pytest.skip("train_catvnoncat.h5 is not in ../shared/data")
    monkeypatch.setenv("GRADER_DATA", str(folder))
    train_x, train_y, test_x, test_y, classes = helpers.load_data()
    assert (train_x.shape, test_x.shape) == ((209, 64, 64, 3), (50, 64, 64, 3))
    assert (train_y.sum(), test_y.sum()) == (72, 33)
    assert list(classes) == [b"non-cat", b"cat"]


def test_predict_prints_the_accuracy(capsys):
    X, Y, layers_dims, rate, iterations, _ = calls("L_layer_model")[0]
    parameters, _ = solution.L_layer_model(X, Y, layers_dims, rate, iterations)
    p = helpers.predict(X, Y, parameters)
    assert p.shape == Y.shape
    assert capsys.readouterr().out == f"Accuracy: {np.mean(p == Y)}\n"


def test_mislabeled_pictures_are_drawn():
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    X, y = np.zeros((12288, 3)), np.array([[0, 1, 1]])
    helpers.print_mislabeled_images([b"non-cat", b"cat"], X, y, np.array([[1.0, 1.0, 0.0]]))
    titles = [axes.get_title() for axes in plt.gcf().axes]
    plt.close("all")
    assert titles == ["Prediction: cat \n Class: non-cat", "Prediction: non-cat \n Class: cat"]


@pytest.mark.parametrize("rows", [figures.rows, logistic_figures.rows])
def test_figures_say_what_is_missing(rows, tmp_path):
    for folder in (None, tmp_path):
        found = list(rows(folder))
        assert len(found) > 10
        assert all(measured.startswith("missing: train_catvnoncat.h5") for _, _, measured in found)


def test_first_costs_are_the_published_ones():
    folder = ROOT.parent / "shared" / "data"
    sets = figures.pictures(folder)
    if sets is None:
        pytest.skip("train_catvnoncat.h5 is not in ../shared/data")
    X, Y, *_ = sets
    for _, model, layers, (cost, *_) in figures.RUNS:
        assert f"{model(X, Y, layers, num_iterations=1)[1][0]:.6f}" == cost
