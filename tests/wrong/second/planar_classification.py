"""Wrong functions of `planar_classification`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def forward_propagation_relu(X, parameters):
    """relu for tanh in the hidden layer | relu|tanh|negative"""
    Z1 = parameters["W1"] @ X + parameters["b1"]
    A1 = np.maximum(Z1, 0)
    Z2 = parameters["W2"] @ A1 + parameters["b2"]
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def backward_propagation_slope_of_Z(parameters, cache, X, Y):
    """1 - Z1^2 for 1 - A1^2 | Z1|A1"""
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = (parameters["W2"].T @ dZ2) * (1 - cache["Z1"] ** 2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.mean(axis=1, keepdims=True),
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": dZ2.mean(axis=1, keepdims=True),
    }


def compute_cost_base_two(A2, Y, parameters=None):
    """the logarithm to base 2 | log|base"""
    return float(-np.mean(Y * np.log2(A2) + (1 - Y) * np.log2(1 - A2)))


def update_parameters_fixed_rate(parameters, grads, learning_rate=1.2):
    r"""the rate is fixed at 1.2 | rate|1\.2|fixed"""
    return {name: value - 1.2 * grads["d" + name] for name, value in parameters.items()}


def nn_model_other_seed(X, Y, n_h, num_iterations=10000, print_cost=False):
    """another seed | seed|draw|generator"""
    np.random.seed(2)
    theta = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _ in range(num_iterations):
        _, cache = forward_propagation(X, theta)
        theta = update_parameters(theta, backward_propagation(theta, cache, X, Y))
    return theta


def predict_rounded_up(parameters, X):
    r"""rounded up: everything is 1 | round|threshold|0\.5|all ones|comparison|ceil"""
    A2, _ = forward_propagation(X, parameters)
    return np.ceil(A2)
