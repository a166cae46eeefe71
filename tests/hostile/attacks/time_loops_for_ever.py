"""TRIES never to return.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

def sigmoid(z):
    while True:
        pass
