"""TRIES to wait without using the processor, which a limit on CPU time would not see.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

import time


def sigmoid(z):
    time.sleep(10**6)
