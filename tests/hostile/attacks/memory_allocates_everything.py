"""TRIES to take all memory in one array.

GRADER MUST report the limit on memory, and nothing else suffers.
"""

import numpy as np


def sigmoid(z):
    return np.ones(10**11)
