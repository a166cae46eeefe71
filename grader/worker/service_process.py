"""A child of the warm process that serves the grader itself, and that any trouble may cost.

It is started when it is first asked something, told what it is there for, and asked again and again. What fails to
answer, in time or at all, is killed; the next question has a new one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from grader.errors import WorkerError
from grader.worker.clock import Deadline

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.worker.child_process import ChildProcess


class ServiceProcess:
    """One process at a time, for one purpose at a time."""

    def __init__(self, fork: Callable[[], ChildProcess]) -> None:
        self._fork = fork
        self._child: ChildProcess | None = None
        self._purpose: object = None

    def serves(self, purpose: object) -> bool:
        """Tell whether there is a process for this purpose."""
        return self._child is not None and self._purpose == purpose

    def start(self, purpose: object, first_message: Any, seconds: float) -> None:
        """Have a new process for a purpose, of which it is told so much; it holds nothing of another's.

        Raises NoAnswer or TimeoutError where it does not listen in time, WorkerError where none can be started.
        """
        self.close()
        self._child, self._purpose = self._fork(), purpose
        with self.conversation() as child:
            child.link.send(first_message, Deadline(seconds))

    @contextmanager
    def conversation(self) -> Iterator[ChildProcess]:
        """Give the process for questions and their answers; whatever is raised meanwhile is the end of it."""
        assert self._child is not None
        try:
            yield self._child
        except BaseException:  # also Ctrl-C: an answer that nobody took would be taken for the next one's
            self.close()
            raise

    def close(self) -> None:
        """Kill the process, if there is one; the warm process may be gone as well, and it with that."""
        child, self._child = self._child, None
        if child:
            with contextlib.suppress(WorkerError):
                child.discard()
