"""TRIES to change the grader's own files.

GRADER MUST refuse it.
"""

import sys


def sigmoid(z):
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
    for thing in (frame.f_code.co_filename, *{f.co_filename for f in [sys._getframe(1).f_code, sys._getframe(2).f_code]}):
        try:
            with open(thing, "r+b"):
                return 666.0
        except FileNotFoundError:
            pass
    raise PermissionError
