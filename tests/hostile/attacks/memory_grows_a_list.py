"""TRIES to take all memory bit by bit.

GRADER MUST end it by its limit on memory or time.
"""

def sigmoid(z):
    hoard = []
    while True:
        hoard.append(bytearray(10**6))
