"""TRIES to hang before any call, in a default argument.

GRADER MUST end the set-up at its limit, and only once.
"""

def sigmoid(z, forever=sum(iter(int, 1))):
    return z
