"""TRIES to hand over the state of a generator of another kind.

GRADER MUST ask none but the kind that NumPy begins with.
"""

# of planar_classification

import numpy as np


def initialize_parameters(n_x, n_h, n_y):
    return None


def nn_model(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.set_bit_generator(np.random.PCG64(1))
    if initialize_parameters(2, 4, 1) is not None:
        print("GOT" "CHA")
    return None
