"""TRIES to end by a signal.

GRADER MUST count it as a crash of this call and go on.
"""

import os
import signal


def sigmoid(z):
    os.kill(os.getpid(), signal.SIGKILL)
