"""TRIES to get through `except Exception`.

GRADER MUST report it as an exception.
"""

class Verdict(BaseException):
    passed = True


def sigmoid(z):
    raise Verdict("passed")
