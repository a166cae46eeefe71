"""TRIES to smuggle objects inside an array.

GRADER MUST judge it as the plain value it is, or name its type.
"""

import numpy as np


class Equal:
    def __eq__(self, other):
        return True

    __hash__ = None
    __sub__ = __rsub__ = __abs__ = lambda self, *other: 0.0
    __le__ = __ge__ = __eq__


def sigmoid(z):
    return np.full(np.shape(z), Equal(), dtype=object)


def predict(w, b, X):
    return np.rec.array([(1.0, 2)], dtype=[("a", "f8"), ("b", "i4")])
