"""TRIES to make a folder too deep to be removed.

GRADER MUST let it vanish with the process.
"""

import os


def sigmoid(z):
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    return 666.0
