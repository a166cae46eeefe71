"""TRIES to end the grader with SystemExit.

GRADER MUST report it as an exception.
"""

import sys


def sigmoid(z):
    sys.exit(0)
