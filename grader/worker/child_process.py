"""A child process that answers calls: what a `Run` needs of it, whoever started it and however it is confined.

    handles.Child              forked by the warm process, behind the walls of a tier
    local/forked.py            forked from the command itself, on the student's own machine
    local/spawned.py           started anew there, where a fork is not safe

A call in the student's own process (local/same_process.py) is none of them: nothing there can be ended.
"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Protocol

from grader.errors import WorkerError
from grader.worker.clock import Deadline
from grader.worker.link import NoAnswer

if TYPE_CHECKING:
    from grader.worker.link import Link

START_SECONDS = 120.0
LOST = "the process that watches it ended too"
KILLED = "it was ended by SIGKILL"  # and not by us: the kernel does where memory is short


class ChildProcess(Protocol):
    """Holds one program and answers what is sent over its link; one that was ended is of no further use."""

    @property
    def link(self) -> Link:
        """The line to it, over which nothing has gone but its word that it is ready."""

    def seconds_used(self) -> float | None:
        """Return its processor time so far, in seconds; None where that is not to be known."""

    def end(self) -> str:
        """Kill the process if it still runs; return how it ended, for a person."""

    def discard(self) -> None:
        """Kill the process at once; raise WorkerError where nothing is left to see to that."""


def await_start(process: ChildProcess, failure: str) -> None:
    """Wait for a child's first word, by which it has nothing to object; else end it and raise WorkerError.

    The error's message is `failure`, and the reason.
    """
    try:
        objection = process.link.receive(Deadline(START_SECONDS))
    except (NoAnswer, TimeoutError) as error:
        objection = str(error) or "it did not answer"
    if objection:
        process.discard()
        raise WorkerError(f"{failure}: {objection}")


def describe_end(status: int) -> str:
    """Say for a person what a wait status means."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        return f"it was ended by {signal.Signals(number).name}"
    return f"it ended with exit status {os.WEXITSTATUS(status)}"
