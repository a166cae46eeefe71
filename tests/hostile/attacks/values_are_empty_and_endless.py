"""TRIES to have memory spent on an array that holds nothing, along its other axis.

GRADER MUST refuse it before it builds anything of that size.
"""

import numpy as np


def sigmoid(z):
    return np.zeros((0, 2**47))


def initialize_with_zeros(dim):
    return np.zeros((0, 2**20)), np.zeros((2**20, 0))


def propagate(w, b, X, Y):
    return {"dw": np.zeros((0, 3 * 10**7)), "db": 0}, [np.zeros((0, 2**20))] * 500


def predict(w, b, X):
    return np.zeros((0, 2**23, 2**23))
