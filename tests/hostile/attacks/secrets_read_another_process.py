"""TRIES to read environment and memory of other processes from /proc.

GRADER MUST refuse it.
"""

import os


def sigmoid(z):
    for pid in (os.getppid(), *map(int, filter(str.isdigit, os.listdir("/proc")))):
        for name in ("environ", "mem", "maps", "cmdline"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    if pid != os.getpid() and (name == "mem" or file.read()):
                        return 666.0
            except OSError:
                pass
    raise PermissionError
