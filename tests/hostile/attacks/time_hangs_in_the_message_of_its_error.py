"""TRIES to raise an exception whose text never ends.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

class Endless(Exception):
    def __str__(self):
        while True:
            pass


def sigmoid(z):
    raise Endless
