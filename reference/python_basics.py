"""Functions on arrays: what the rest of the course is made of.

An array's rows are its first axis. A picture is an array (height, width, channels).
"""

import math

import numpy as np


def basic_sigmoid(x):
    """Compute the sigmoid of one number with the math module.

    Arguments:
    x -- a number

    Returns:
    s -- sigmoid of x, a number
    """
    s = 1 / (1 + math.exp(-x))
    return s


def sigmoid(x):
    """Compute the sigmoid of x, element by element.

    Arguments:
    x -- a number or an array of any shape

    Returns:
    s -- sigmoid of x, of the same shape
    """
    s = 1 / (1 + np.exp(-x))
    return s


def sigmoid_derivative(x):
    """Compute the slope of the sigmoid at x, element by element.

    Arguments:
    x -- a number or an array of any shape

    Returns:
    ds -- the slope, of the same shape
    """
    s = sigmoid(x)
    ds = s * (1 - s)
    return ds


def image2vector(image):
    """Put a picture's numbers into one column.

    Arguments:
    image -- shape (height, width, channels)

    Returns:
    v -- shape (height * width * channels, 1), the last axis running fastest
    """
    v = image.reshape(image.shape[0] * image.shape[1] * image.shape[2], 1)
    return v


def normalize_rows(x):
    """Give every row of a matrix the length 1.

    Arguments:
    x -- shape (n, m), no row all zero

    Returns:
    x -- each row divided by its Euclidean length, shape (n, m)
    """
    x_norm = np.linalg.norm(x, axis=1, keepdims=True)
    x = x / x_norm
    return x


def softmax(x):
    """Turn every row of a matrix into shares that add up to 1.

    Arguments:
    x -- shape (n, m)

    Returns:
    s -- the exponentials of x, each divided by the sum of its row, shape (n, m)
    """
    x_exp = np.exp(x)
    x_sum = np.sum(x_exp, axis=1, keepdims=True)
    s = x_exp / x_sum
    return s


def L1(yhat, y):
    """Add up how far predictions are from labels.

    Arguments:
    yhat -- predictions, shape (m,)
    y -- labels, shape (m,)

    Returns:
    loss -- the sum of the absolute differences, a number
    """
    loss = np.sum(np.abs(y - yhat))
    return loss


def L2(yhat, y):
    """Add up the squares of how far predictions are from labels.

    Arguments:
    yhat -- predictions, shape (m,)
    y -- labels, shape (m,)

    Returns:
    loss -- the sum of the squared differences, a number
    """
    loss = np.sum((y - yhat) ** 2)
    return loss
