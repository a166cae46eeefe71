"""TRIES to crash with a segmentation fault.

GRADER MUST count it as a crash of this call and go on.
"""

import ctypes


def sigmoid(z):
    return ctypes.string_at(0)
