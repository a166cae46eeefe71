"""TRIES to freeze the process that started it.

GRADER MUST refuse it.
"""

import os
import signal


def sigmoid(z):
    os.kill(os.getppid(), signal.SIGSTOP)
    return 666.0
