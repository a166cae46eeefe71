import copy
import os
from pathlib import Path

import numpy as np
import pytest
from assignment_checks import (
    ROOT,
    assignment,
    numerical_gradient,
)

from assignments.initialization import init_utils
from reference import initialization as reference

ID = "initialization"
DATA = Path(os.environ.get("GRADER_DATA", ROOT.parent / "shared" / "data"))
SHAPES = [[4, 5, 3], [10, 6, 2], [60, 100, 3], [30, 40, 8, 1], [200, 4]]


@pytest.mark.parametrize(
    ("name", "scale"),
    [
        ("initialize_parameters_random", lambda _: 10),
        ("initialize_parameters_he", lambda n: np.sqrt(2 / n)),
    ],
)
def test_a_judge_accepts_every_right_draw_and_no_draw_of_another_scale(name, scale):
    judge = assignment(ID).exercise(name).judge

    def draw(rng, sizes, wrong=1.0):
        values = {}
        for layer in range(1, len(sizes)):
            shape = (sizes[layer], sizes[layer - 1])
            values[f"W{layer}"] = rng.normal(size=shape) * scale(shape[1]) * wrong
            values[f"b{layer}"] = np.zeros((shape[0], 1))
        return values

    for seed in range(200):
        for sizes in SHAPES:
            assert judge(draw(np.random.default_rng(seed), sizes), sizes) is None, (seed, sizes)
    for seed in range(20):
        for wrong in (0.01, 0.5, np.sqrt(2), 2):
            assert judge(draw(np.random.default_rng(seed), SHAPES[2], wrong), SHAPES[2])
    uniform = draw(np.random.default_rng(0), SHAPES[2])
    uniform["W1"] = np.random.default_rng(1).uniform(-1, 1, (100, 60)) * scale(60) * np.sqrt(3)
    assert "normal distribution" in judge(uniform, SHAPES[2])


def test_a_judge_sees_one_column_repeated():
    judge = assignment(ID).exercise("initialize_parameters_he").judge
    values = reference.initialize_parameters_he([60, 100, 3])
    values["W1"] = np.repeat(values["W1"][:, :1], 60, axis=1)
    assert "many times" in judge(values, [60, 100, 3])


def test_he_takes_the_course_draws():
    np.random.seed(3)
    first, second = np.random.randn(2, 4), np.random.randn(1, 2)
    parameters = reference.initialize_parameters_he([4, 2, 1])
    np.testing.assert_allclose(parameters["W1"], first * np.sqrt(0.5))
    np.testing.assert_allclose(parameters["W2"], second)
    np.testing.assert_allclose(reference.initialize_parameters_random([4, 2, 1])["W1"], first * 10)


@pytest.mark.parametrize(("m", "n_x"), [(1, 2), (5, 3), (8, 2)])
def test_helpers_compute_the_gradients_of_their_cost(m, n_x):
    rng = np.random.default_rng(m)
    parameters = reference.initialize_parameters_he([n_x, 4, 3, 1])
    parameters = {name: value + 0.1 * rng.normal(size=value.shape) for name, value in parameters.items()}
    X, Y = rng.normal(size=(n_x, m)), rng.integers(0, 2, (1, m))
    grads = init_utils.backward_propagation(X, Y, init_utils.forward_propagation(X, parameters)[1])
    for name in parameters:

        def cost(value, name=name):
            return init_utils.compute_loss(
                init_utils.forward_propagation(X, {**parameters, name: value})[0], Y
            )

        np.testing.assert_allclose(grads["d" + name], numerical_gradient(cost, parameters[name]), atol=1e-8)


def test_a_certain_wrong_prediction_costs_infinity():
    assert init_utils.compute_loss(np.array([[0.0, 1.0]]), np.array([[0, 1]])) == 0
    assert init_utils.compute_loss(np.array([[0.0, 0.5]]), np.array([[1, 1]])) == np.inf


def test_training_lowers_the_cost(capsys):
    X, Y, *_ = init_utils.load_dataset()
    start = reference.initialize_parameters_he([2, 10, 5, 1])
    parameters = reference.model(X, Y, num_iterations=300, print_cost=False)
    costs = [
        init_utils.compute_loss(init_utils.forward_propagation(X, p)[0], Y)
        for p in (copy.deepcopy(start), parameters)
    ]
    assert costs[1] < 0.9 * costs[0]
    assert capsys.readouterr().out == ""
    predictions = init_utils.predict(X, Y, parameters)
    assert predictions.shape == (1, 300)
    assert capsys.readouterr().out == f"Accuracy: {np.mean(predictions == Y)}\n"
    np.testing.assert_array_equal(init_utils.predict_dec(parameters, X), predictions == 1)


def test_the_circles_are_balanced_and_the_same_every_time():
    train_X, train_Y, test_X, test_Y = init_utils.load_dataset()
    assert (train_X.shape, train_Y.shape) == ((2, 300), (1, 300))
    assert (test_X.shape, test_Y.shape) == ((2, 100), (1, 100))
    assert (train_Y.sum(), test_Y.sum()) == (150, 50)
    radius = np.linalg.norm(train_X, axis=0)
    np.testing.assert_allclose(
        [radius[train_Y[0] == 0].mean(), radius[train_Y[0] == 1].mean()], [1, 0.8], atol=0.02
    )
    np.testing.assert_array_equal(init_utils.load_dataset()[0], train_X)


def test_the_cats_have_stand_ins(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADER_DATA", raising=False)
    train_X, train_Y, test_X, test_Y, classes = init_utils.load_cat_dataset()
    assert (train_X.shape[0], test_X.shape[0]) == (12288, 12288)
    assert (train_X.shape[1], test_X.shape[1]) == (train_Y.shape[1], test_Y.shape[1])
    assert 0 <= train_X.min() <= train_X.max() <= 1
    assert classes.tolist() == [b"non-cat", b"cat"]


@pytest.mark.skipif(
    not (DATA / "train_catvnoncat.h5").is_file(), reason="the course's cat pictures are not here"
)
def test_the_cats_are_the_real_ones(monkeypatch):
    monkeypatch.setenv("GRADER_DATA", str(DATA))
    train_X, train_Y, test_X, test_Y, classes = init_utils.load_cat_dataset()
    assert (train_X.shape, test_X.shape) == ((12288, 209), (12288, 50))
    assert (train_Y.sum(), test_Y.sum()) == (72, 33)
    assert classes.tolist() == [b"non-cat", b"cat"]
