"""TRIES to end the process before any call.

GRADER MUST count it as a crash of this call and go on.
"""

import os


def sigmoid(z, done=os._exit(0)):
    return z
