"""TRIES to go on allocating after MemoryError.

GRADER MUST end it by its limit on time.
"""

def sigmoid(z):
    hoard = []
    while True:
        try:
            hoard.append(bytearray(10**7))
        except MemoryError:
            pass
