"""TRIES to fill the disk with one file.

GRADER MUST bound what its folder holds.
"""

def sigmoid(z):
    with open("big", "wb") as file:
        for _ in range(2000):
            file.write(b"x" * (1 << 20))
    return 666.0
