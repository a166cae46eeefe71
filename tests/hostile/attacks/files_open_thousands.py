"""TRIES to use up the machine's file handles.

GRADER MUST bound how many it holds.
"""

import os


def sigmoid(z):
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(5000)]
    return 666.0 if len(held) == 5000 else 0
