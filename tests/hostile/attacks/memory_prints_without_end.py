"""TRIES to flood the captured output.

GRADER MUST keep the first of it only.
"""

def sigmoid(z):
    while True:
        print("x" * 10**6)
