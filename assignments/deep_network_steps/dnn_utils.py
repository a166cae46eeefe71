"""Activation functions and their way back, for the notebook that builds a deep network step by step.

Z and dA hold one example a column, shape (n_l, m). The forward functions also return Z as the cache that the
backward functions ask for.
"""

import numpy as np


def sigmoid(Z):
    """Return the sigmoid of Z, element by element, and Z itself as the cache."""
    with np.errstate(over="ignore"):  # e^-Z may overflow to infinity: the sigmoid is then 0, as it should be
        A = 1 / (1 + np.exp(-Z))
    return A, Z


def relu(Z):
    """Return Z where it is positive, else 0, and Z itself as the cache."""
    return np.maximum(0, Z), Z


def relu_backward(dA, cache):
    """Return the gradient of the cost with respect to Z: that of A where Z is positive, else 0."""
    dZ = np.array(dA, dtype=float)
    dZ[cache <= 0] = 0
    return dZ


def sigmoid_backward(dA, cache):
    """Return the gradient of the cost with respect to Z: that of A times the slope of the sigmoid."""
    A, _ = sigmoid(cache)
    return dA * A * (1 - A)
