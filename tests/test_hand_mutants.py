"""Wrong functions that someone wrote by hand to get past the cases: they notice each of them, most in public."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from grader.author.answers import answers, namespace
from grader.course import load
from grader.course.edit import function_source
from grader.course.importing import course_on_path
from grader.course.secret import OPEN
from grader.judge.score import score_exercise, share
from grader.model import Assignment

ROOT = Path(__file__).resolve().parents[1]

PUBLIC = [  # what public cases notice alone: the assignment, the function, an edit of it
    ("python_basics", "normalize_rows", "x = x / x_norm", "x[:] = x / x_norm"),
    ("planar_classification", "initialize_parameters", "np.random.randn(n_h", "np.random.rand(n_h"),
    ("planar_classification", "nn_model", "n_x, _, n_y", "n_x, n_h, n_y"),
    ("planar_classification", "nn_model", "(n_x, n_h, n_y)", "(n_x, 5, n_y)"),
    ("planar_classification", "nn_model", "(n_x, n_h, n_y)", "(n_x, 3, n_y)"),
    ("planar_classification", "update_parameters", "learning_rate *", "1.2 *"),
    ("planar_classification", "predict", "A2 > 0.5", "A2 > 0.6"),
    ("activation_functions", "relu", "np.maximum(0, z)", "np.maximum(z, 0).astype(int)"),
    ("activation_functions", "leaky_relu", "np.where(z > 0, z, alpha * z)", "np.maximum(z, 0.01 * z)"),
    ("activation_functions", "leaky_relu_derivative", "alpha)", "0.01)"),
    ("activation_functions", "tanh", "np.exp(z)", "np.exp(np.abs(z))"),
    ("activation_functions", "relu_derivative", "1.0, 0.0", "z, 0.0"),
    (
        "batch_normalization",
        "batch_statistics",
        "2, axis=1, keepdims=True) / m",
        "2, axis=1, keepdims=True) / (m - 1)",
    ),
    (
        "batch_normalization",
        "batch_norm_forward",
        "np.sqrt(variance + epsilon)",
        "np.sqrt(variance) + epsilon",
    ),
    ("batch_normalization", "batch_norm_forward", "if training:", "if training or Z.shape[1] > 1:"),
    ("batch_normalization", "batch_norm_forward", "mean, variance, momentum)", "mean, variance)"),
    ("batch_normalization", "initialize_batch_norm", '"beta": np.zeros', '"beta": np.ones'),
    ("initialization", "initialize_parameters_he", "2 / layers_dims[layer - 1]", "2 / layers_dims[0] ** 2"),
    ("logistic_regression", "optimize", "i % 100 == 0", "i % 10 == 0"),
    ("logistic_regression", "optimize", "i % 100 == 0", "i == 0"),
    ("logistic_regression", "predict", "A > 0.5", "A > 0.51"),
    ("logistic_regression", "model", "num_iterations, learning_rate", "num_iterations, 0.5"),
    ("logistic_regression", "optimize", "params = {", "grads, _ = propagate(w, b, X, Y); params = {"),
    ("gradient_checking", "gradient_check", "theta - epsilon", "theta"),
    ("gradient_checking", "gradient_check_n", "(2 * epsilon)", "(2e-7)"),
    ("gradient_checking", "gradient_check_n", "+ np.linalg.norm(gradapprox)", "+ np.linalg.norm(grad)"),
    ("gradient_checking", "gradient_check_n", "theta_minus[i, 0] = theta_minus[i, 0] - epsilon", "pass"),
    ("gradient_checking", "backward_propagation_n", "(A2 > 0)", "(A2 >= 0)"),
    ("regularization", "compute_cost_with_regularization", "np.sum(np.square(W3))", "np.sum(W3) ** 2"),
    ("regularization", "backward_propagation_with_dropout", "dA2 = dA2 / keep_prob", "dA2 = dA2 / 0.8"),
    ("regularization", "backward_propagation_with_dropout", "dA1 = dA1 * D1", "dA1 = dA1 * (A1 != 0)"),
    ("regularization", "backward_propagation_with_regularization", "lambd / m * W1", "0.7 / m * W1"),
    (
        "regularization",
        "forward_propagation_with_dropout",
        "rand(A2.shape[0], A2.shape[1])",
        "rand(A2.shape[0], 1)",
    ),
    ("python_basics", "softmax", "axis=1", "axis=0"),
    ("python_basics", "sigmoid", "np.exp(-x)", "np.exp(-np.abs(x))"),
    ("optimization", "update_parameters_with_momentum", "(1 - beta)", "(1 - 0.9)"),
    ("optimization", "schedule_lr_decay", "time_interval)", "1000)"),
    ("deep_network_steps", "linear_forward", "np.dot(W, A) + b", "np.dot(W, A) + b[0]"),
    ("deep_network_steps", "update_parameters", "learning_rate *", "0.1 *"),
]
HIDDEN = [  # what only hidden cases notice
    ("initialization", "initialize_parameters_zeros", "range(1, L)", "range(1, min(L, 4))"),
    ("initialization", "initialize_parameters_random", "range(1, L)", "range(1, min(L, 4))"),
    ("optimization", "update_parameters_with_adam", "beta1**t", "beta1**min(t, 2)"),
    ("optimization", "random_mini_batches", "m % mini_batch_size != 0", "m % mini_batch_size > 1"),
    ("deep_network_steps", "linear_backward", "A_prev.shape[1]", "max(A_prev.shape[1], 2)"),
]


@cache
def loaded(id: str) -> Assignment:
    return load(ROOT, id, secret=OPEN)


def wrong_version(reference: str, name: str, old: str, new: str) -> str:
    """Edit a function below its docstring, wherever the text occurs."""
    source = function_source(reference, name)
    head, quotes, body = source.text.rpartition('"""')
    assert old in body
    return source.with_text(head + quotes + body.replace(old, new))


@pytest.mark.parametrize(
    ("public", "id", "name", "old", "new"),
    [*((True, *mutant) for mutant in PUBLIC), *((False, *mutant) for mutant in HIDDEN)],
)
def test_cases_notice(public, id, name, old, new):
    assignment = loaded(id)
    exercise = assignment.exercise(name)
    cases = tuple(case for case in exercise.cases if case.hidden is not public)
    exercise = replace(exercise, cases=cases)
    wrong = wrong_version(assignment.reference, name, old, new)
    with course_on_path(ROOT):
        right, answered = (answers(namespace(text)[name], exercise) for text in (assignment.reference, wrong))
    assert share(score_exercise(exercise, right, answered, None)) < 1
