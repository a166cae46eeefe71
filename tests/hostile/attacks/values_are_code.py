"""TRIES to return functions and modules.

GRADER MUST judge it as the plain value it is, or name its type.
"""

import os


def sigmoid(z):
    return os


def initialize_with_zeros(dim):
    return (lambda: 0), (x for x in [0])


def predict(w, b, X):
    return type("array", (), {"shape": (1, X.shape[1]), "dtype": float})
