"""TRIES to send gigabytes where a reply is expected.

GRADER MUST count it as a crash of this call and go on.
"""

import os


def sigmoid(z):
    while True:
        for number in range(3, 64):
            try:
                os.write(number, b"\xff" * 65536)
            except OSError:
                pass
