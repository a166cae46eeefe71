"""TRIES to open a folder for everybody.

GRADER MUST refuse it.
"""

import os


def sigmoid(z):
    os.chmod("/var/tmp/grader-hostile/inbox", 0o700)
    return 666.0
