"""TRIES to cut its line to the grader.

GRADER MUST count it as a crash of this call and go on.
"""

import os


def sigmoid(z):
    os.closerange(0, 4096)
    return -1.0
