"""TRIES to deadlock on a lock.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

import threading


def sigmoid(z):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
