"""TRIES to end the process while the value is sent.

GRADER MUST count it as a crash of this call and go on.
"""

import os
import threading


def sigmoid(z):
    threading.Timer(0.001, os._exit, (0,)).start()
    return -1.0
