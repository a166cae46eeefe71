"""TRIES to take root's rights back.

GRADER MUST refuse it.
"""

import ctypes
import os


def sigmoid(z):
    libc = ctypes.CDLL(None)
    for attempt in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0])):
        try:
            attempt()
            return 666.0
        except OSError:
            pass
    if libc.unshare(0x10000000) == 0:
        return 666.0
    raise PermissionError
