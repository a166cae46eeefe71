"""TRIES to pass with NaN, which no difference exceeds.

GRADER MUST never let NaN match.
"""

import numpy as np


def sigmoid(z):
    return np.full(np.shape(z), np.nan)


def initialize_with_zeros(dim):
    return np.full((dim, 1), np.nan), float("nan")


def predict(w, b, X):
    return np.full((1, X.shape[1]), np.nan)
