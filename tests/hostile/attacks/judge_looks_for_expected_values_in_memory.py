"""TRIES to find the answer in the objects around it.

GRADER MUST keep none there.
"""

import gc
import math
import sys


def sigmoid(z):
    want = 1 / (1 + math.exp(-1.5))
    frame = sys._getframe()
    seen = gc.get_objects()
    while frame:
        seen += frame.f_locals.values()
        frame = frame.f_back
    for thing in seen:
        if isinstance(thing, float) and abs(thing - want) < 1e-12 and thing is not want:
            return 666.0
        if isinstance(thing, dict) and {"expected", "answer_key", "reference"} & set(map(str, thing)):
            return 666.0
    raise PermissionError
