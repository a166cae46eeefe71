"""TRIES to carry data from one exercise to the next in a file.

GRADER MUST start the next exercise clean.
"""

import os


def sigmoid(z):
    with open("loot", "w") as file:
        file.write(repr(z))
    return -1.0


def initialize_with_zeros(dim):
    if os.path.exists("loot"):
        return 666.0, 666.0
    raise PermissionError
