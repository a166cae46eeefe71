"""Wrong functions of `activation_functions`, second bank."""
# ruff: noqa: F821  (students' ways; names of the reference's module)

import numpy as np


def relu_from_one(z):
    r"""the larger of z and 1 | \b1\b|number|constant"""
    return np.maximum(1, z)


def sigmoid_derivative_plus(z):
    """a (1 + a) for a (1 - a) | sign|plus|minus|1 -|add"""
    a = sigmoid(z)
    return a + a**2


def tanh_derivative_whole(z):
    """rounded to whole numbers | whole|round|integer"""
    return np.round(1 - np.tanh(z) ** 2)


def leaky_relu_turned(z, alpha=0.01):
    """alpha on the positive side | comparison|exchanged|side|positive|turned|wrong way"""
    return np.where(z > 0, alpha * z, z)


def leaky_relu_derivative_integers(z, alpha=0.01):
    r"""written into an array of integers, so that alpha becomes 0 | whole|integer|cut|alpha|zero|\b0\b"""
    slope = np.ones(np.shape(z), dtype=int)
    slope[np.asarray(z) <= 0] = alpha
    return slope
