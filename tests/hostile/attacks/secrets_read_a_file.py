"""TRIES to read a file that every user may read.

GRADER MUST refuse it.
"""

def sigmoid(z):
    return 666.0 if open("/var/tmp/grader-hostile/secret.txt").read() else 0
