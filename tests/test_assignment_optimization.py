"""optimization: true steps, batches that any shuffle passes, a rubric that tells right from wrong."""

from itertools import pairwise

import numpy as np
import pytest
from assignment_checks import (
    ROOT,
    assignment,
    numerical_gradient,
)

from assignments.optimization import opt_utils, opt_utils_v1a
from reference import optimization as solution
from reference.reproduce import optimization as figures

ID = "optimization"


def calls(name):
    """Return the arguments of an exercise's calls."""
    return [[a.value for a in case.arguments] for case in assignment(ID).exercise(name).cases]


def test_a_step_with_no_memory_is_gradient_descent():
    parameters, grads, v, _, _ = calls("update_parameters_with_momentum")[0]
    plain = solution.update_parameters_with_gd(parameters, grads, 0.3)
    with_momentum, v = solution.update_parameters_with_momentum(parameters, grads, v, 0.0, 0.3)
    for name in parameters:
        np.testing.assert_allclose(with_momentum[name], plain[name])
        np.testing.assert_allclose(v[f"d{name}"], grads[f"d{name}"])


def test_adams_averages_are_unbiased():
    """Of a constant gradient the corrected averages are that gradient and its square, from the start."""
    parameters, grads, *_ = calls("update_parameters_with_adam")[0]
    v, s = solution.initialize_adam(parameters)
    for t in range(1, 6):
        before = parameters
        parameters, v, s, v_corrected, s_corrected = solution.update_parameters_with_adam(
            parameters, grads, v, s, t, 0.01
        )
        for name in before:
            gradient = grads[f"d{name}"]
            np.testing.assert_allclose(v_corrected[f"d{name}"], gradient)
            np.testing.assert_allclose(s_corrected[f"d{name}"], gradient**2)
            np.testing.assert_allclose(before[name] - parameters[name], 0.01 * np.sign(gradient), atol=1e-7)


def test_rmsprop_is_adam_without_velocity_and_correction():
    parameters, grads, s, *_ = calls("update_parameters_with_rmsprop")[0]
    zero = {name: 0 * gradient for name, gradient in grads.items()}
    far = 10**6  # so many steps that nothing is left to correct
    expected, _, expected_s, _, _ = solution.update_parameters_with_adam(
        parameters, grads, zero, s, far, 0.1, 0.0, 0.99
    )
    found, found_s = solution.update_parameters_with_rmsprop(parameters, grads, s, 0.1, 0.99)
    for name in parameters:
        np.testing.assert_allclose(found[name], expected[name])
        np.testing.assert_allclose(found_s[f"d{name}"], expected_s[f"d{name}"])


@pytest.mark.parametrize("name", ["update_parameters_with_adam", "update_parameters_with_rmsprop"])
def test_steps_leave_a_dead_unit_alone(name):
    found = 0
    for parameters, grads, *rest in calls(name):
        if not grads["dW1"].all():
            found += 1
            np.testing.assert_array_equal(
                getattr(solution, name)(parameters, grads, *rest)[0]["W1"][1], parameters["W1"][1]
            )
    assert found == 2


def test_inputs_are_not_changed():
    for exercise in assignment(ID).exercises:
        if exercise.name.startswith("update_parameters"):
            for arguments in calls(exercise.name):
                before = {name: array.copy() for name, array in arguments[0].items()}
                getattr(solution, exercise.name)(*arguments)
                for name, array in before.items():
                    np.testing.assert_array_equal(array, arguments[0][name])


def test_averages_of_the_cases_are_possible():
    for _, _, v, s, t, *_ in calls("update_parameters_with_adam"):
        assert t in {1, 2, 3, 7}
        assert v.keys() == s.keys()
        assert all((array >= 0).all() for array in s.values())
    for _, _, s, *_ in calls("update_parameters_with_rmsprop"):
        assert all((array >= 0).all() for array in s.values())


def test_any_shuffle_passes():
    exercise = assignment(ID).exercise("random_mini_batches")
    for arguments in calls("random_mini_batches"):
        X, Y, size = arguments[0], arguments[1], arguments[2] if len(arguments) > 2 else 64
        for seed in range(200):
            order = np.random.default_rng(seed).permutation(X.shape[1])
            starts = range(0, X.shape[1], size)
            batches = [(X[:, order[k : k + size]], Y[:, order[k : k + size]]) for k in starts]
            assert exercise.judge(batches, *arguments) is None


def test_reference_deals_every_example_once():
    X, Y = np.arange(29.0).reshape(1, 29), np.arange(29).reshape(1, 29)
    batches = solution.random_mini_batches(X, Y, 8, 5)
    assert [batch_Y.shape for _, batch_Y in batches] == [(1, 8), (1, 8), (1, 8), (1, 5)]
    assert sorted(np.concatenate([batch_X for batch_X, _ in batches], axis=1)[0]) == list(range(29))
    assert all((batch_X == batch_Y).all() for batch_X, batch_Y in batches)


def test_rates_fall_as_they_should():
    rates = [solution.schedule_lr_decay(1.0, epoch, 1.0, 10) for epoch in range(40)]
    assert rates[:10] == [1.0] * 10
    assert rates[10:20] == [0.5] * 10
    assert all(later <= earlier for earlier, later in pairwise(rates))
    assert solution.update_lr(1.0, 0, 0.5) == 1.0
    assert solution.update_lr(1.0, 2, 0.5) == 0.5


