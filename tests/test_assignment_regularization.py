import inspect
import os
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from assignment_checks import (
    ROOT,
    assignment,
    numerical_gradient,
)

from assignments.regularization import reg_utils
from grader.judge.compare import compare
from reference import regularization as reference

ID = "regularization"
DATA = Path(os.environ.get("GRADER_DATA", ROOT.parent / "shared" / "data"))
CACHE = ["Z1", "D1", "A1", "W1", "b1", "Z2", "D2", "A2", "W2", "b2", "Z3", "A3", "W3", "b3"]
BACKWARD = ["backward_propagation_with_regularization", "backward_propagation_with_dropout"]


def arguments(name):
    """Return the arguments of every call of an exercise."""
    return [[argument.value for argument in case.arguments] for case in assignment(ID).exercise(name).cases]


def named(cache):
    """Return a cache of 12 or 14 entries by name, the masks of a plain one being ones."""
    names = CACHE if len(cache) == 14 else [name for name in CACHE if name[0] != "D"]
    return {"D1": 1, "D2": 1, **dict(zip(names, cache, strict=True))}


def forward(X, parameters, seen, keep_prob=1.0):
    """Run a network with fixed masks, written anew."""
    A1 = np.maximum(0, parameters["W1"] @ X + parameters["b1"]) * seen["D1"] / keep_prob
    A2 = np.maximum(0, parameters["W2"] @ A1 + parameters["b2"]) * seen["D2"] / keep_prob
    return 1 / (1 + np.exp(-(parameters["W3"] @ A2 + parameters["b3"])))


@pytest.mark.parametrize("name", BACKWARD)
def test_caches_do_not_contradict_themselves(name):
    for X, Y, cache, strength in arguments(name):
        seen = named(cache)
        keep_prob = strength if len(cache) == 14 else 1
        assert Y.shape == seen["A3"].shape == (seen["W3"].shape[0], X.shape[1])
        np.testing.assert_allclose(seen["Z1"], seen["W1"] @ X + seen["b1"])
        np.testing.assert_allclose(seen["A1"], np.maximum(0, seen["Z1"]) * seen["D1"] / keep_prob)
        np.testing.assert_allclose(seen["Z2"], seen["W2"] @ seen["A1"] + seen["b2"])
        np.testing.assert_allclose(seen["A2"], np.maximum(0, seen["Z2"]) * seen["D2"] / keep_prob)
        np.testing.assert_allclose(seen["Z3"], seen["W3"] @ seen["A2"] + seen["b3"])
        np.testing.assert_allclose(seen["A3"], reg_utils.sigmoid(seen["Z3"]))
        for layer in "12":
            assert 0 < np.mean(seen["A" + layer] > 0) < 1, "some units are active and some are not"
            assert seen["b" + layer].shape[0] >= 2
            assert len(cache) == 12 or 0 < seen["D" + layer].mean() < 1


# Ways of writing a step that are the same for the one output unit of the brief.
SAME_FOR_ONE_UNIT = [
    {"np.dot(W3.T, dZ3)": "W3.T * dZ3"},
    {"np.dot(W3.T, dZ3)": "np.outer(W3, dZ3)"},
    {"np.dot(W3.T, dZ3)": "W3.reshape(-1, 1) @ dZ3"},
    {"db3 = np.sum(dZ3, axis=1, keepdims=True) / m": "db3 = np.sum(dZ3) / m"},
    {"db3 = np.sum(dZ3, axis=1, keepdims=True) / m": "db3 = dZ3.mean()"},
    {"np.dot(dZ3, A2.T) / m": "np.mean(dZ3 * A2, axis=1, keepdims=True).T"},
    {"m = X.shape[1]": "m = Y.size"},
]


@pytest.mark.parametrize("name", BACKWARD)
@pytest.mark.parametrize("edits", SAME_FOR_ONE_UNIT, ids=lambda edits: next(iter(edits.values())))
def test_what_is_right_for_one_output_unit_is_right(name, edits):
    source = inspect.getsource(getattr(reference, name))
    for old, new in edits.items():
        assert old in source
        source = source.replace(old, new)
    names = {"np": np}
    exec(source, names)
    for values in arguments(name):
        expected = getattr(reference, name)(*values)
        assert compare(names[name](*values), expected) is None


def test_labels_are_one_row_in_every_case():
    for exercise in assignment(ID).exercises:
        for values in arguments(exercise.name):
            named_values = dict(zip([a.name for a in exercise.cases[0].arguments], values, strict=True))
            assert named_values.get("Y", np.zeros((1, 1))).shape[0] == 1
            assert named_values.get("parameters", {"W3": np.zeros((1, 1))})["W3"].shape[0] == 1


def test_costs_take_outputs_of_their_own_labels():
    for A3, Y, parameters, lambd in arguments("compute_cost_with_regularization"):
        assert A3.shape == Y.shape
        assert 0 < A3.min() <= A3.max() < 1
        plain = reg_utils.compute_cost(A3, Y)
        cost = reference.compute_cost_with_regularization(A3, Y, parameters, lambd)
        assert cost - plain > 1e-3 * plain, "the penalty is seen"


