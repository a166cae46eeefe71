"""TRIES to be immortal: it forbids the kernel to kill it with its parent.

GRADER MUST refuse it.
"""

import ctypes


def sigmoid(z):
    if ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) != 0:
        raise PermissionError
    return 666.0
