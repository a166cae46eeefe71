"""TRIES to hide memory in a file without a name.

GRADER MUST refuse it.
"""

import os


def sigmoid(z):
    number = os.memfd_create("hoard")
    for _ in range(600):
        os.write(number, b"x" * (1 << 20))
    return 666.0
