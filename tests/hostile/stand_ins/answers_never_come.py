"""TRIES to have the reference work for ever on one question.

GRADER MUST stop it with the call that asked.
"""

# of logistic_regression

import numpy as np


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    return None


def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    return optimize(np.ones((2, 1)), 0.5, np.ones((2, 3)), np.ones((1, 3)), 10**12)
