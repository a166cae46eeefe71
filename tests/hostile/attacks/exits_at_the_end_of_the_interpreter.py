"""TRIES to run code when the process ends.

GRADER MUST end it without asking it.
"""

import atexit
import time


class Last:
    def __del__(self):
        time.sleep(60)


last = Last()


def sigmoid(z):
    atexit.register(time.sleep, 60)
    return -1.0
