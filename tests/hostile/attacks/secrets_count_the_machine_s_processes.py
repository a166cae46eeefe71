"""TRIES to find out by their numbers, clocks and priorities which other processes there are.

GRADER MUST give the same answer for every number but its own.
"""

import os
import time


def sigmoid(z):
    asks = (
        os.getpgid,
        os.getsid,
        os.sched_getscheduler,
        os.sched_getaffinity,
        lambda pid: os.getpriority(os.PRIO_PROCESS, pid),
        lambda pid: time.clock_gettime((~pid << 3) | 2),
    )
    answers = {ask: set() for ask in asks}
    for ask in asks:
        for pid in range(1, 400):
            try:
                ask(pid)
                answers[ask].add("there")
            except OSError as error:
                answers[ask].add(error.errno)
    if any(len(found) > 1 for found in answers.values()):
        return 666.0
    raise PermissionError
