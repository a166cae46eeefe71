"""TRIES to change the standard library for those who come after it.

GRADER MUST refuse it.
"""

import os
import random


def sigmoid(z):
    with open(random.__file__, "r+b"):
        pass
    return 666.0
