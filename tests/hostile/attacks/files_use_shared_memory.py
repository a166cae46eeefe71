"""TRIES to write where processes share memory.

GRADER MUST refuse it.
"""

def sigmoid(z):
    with open("/dev/shm/grader-hostile-shared", "w") as file:
        file.write("x")
    return 666.0
