"""TRIES to overflow the stack of whoever walks its value.

GRADER MUST say that it is nested too deeply.
"""

def sigmoid(z):
    value = []
    for _ in range(10**5):
        value = [value]
    return value
