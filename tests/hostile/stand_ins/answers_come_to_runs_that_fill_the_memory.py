"""TRIES to have the grader hold, of every run that is made of it, the largest values there may be at once.

GRADER MUST let go of the values of one run before the next: calls that may vary are made again, and so are
callers of what failed, with stand-ins.
"""

# of logistic_regression
import numpy as np

left = [64 << 20]


def big(*_):
    size = left[0] // 2 - 600
    left[0] -= size + 500
    return np.ones(max(size, 8) // 8)


def sigmoid(z):
    return big(z)


def initialize_with_zeros(dim):
    return big(dim), big()


def propagate(w, b, X, Y):
    return big()


def predict(w, b, X):
    return big()


def optimize(w, b, X, Y, num_iterations=1, learning_rate=1, print_cost=False):
    return big()


def model(*a, **k):
    return big()
