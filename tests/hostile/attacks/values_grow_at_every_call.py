"""TRIES to have the grader keep something for every size of array that it returns.

GRADER MUST forget, or look at none that is far larger than what is expected.
"""

import numpy as np

n = 0


def _big(z):
    global n
    n = n + 1
    return np.ones(1_000_000 + 1000 * n)


def sigmoid(z):
    return _big(z)


def propagate(w, b, X, Y):
    return {"dw": _big(w), "db": _big(X)}, _big(Y)


def predict(w, b, X):
    return np.ones(100_000 + int(abs(np.sum(X)) * 997) % 20_000)
