"""TRIES to replace itself by a program that prints success.

GRADER MUST refuse it.
"""

import os


def sigmoid(z):
    os.execv("/bin/echo", ["echo", "passed"])
