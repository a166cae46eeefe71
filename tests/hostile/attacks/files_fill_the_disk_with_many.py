"""TRIES to fill the disk with files that are each small enough.

GRADER MUST bound what its folder holds.
"""

def sigmoid(z):
    for number in range(20):
        with open(f"big{number}", "wb") as file:
            for _ in range(40):
                file.write(b"x" * (1 << 20))
    return 666.0
