"""TRIES to have the grader hold an answer of a gigabyte.

GRADER MUST hold no more than such answers take.
"""

# of planar_classification

import numpy as np


def initialize_parameters(n_x, n_h, n_y):
    return None


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    return initialize_parameters(7500, 7500, 7500)["W1"][:2]
