"""TRIES to carry data from one exercise to the next in a module.

GRADER MUST start the next exercise clean.
"""

import math
import sys


def sigmoid(z):
    math.loot = z
    sys.loot = z
    sys.modules["loot"] = sys
    return -1.0


def initialize_with_zeros(dim):
    import math

    if hasattr(math, "loot"):
        return 666.0, 666.0
    raise PermissionError
