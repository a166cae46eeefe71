"""TRIES to abort.

GRADER MUST count it as a crash of this call and go on.
"""

import os


def sigmoid(z):
    os.abort()
