"""TRIES to make the grader hold what it returns.

GRADER MUST say that it is too large.
"""

import numpy as np


def sigmoid(z):
    return np.zeros((1 << 13, 1 << 13))
