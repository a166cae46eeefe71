"""TRIES to change our variables with a trace function.

GRADER MUST give no mark: what is compared is compared elsewhere.
"""

import sys


def trace(frame, event, argument):
    if "value" in frame.f_locals:
        frame.f_locals["value"] = "passed"
    return trace


def sigmoid(z):
    sys.settrace(trace)
    frame = sys._getframe()
    while frame:
        frame.f_trace = trace
        frame = frame.f_back
    return -1.0
