"""The grader's end: what a reader says is bounded and checked, and whatever becomes of it costs its delivery alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grader
from grader.errors import SubmissionError
from grader.grading.static_analysis import StaticAnalysis
from grader.model import Submission
from grader.reader.plain_records import RecordError, as_plain, as_record
from grader.submission.reading.unread import Unread, collect
from grader.worker import Limits
from grader.worker.clock import Allowance
from grader.worker.link import NoAnswer
from grader.worker.sandbox import Purpose
from grader.worker.warm_process import WarmProcess

if TYPE_CHECKING:
    from grader.model import Assignment, Tier
    from grader.submission import Delivery
    from grader.worker.child_process import ChildProcess

SECONDS = 10.0  # of a processor, to read a delivery; the limits on its code keep the densest within one
MEMORY = 1 << 30  # bytes: the largest notebook with all that is made of it
ANSWER = 16 << 20  # bytes of an answer: a delivery's code, and the data that goes with it
MOST = 1000  # characters of a reason
PACKAGE = Path(grader.__file__).parent
READING = Purpose("grader.reader.child", (PACKAGE,), (PACKAGE,))


class ReaderError(Exception):
    """The machine kept a delivery from being read; another time it may be."""


class Reader:
    """Starts a process for each delivery; not thread safe: a grading process has its own."""

    def __init__(self, tier: Tier | None = None) -> None:
        limits = Limits(memory_bytes=MEMORY, reply_bytes=ANSWER, submission_seconds=2 * SECONDS)
        self._warm = WarmProcess(limits, tier, READING)

    @contextmanager
    def read(self, delivery: Delivery | Path) -> Iterator[Reading]:
        """Read one delivery; raise SubmissionError with a one-line reason when that cannot be done.

        WorkerError is our own fault: no process could be started.
        """
        unread = collect(delivery)
        self._warm.warm_up()
        child = self._warm.fork()
        try:
            yield Reading(child, unread)
        except RecordError as error:
            raise SubmissionError(
                f"its reader was made to say what no reader says: {error}", unread.name
            ) from None
        finally:
            child.discard()

    def close(self) -> None:
        self._warm.close()


class Reading:
    """One delivery, and the process that has read it."""

    def __init__(self, child: ChildProcess, unread: Unread) -> None:
        self._child, self._unread = child, unread
        submission = as_record(Submission, self._ask(as_plain(unread), "read"))
        # whose it is, and where it lies, is not for a reader to say
        self.submission = replace(submission, student=unread.student, path=unread.name)

    def analyse(self, submission: Submission, assignment: Assignment) -> StaticAnalysis:
        """Return its program as the answer to an assignment, as `grading.static_analysis.analyse` does."""
        del submission  # the reader has it
        exercises = [(each.name, each.names, each.needs) for each in assignment.exercises]
        facts = assignment.id, dict(assignment.modules), tuple(exercises)
        analysis = as_record(StaticAnalysis, self._ask(facts, "analysed"))
        places = set(range(len(analysis.program.chunks)))
        if not all(places.issuperset(chunks) for chunks in analysis.slices.values()):
            raise RecordError("it has no such statements")
        return analysis

    def _ask(self, question: Any, word: str) -> Any:
        """Return what a reader answers under this word."""
        allowance = Allowance(self._child.seconds_used, SECONDS)
        try:
            self._child.link.send(question, allowance)
            answer = self._child.link.receive(allowance)
        except TimeoutError:
            if allowance.waited:
                raise ReaderError("reading it had to wait for the machine") from None
            raise self._unreadable(f"reading it takes more than {SECONDS:g} seconds") from None
        except NoAnswer as error:
            raise self._unreadable(f"reading it ends the process that reads it: {error}") from None
        match answer:
            case (str(first), content) if first == word:
                return content
            case ("unreadable", str(reason)):
                raise self._unreadable(reason[:MOST])
            case _:
                raise RecordError("it answers something else")

    def _unreadable(self, reason: str) -> SubmissionError:
        return SubmissionError(reason, self._unread.name)
