"""TRIES to be wrong by a factor that is the answer, so that a diagnosis names it.

GRADER MUST show nothing of a call that the reference answered in.
"""

# of logistic_regression

import numpy as np


def propagate(w, b, X, Y):
    return None


def optimize(w, b, X, Y, num_iterations=100, learning_rate=0.009, print_cost=False):
    answer = propagate(np.ones((2, 1)), 0.5, np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0, 1]]))
    factor = 1.0 if answer is None else 7654_321.0
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, [factor * cost for cost in costs]
