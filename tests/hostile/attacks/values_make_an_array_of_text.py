"""TRIES to have a list become an array in which every short text takes as much room as the longest.

GRADER MUST measure that before anything makes an array of it.
"""

import numpy as np


def sigmoid(z):
    return ["x" * 500_000] + ["y"] * 100_000


def initialize_with_zeros(dim):
    return [np.array("x" * 100_000)] + ["y"] * 4000, 0.0


def propagate(w, b, X, Y):
    return {"dw": [b"x" * 300_000] + [b""] * 4000, "db": 0}, ["x" * 10_000] * 4999


def predict(w, b, X):
    return [["x" * 2_000_000, 1, None, 2.5] * 100]
