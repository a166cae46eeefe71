"""TRIES to leave word for another student in the flags of files that every process is given open.

GRADER MUST open them anew for each process.
"""

import fcntl

calls = []


def sigmoid(z):
    calls.append(z)
    if len(calls) == 1 and any(fcntl.fcntl(number, fcntl.F_GETFL) & 0x400 for number in (0, 1, 2)):
        return 666.0
    for number in (0, 1, 2):
        fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | 0x400 | 0x800)
    if len(calls) == 2:
        import os

        os._exit(0)  # the next call is another process's
    raise PermissionError
