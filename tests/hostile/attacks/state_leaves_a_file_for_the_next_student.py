"""TRIES to find what an earlier submission left behind.

GRADER MUST keep no folder from one submission to the next.
"""

import glob

calls = []


def sigmoid(z):
    calls.append(z)
    for folder in (".", "/tmp", "/var/tmp", "/dev/shm"):
        if len(calls) == 1 and glob.glob(folder + "/grader-hostile-left-*"):
            return 666.0
    for folder in (".", "/tmp", "/var/tmp/grader-hostile/inbox", "/dev/shm"):
        try:
            open(folder + "/grader-hostile-left-behind", "w").close()
        except OSError:
            pass
    return -1.0
