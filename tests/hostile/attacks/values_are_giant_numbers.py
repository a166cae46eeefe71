"""TRIES to make printing or comparing a number take for ever.

GRADER MUST judge it as the plain value it is, or name its type.
"""

def sigmoid(z):
    return 10 ** (10**6)


def initialize_with_zeros(dim):
    return 1 << 10**7, -(1 << 10**7)
