"""Wrong functions of `deep_network_steps`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def initialize_parameters_seeded_twice(n_x, n_h, n_y):
    """the seed is set again before W2 | seed|twice|again|generator|draw"""
    np.random.seed(1)
    W1 = np.random.randn(n_h, n_x) * 0.01
    np.random.seed(1)
    W2 = np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def initialize_parameters_deep_seed_in_loop(layer_dims):
    """the seed is set in every turn of the loop | seed|every|again|twice|generator"""
    theta = {}
    for here in range(1, len(layer_dims)):
        np.random.seed(3)
        theta["W" + str(here)] = 0.01 * np.random.randn(layer_dims[here], layer_dims[here - 1])
        theta["b" + str(here)] = np.zeros((layer_dims[here], 1))
    return theta


def compute_cost_one_less(AL, Y):
    """divided by m - 1 | m - 1|number of examples|divi|one too"""
    losses = Y * np.log(AL) + (1 - Y) * np.log(1 - AL)
    return np.squeeze(-losses.sum() / (Y.shape[1] - 1))


def linear_backward_first_bias(dZ, cache):
    """only the first bias gets its gradient | db & first|row|zero"""
    A, W, _ = cache
    m = A.shape[1]
    db = np.zeros((dZ.shape[0], 1))
    db[0] = dZ[0].sum() / m
    return W.T @ dZ, dZ @ A.T / m, db


def L_model_backward_first_layer_missing(AL, Y, caches):
    """the first layer gets no gradients | first|layer|not in|early|loop|key"""
    grads, L = {}, len(caches)
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    dA, grads[f"dW{L}"], grads[f"db{L}"] = linear_activation_backward(dA, caches[-1], "sigmoid")
    for here in range(L - 1, 1, -1):
        dA, grads[f"dW{here}"], grads[f"db{here}"] = linear_activation_backward(dA, caches[here - 1], "relu")
    return grads


def update_parameters_biases_only(params, grads, learning_rate):
    """the weights are not updated | W & updat|came in|never|not subtracted|old"""
    return {
        name: value - learning_rate * grads["d" + name] if name[0] == "b" else value
        for name, value in params.items()
    }
