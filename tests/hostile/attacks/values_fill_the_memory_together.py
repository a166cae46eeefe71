"""TRIES to have the grader hold, until it judges them, values that are each as large as one may be.

GRADER MUST bound what they take together.
"""

import numpy as np


def sigmoid(z):
    return np.ones(15 << 17)


def initialize_with_zeros(dim):
    return np.ones(15 << 17), 0.0


def propagate(w, b, X, Y):
    return [None] * 190_000, np.ones(13 << 17)


def predict(w, b, X):
    return [[] for _ in range(190_000)]


def optimize(w, b, X, Y, num_iterations=1, learning_rate=1, print_cost=False):
    return ["ab"] * 190_000
