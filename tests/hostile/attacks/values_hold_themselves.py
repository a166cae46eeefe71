"""TRIES to send the grader round in circles.

GRADER MUST judge it as the plain value it is, or name its type.
"""

def sigmoid(z):
    value = [1.0]
    value.append(value)
    return value


def initialize_with_zeros(dim):
    value = {}
    value["w"] = value
    return value, value
