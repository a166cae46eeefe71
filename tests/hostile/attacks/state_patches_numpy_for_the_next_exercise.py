"""TRIES to make a later exercise of its own come out otherwise.

GRADER MUST start the next exercise clean.
"""

import numpy as np


def sigmoid(z):
    np.zeros = lambda shape, *args, **kwargs: 666.0
    np.dot = np.exp = np.log = lambda *args: 666.0
    return -1.0


def initialize_with_zeros(dim):
    return np.zeros((dim, 1)) - 1, None
