"""The separate process of a check on the terminal: it knows the student's code and one call's arguments."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import warnings

import numpy as np

from grader.worker.child import compat
from grader.worker.child.channel import Channel
from grader.worker.child.session import Session
from grader.worker.child.state import State


def main(memory: int) -> None:
    """Serve one program over the standard input and output, which the student's code does not get."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the command, which ends this process
    warnings.simplefilter("ignore")
    serve(Channel(*_own_lines()), memory)


def serve(channel: Channel, memory: int) -> None:
    """Serve one program; never return."""
    compat.install()
    np.random.seed(0)
    _limit_memory(memory)
    channel.send("")
    Session(channel, State(tempfile.gettempdir(), own=False), channel.receive()).serve()


def _own_lines() -> tuple[int, int]:
    """Move the two lines to the grader away from where a print to file 1 would spoil them."""
    lines = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for line in lines:
            msvcrt.setmode(line, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return lines


def _limit_memory(extra: int) -> None:
    """Allow so many bytes beyond what is taken now, where the system can."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm") as file:
        taken = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + extra, resource.getrlimit(resource.RLIMIT_AS)[1]))
