"""TRIES to make the grader fail by the number of steps, of lines and of names that it claims.

GRADER MUST hold every number of its to a range.
"""

import sys


def _claim():
    frame = sys._getframe()
    while frame:
        steps = frame.f_locals.get("steps")
        if steps is not None:
            steps.count = 10**1200
        frame = frame.f_back


def sigmoid(z):
    _claim()
    return 10**1200


def _replace():
    frame = sys._getframe()
    while frame:
        if "_raised" in frame.f_globals:
            frame.f_globals["_raised"] = lambda error, origins: (
                "E" * 100_000,
                "x" * 100_000,
                tuple((origin, line, "f" * 10_000) for origin in origins for line in (10**1200, -5, 2**40)),
            )
            frame.f_globals["_changed"] = lambda given, before: ("z" * 1000,) * 1000
        frame = frame.f_back


def predict(w, b, X):
    _replace()
    raise ValueError


def initialize_with_zeros(dim):
    _claim()
    return -(2**63), float("1e308")
