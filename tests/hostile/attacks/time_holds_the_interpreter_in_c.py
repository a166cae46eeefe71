"""TRIES to spend hours in one C function, where no Python signal handler runs.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

import re


def sigmoid(z):
    re.match(r"(a+)+$", "a" * 64 + "b")