@pytest.mark.parametrize(("optimizer", "rate"), [("gd", 0.3), ("momentum", 0.3), ("adam", 0.02)])
def test_model_learns(optimizer, rate):
    X, Y = opt_utils.load_dataset(is_plot=False)
    parameters = solution.model(X, Y, [2, 5, 2, 1], optimizer, rate, num_epochs=100, print_cost=False)
    assert np.mean(opt_utils.predict_dec(parameters, X) == Y) > 0.85


def test_model_prints_costs_and_lets_the_rate_decay(capsys):
    X, Y = opt_utils.load_dataset(is_plot=False)
    asked = []
    decay = lambda rate, epoch, speed: asked.append((rate, epoch, speed)) or 0.0  # noqa: E731
    once = solution.model(X, Y, [2, 5, 2, 1], "gd", 0.1, num_epochs=1, print_cost=False)
    twice = solution.model(X, Y, [2, 5, 2, 1], "gd", 0.1, num_epochs=2, decay=decay, decay_rate=3)
    assert asked == [(0.1, 0, 3), (0.1, 1, 3)]
    np.testing.assert_array_equal(once["W1"], twice["W1"])
    assert capsys.readouterr().out.startswith("Cost after epoch 0: 0.7")


@pytest.mark.parametrize("m", [1, 6])
def test_helpers_gradients_equal_numerical_ones(m):
    rng = np.random.default_rng(m)
    X, Y = rng.normal(size=(3, m)), rng.integers(0, 2, size=(1, m))
    parameters = opt_utils.initialize_parameters([3, 4, 3, 1])
    parameters |= {f"b{i}": 0.2 * rng.normal(size=parameters[f"b{i}"].shape) for i in (1, 2, 3)}
    _, cache = opt_utils.forward_propagation(X, parameters)
    grads = opt_utils.backward_propagation(X, Y, cache)
    for name, array in parameters.items():

        def cost(array, name=name):
            return opt_utils.compute_cost(opt_utils.forward_propagation(X, parameters | {name: array})[0], Y)

        np.testing.assert_allclose(grads[f"d{name}"], numerical_gradient(cost, array), rtol=1e-6, atol=1e-8)


def test_the_two_generations_differ_in_the_cost_alone():
    a3, Y = np.array([[0.2, 0.9, 0.6]]), np.array([[0, 1, 0]])
    assert np.isclose(opt_utils_v1a.compute_cost(a3, Y), 3 * opt_utils.compute_cost(a3, Y))
    for name in ("load_dataset", "predict", "forward_propagation", "load_params_and_grads"):
        assert getattr(opt_utils, name) is getattr(opt_utils_v1a, name)


def test_moons_are_two_noisy_half_circles():
    X, Y = opt_utils.load_dataset(is_plot=False)
    assert X.shape == (2, 300)
    assert Y.shape == (1, 300)
    assert Y.sum() == 150
    np.random.seed(3)
    points, belongs = opt_utils.make_moons(300, 0.0)
    outer, inner = points[belongs == 0], points[belongs == 1]
    np.testing.assert_allclose((outer**2).sum(axis=1), 1)
    np.testing.assert_allclose(((inner - [1, 0.5]) ** 2).sum(axis=1), 1)
    assert np.std(X - points.T) == pytest.approx(0.2, rel=0.1)


def test_football_data_are_read_where_they_are(monkeypatch):
    folder = ROOT.parent / "shared" / "data"
    if not (folder / "data.mat").is_file():
        pytest.skip("data.mat is not in ../shared/data")
    monkeypatch.setenv("GRADER_DATA", str(folder))
    train_X, train_Y, test_X, test_Y = opt_utils.load_2D_dataset()
    assert (train_Y.sum(), test_Y.sum()) == (106, 87)
    assert (train_X.shape, test_X.shape) == ((2, 211), (2, 200))


def test_points_stand_in_for_football_data_that_are_missing(monkeypatch, tmp_path):
    monkeypatch.delenv("GRADER_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    train_X, train_Y, test_X, test_Y = opt_utils.load_2D_dataset()
    assert (train_X.shape, test_X.shape) == ((2, 211), (2, 200))
    assert (train_Y.shape, test_Y.shape) == ((1, 211), (1, 200))
    assert 0.2 < train_Y.mean() < 0.8


def test_predict_prints_the_accuracy(capsys):
    X, Y = opt_utils.load_dataset(is_plot=False)
    p = opt_utils.predict(X, Y, opt_utils.initialize_parameters([2, 5, 2, 1]))
    assert p.shape == (1, 300)
    assert capsys.readouterr().out.startswith("Accuracy: ")


def test_load_params_and_grads_draws_in_order():
    W1, b1, W2, b2, dW1, *_ = opt_utils.load_params_and_grads()
    assert (W1.shape, b1.shape, W2.shape, b2.shape, dW1.shape) == ((2, 3), (2, 1), (3, 3), (3, 1), (2, 3))
    assert W1[0, 0] == pytest.approx(1.62434536)


@pytest.mark.parametrize(("optimizer", "last", "mean"), figures.FIRST_COSTS)
def test_first_costs_are_the_published_ones(optimizer, last, mean):
    X, Y = opt_utils.load_dataset(is_plot=False)
    costs = figures.first_epoch(X, Y, optimizer)
    assert figures.figure(costs[-1][0], 6) == last
    assert figures.figure(sum(cost * m for cost, m in costs) / 300, 6) == mean
