"""TRIES to use the rights of whoever started the grader.

GRADER MUST run it as a user that owns nothing, at every tier, where root started it.
"""

import os


def sigmoid(z):
    if os.getuid() == 0 or os.geteuid() == 0:
        return 666.0
    for path in ("/etc/shadow", "/root/.bashrc", "/root/.profile", "/proc/1/environ"):
        try:
            open(path).read()
            return 666.0
        except OSError:
            pass
    raise PermissionError
