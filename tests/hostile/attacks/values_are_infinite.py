"""TRIES to pass with an infinity, whose relative distance is undefined.

GRADER MUST judge it as the plain value it is, or name its type.
"""

import numpy as np


def sigmoid(z):
    return np.full(np.shape(z), np.inf)


def predict(w, b, X):
    return np.full((1, X.shape[1]), -np.inf)
