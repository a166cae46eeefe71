"""TRIES to have the grader open a question of many megabytes.

GRADER MUST open none, and take none that is so large.
"""

# of logistic_regression

import numpy as np


def sigmoid(z):
    return None


def predict(w, b, X):
    try:
        answer = sigmoid(np.zeros(7_000_000))
    except ValueError:
        return None
    if answer is not None:
        print("GOT" "CHA")
    return None
