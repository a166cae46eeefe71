"""TRIES to fill the table of processes.

GRADER MUST refuse it.
"""

import os
import time


def sigmoid(z):
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
    return 666.0
