"""TRIES to read the grader's environment variables.

GRADER MUST start it without them.
"""

import os


def sigmoid(z):
    found = dict(os.environ)
    if "GRADER_HOSTILE_SECRET" in found:
        return 666.0
    raise PermissionError