@pytest.mark.parametrize("name", BACKWARD)
def test_gradients_are_those_of_the_cost(name):
    for X, Y, cache, strength in arguments(name):
        seen = named(cache)
        grads = getattr(reference, name)(X, Y, cache, strength)
        lambd, keep_prob = (strength, 1) if len(cache) == 12 else (0, strength)
        parameters = {key: seen[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3")}

        def cost(key, value, Y=Y, X=X, seen=seen, lambd=lambd, keep_prob=keep_prob, parameters=parameters):
            changed = {**parameters, key: value}
            A3 = forward(X, changed, seen, keep_prob)
            return reference.compute_cost_with_regularization(A3, Y, changed, lambd)

        for key in parameters:
            gradient = numerical_gradient(partial(cost, key), parameters[key])
            np.testing.assert_allclose(grads["d" + key], gradient, rtol=1e-5, atol=1e-7)
        assert {key: value.shape for key, value in grads.items()} == {
            "d" + key: seen[key].shape for key in seen if key[0] != "D" and key != "A3"
        }


def masked(X, parameters, keep_prob, D1, D2):
    """Return the dropout forward pass with these masks."""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(0, Z1) * D1 / keep_prob
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = np.maximum(0, Z2) * D2 / keep_prob
    Z3 = parameters["W3"] @ A2 + parameters["b3"]
    A3 = 1 / (1 + np.exp(-Z3))
    W1, b1, W2, b2, W3, b3 = (parameters[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3"))
    return A3, (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)


def test_the_judge_accepts_every_right_draw():
    judge = assignment(ID).exercise("forward_propagation_with_dropout").judge
    for X, parameters, keep_prob in arguments("forward_propagation_with_dropout"):
        shapes = [(parameters[name].shape[0], X.shape[1]) for name in ("W1", "W2")]
        for seed in range(200):
            rng = np.random.default_rng(seed)
            masks = [rng.random(shape) < keep_prob for shape in shapes]
            value = masked(X, parameters, keep_prob, *masks)
            assert judge(value, X, parameters, keep_prob) is None, (keep_prob, seed)


def test_the_judge_says_what_is_wrong():
    judge = assignment(ID).exercise("forward_propagation_with_dropout").judge
    X, parameters, keep_prob = arguments("forward_propagation_with_dropout")[0]
    shapes = [(parameters[name].shape[0], X.shape[1]) for name in ("W1", "W2")]
    rng = np.random.default_rng(0)
    D1, D2 = (rng.random(shape) < keep_prob for shape in shapes)

    def said(first=D1, second=D2, **changes):
        A3, cache = masked(X, parameters, keep_prob, first, second)
        entries = dict(zip(CACHE, cache, strict=True))
        entries.update({name: change(entries[name]) for name, change in changes.items()})
        return judge((A3, tuple(entries.values())), X, parameters, keep_prob)

    assert said() is None
    assert "keeps" in said(rng.random(shapes[0]) > keep_prob)
    assert "same for every example" in said(np.tile(D1[:, :1], (1, X.shape[1])))
    assert "same for every unit" in said(np.tile(D1[:1], (shapes[0][0], 1)))
    assert "repeats the draws" in said(second=D1.ravel()[: D2.size].reshape(D2.shape))
    assert "not divided" in said(A1=lambda A: A * keep_prob)
    assert "not applied" in said(A1=lambda _: np.maximum(0, parameters["W1"] @ X + parameters["b1"]))
    assert "0 and 1" in said(second=D2 * 2)
    assert "has shape" in said(D1=lambda D: D.astype(float), Z2=lambda Z: Z.T)
    assert "W3 in the cache" in said(W3=lambda W: W + 1)
    assert "numbers" in said(Z1=lambda Z: Z * np.nan)
    for value in [None, 3, (1, 2), (1, (2,) * 14), ("x", [[]] * 14), (None, [np.zeros((0, 2))] * 14)]:
        assert isinstance(judge(value, X, parameters, keep_prob), str)


def test_helpers_compute_the_gradients_of_their_cost():
    for X, Y, cache, _ in arguments(BACKWARD[0]):
        plain = reference.backward_propagation_with_regularization(X, Y, cache, 0)
        for key, value in reg_utils.backward_propagation(X, Y, cache).items():
            np.testing.assert_allclose(value, plain[key])


@pytest.mark.parametrize("settings", [{}, {"lambd": 0.7}, {"keep_prob": 0.86}])
def test_training_lowers_the_cost(settings, capsys):
    X, Y, *_ = reg_utils.load_2D_dataset()
    start = reg_utils.initialize_parameters([2, 20, 3, 1])
    trained = reference.model(X, Y, num_iterations=200, print_cost=True, **settings)
    costs = [reg_utils.compute_cost(reg_utils.forward_propagation(X, p)[0], Y) for p in (start, trained)]
    assert costs[1] < 0.8 * costs[0]
    assert capsys.readouterr().out.startswith("Cost after iteration 0: ")
    predictions = reg_utils.predict(X, Y, trained)
    np.testing.assert_array_equal(reg_utils.predict_dec(trained, X), predictions == 1)


def test_data_have_stand_ins(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADER_DATA", raising=False)
    train_X, train_Y, test_X, test_Y = reg_utils.load_2D_dataset()
    assert (train_X.shape, train_Y.shape) == ((2, 211), (1, 211))
    assert (test_X.shape, test_Y.shape) == ((2, 200), (1, 200))
    assert 80 < train_Y.sum() < 130
    np.testing.assert_array_equal(reg_utils.load_2D_dataset()[0], train_X)
    cats = reg_utils.load_dataset()
    assert cats[0].shape[0] == cats[2].shape[0] == 12288
    X, Y = reg_utils.load_planar_dataset(0.1, 3)
    assert (X.shape, Y.shape, Y.sum()) == ((2, 50), (1, 50), 25)


@pytest.mark.skipif(not (DATA / "data.mat").is_file(), reason="the course's data.mat is not here")
def test_the_field_is_the_real_one(monkeypatch):
    pytest.importorskip("scipy")
    monkeypatch.setenv("GRADER_DATA", str(DATA))
    train_X, train_Y, test_X, test_Y = reg_utils.load_2D_dataset()
    assert (train_X.shape, test_X.shape) == ((2, 211), (2, 200))
    assert (train_Y.sum(), test_Y.sum()) == (106, 87)
