"""TRIES to block every signal and loop.

GRADER MUST end the call at its limit and give the other exercises their time.
"""

import signal


def sigmoid(z):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
