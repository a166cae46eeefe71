"""TRIES to read /etc/passwd.

GRADER MUST refuse it.
"""

def sigmoid(z):
    return 666.0 if open("/etc/passwd").read() else 0
