"""TRIES to have somebody follow a link out of its folder.

GRADER MUST refuse it.
"""

import os


def sigmoid(z):
    os.symlink("/var/tmp/grader-hostile/inbox", "out")
    with open("out/linked", "w") as file:
        file.write("x")
    return 666.0
