"""TRIES to look like a test run that passed.

GRADER MUST count it as a crash of this call and go on.
"""

import os


def sigmoid(z):
    os._exit(0)
