"""TRIES to stay just under the limit of each call.

GRADER MUST end the exercise at its own limit.
"""

import time


def sigmoid(z):
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass
    return -1.0
