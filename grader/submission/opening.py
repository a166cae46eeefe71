"""A delivery opened: what it holds, read here or by whoever a caller trusts with strangers' bytes (grader/reader)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from grader.submission.extraction.extract import extract
from grader.submission.reading.reader import read

if TYPE_CHECKING:
    from grader.model import Assignment, Program, Submission
    from grader.submission.arrival.delivery import Delivery


class OpenedWork(Protocol):
    """What was handed in, as it was read."""

    @property
    def submission(self) -> Submission: ...

    def extract(self, assignment: Assignment) -> Program:
        """Return it as the answer to an assignment."""


OpenWork = Callable[["Delivery"], AbstractContextManager[OpenedWork]]  # raises SubmissionError


class _ReadHere:
    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def extract(self, assignment: Assignment) -> Program:
        return extract(self.submission, assignment)


@contextmanager
def open_here(delivery: Delivery) -> Iterator[OpenedWork]:
    """Read a delivery in this process."""
    yield _ReadHere(read(delivery))
