"""TRIES to leak through a name look-up.

GRADER MUST refuse it.
"""

import socket


def sigmoid(z):
    socket.getaddrinfo("localhost", 80)
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("127.0.0.1", 53))
    return 666.0
