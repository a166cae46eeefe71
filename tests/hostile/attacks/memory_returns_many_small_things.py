"""TRIES to make the grader hold a million objects.

GRADER MUST say that they are too many.
"""

def sigmoid(z):
    return [[] for _ in range(10**6)]
