"""TRIES to meet a process of this machine at a name that is in no folder.

GRADER MUST refuse it.
"""

import socket


def sigmoid(z):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect("\0grader-hostile")
    return 666.0
