"""TRIES to kill the process that started it.

GRADER MUST refuse it.
"""

import os
import signal


def sigmoid(z):
    os.kill(os.getppid(), signal.SIGKILL)
    return 666.0
