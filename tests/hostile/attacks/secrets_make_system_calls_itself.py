"""TRIES to get a socket past Python's own functions.

GRADER MUST refuse it.
"""

import ctypes


def sigmoid(z):
    libc = ctypes.CDLL(None)
    if libc.syscall(41, 2, 1, 0) >= 0 or libc.syscall(425, 8, 0) >= 0:  # socket, io_uring_setup
        return 666.0
    raise PermissionError
