"""Activation functions and their derivatives.

A layer's activation takes z, an array of any shape, element by element; its derivative is a function of the
same z. At a kink, z = 0, the derivative of ReLU and leaky ReLU is taken from the left.
"""

import numpy as np


def sigmoid(z):
    """Compute the sigmoid of z, which runs from 0 to 1.

    Arguments:
    z -- a number or an array of any shape

    Returns:
    a -- sigmoid of z, of the same shape
    """
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    """Compute the derivative of sigmoid at z.

    Arguments:
    z -- a number or an array of any shape

    Returns:
    slope -- of the same shape
    """
    a = sigmoid(z)
    return a * (1 - a)


def tanh(z):
    """Compute the hyperbolic tangent of z, which runs from -1 to 1.

    Arguments:
    z -- a number or an array of any shape

    Returns:
    a -- tanh of z, of the same shape
    """
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


def tanh_derivative(z):
    """Compute the derivative of tanh at z.

    Arguments:
    z -- a number or an array of any shape

    Returns:
    slope -- of the same shape
    """
    a = tanh(z)
    return 1 - a**2


def relu(z):
    """Compute the rectified linear unit of z: z where it is positive, else 0.

    Arguments:
    z -- an array of any shape

    Returns:
    a -- of the same shape
    """
    return np.maximum(0, z)


def relu_derivative(z):
    """Compute the derivative of ReLU at z: 1 where z is positive, else 0.

    Arguments:
    z -- an array of any shape

    Returns:
    slope -- of the same shape
    """
    return np.where(z > 0, 1.0, 0.0)


def leaky_relu(z, alpha=0.01):
    """Compute the leaky ReLU of z: z where it is positive, else alpha times z.

    Arguments:
    z -- an array of any shape
    alpha -- the slope on the negative side

    Returns:
    a -- of the same shape
    """
    return np.where(z > 0, z, alpha * z)


def leaky_relu_derivative(z, alpha=0.01):
    """Compute the derivative of leaky ReLU at z: 1 where z is positive, else alpha.

    Arguments:
    z -- an array of any shape
    alpha -- the slope on the negative side

    Returns:
    slope -- of the same shape
    """
    return np.where(z > 0, 1.0, alpha)
