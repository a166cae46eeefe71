"""TRIES to have a copy of itself go on after the call.

GRADER MUST refuse it.
"""

import os
import time


def sigmoid(z):
    if os.fork() == 0:
        os.setsid()
        time.sleep(60)
        os._exit(0)
    return 666.0
