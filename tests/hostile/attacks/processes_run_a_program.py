"""TRIES to start a program.

GRADER MUST refuse it.
"""

import subprocess


def sigmoid(z):
    subprocess.run(["/bin/sh", "-c", "true"], check=True)
    return 666.0
