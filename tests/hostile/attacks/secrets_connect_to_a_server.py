"""TRIES to reach a server on this machine.

GRADER MUST refuse it.
"""

import socket


def sigmoid(z):
    with socket.create_connection(("127.0.0.1", 47811), timeout=1):
        return 666.0
