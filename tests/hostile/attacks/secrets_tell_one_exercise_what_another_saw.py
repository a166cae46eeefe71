"""TRIES to have a public call print, return and raise what hidden calls of another exercise saw.

GRADER MUST make all public calls before all hidden ones.
"""

import numpy as np


def sigmoid(z):
    np.sctypeDict["kept"] = [*np.sctypeDict.get("kept", []), np.size(z)]
    return np.zeros(3)


def initialize_with_zeros(dim):
    # the public inputs of sigmoid are a number and three
    seen = [size for size in np.sctypeDict.get("kept", []) if size not in (1, 3)]
    if seen and dim in (2, 5):
        return 666.0
    raise PermissionError
