"""TRIES to put markup, escape codes and formulas into the report.

GRADER MUST escape them.
"""

EVIL = "<script>alert('passed')</script>\x1b[2J\x1b[32m100/100\u202e=HYPERLINK(\"http://x\")\0\ud800"


class Evil(Exception):
    pass


Evil.__name__ = EVIL


def sigmoid(z):
    print(EVIL)
    raise Evil(EVIL)


def initialize_with_zeros(dim):
    return EVIL, {EVIL: EVIL}


def predict(w, b, X):
    return [EVIL] * X.shape[1]
