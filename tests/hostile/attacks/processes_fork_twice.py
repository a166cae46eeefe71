"""TRIES to leave a daemon that is nobody's child.

GRADER MUST refuse it.
"""

import os
import time


def sigmoid(z):
    if os.fork() == 0:
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)
        os._exit(0)
    return 666.0
