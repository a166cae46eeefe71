"""TRIES to send what it knows by UDP.

GRADER MUST refuse it.
"""

import socket


def sigmoid(z):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.sendto(b"hidden case", ("127.0.0.1", 47812))
    return 666.0
