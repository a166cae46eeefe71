"""TRIES to slow the grader with dictionary keys of one hash.

GRADER MUST judge it as the plain value it is, or name its type.
"""

def sigmoid(z):
    return {k * (2**61 - 1): 0 for k in range(50_000)}
