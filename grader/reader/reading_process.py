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
from grader.model import Program, Submission
from grader.reader.plain_records import RecordError, as_plain, as_record
from grader.submission.arrival.inflating import InflateError
from grader.submission.reading.unread import Unread, collect
from grader.worker import Limits
from grader.worker.clock import Allowance
from grader.worker.link import NoAnswer
from grader.worker.sandbox import PROGRAMS, Purpose
from grader.worker.warm_process import WarmProcess

if TYPE_CHECKING:
    from grader.model import Assignment, Tier
    from grader.submission import Delivery
    from grader.worker.child_process import ChildProcess

SECONDS = 10.0  # of a processor, to read a delivery; the limits on its code keep the densest within one
MEMORY = 1 << 30  # bytes: the largest notebook with all that is made of it
ANSWER = 56 << 20  # bytes of an answer: the largest archive in an archive
MOST = 1000  # characters of a reason
TAKEN_OVER = "its reader was made to say what no reader says"
PACKAGE = Path(grader.__file__).parent
READING = Purpose(("grader.reader.child",), (PACKAGE,), (PACKAGE,))
GRADING = Purpose((*READING.modules, *PROGRAMS.modules), (PACKAGE,), (PACKAGE,), writes=True)  # one for both


class ReaderError(SubmissionError):
    """The machine kept a delivery from being read; another time it may be."""


class Reader:
    """Starts a process for each delivery; not thread safe: a grading process has its own."""

    def __init__(self, warm: WarmProcess | None = None, tier: Tier | None = None) -> None:
        """Read in children of a warm process that is there for it, or of one of its own."""
        self._warm = warm or WarmProcess(Limits(memory_bytes=MEMORY), tier, READING)

    @contextmanager
    def read(self, delivery: Delivery | Path) -> Iterator[Reading]:
        """Read one delivery; raise SubmissionError with a one-line reason when that cannot be done.

        ReaderError is the machine's fault; WorkerError our own: no process could be started.
        """
        unread = collect(delivery)
        with self._conversation(unread.name) as conversation:
            yield Reading(conversation, unread)

    def inflate(self, deflated: bytes, form: int, most: int) -> bytes:
        """Return at most so many bytes of what was deflated; raise InflateError."""
        try:
            with self._conversation("") as conversation:
                content = conversation.ask("inflate", deflated, form, most)
                if not isinstance(content, bytes) or len(content) > most:
                    raise RecordError("other than bytes")
                return content
        except SubmissionError as error:
            raise InflateError(error.reason) from None

    def close(self) -> None:
        self._warm.close()

    @contextmanager
    def _conversation(self, name: str) -> Iterator[Conversation]:
        """Give a process for the questions about one delivery."""
        self._warm.warm_up()
        child = self._warm.fork()
        child.link.allow(ANSWER)
        try:
            yield Conversation(child, name)
        except RecordError as error:
            raise SubmissionError(f"{TAKEN_OVER}: {error}", name) from None
        finally:
            child.discard()


class Conversation:
    """Questions to one reader, each with a deadline, and answers of which nothing is believed but their form."""

    def __init__(self, child: ChildProcess, name: str) -> None:
        self._child, self._name = child, name  # the delivery's

    def ask(self, word: str, *question: Any) -> Any:
        """Return the answer; raise SubmissionError where the delivery is at fault, ReaderError where the machine is."""
        allowance = Allowance(self._child.seconds_used, SECONDS)
        try:
            self._child.link.send((word, *question), allowance)
            answer = self._child.link.receive(allowance)
        except TimeoutError:
            if allowance.waited:
                raise ReaderError("reading it had to wait for the machine", self._name) from None
            raise self._unreadable(f"reading it takes more than {SECONDS:g} seconds") from None
        except NoAnswer as error:
            raise self._unreadable(f"reading it ends the process that reads it: {error}") from None
        match answer:
            case ("answer", content):
                return content
            case ("unreadable", str(reason)):
                raise self._unreadable(reason[:MOST])
            case _:
                raise RecordError("no answer")

    def _unreadable(self, reason: str) -> SubmissionError:
        return SubmissionError(reason, self._name)


class Reading:
    """One delivery, and the process that has read it."""

    def __init__(self, conversation: Conversation, unread: Unread) -> None:
        self._conversation = conversation
        submission = as_record(Submission, conversation.ask("read", as_plain(unread)))
        # whose it is, and where it lies, is not for a reader to say
        self.submission = replace(submission, student=unread.student, path=unread.name)

    def analyse(self, submission: Submission, assignment: Assignment) -> StaticAnalysis:
        """Return what is proved of it as the answer to an assignment (grading/static_analysis.py)."""
        del submission  # the reader has it
        exercises = [(each.name, each.names, each.needs) for each in assignment.exercises]
        facts = assignment.id, dict(assignment.modules), tuple(exercises)
        analysis = as_record(StaticAnalysis, self._conversation.ask("analyse", *facts))
        places = set(range(len(analysis.program.chunks)))
        if not all(places.issuperset(chunks) for chunks in analysis.slices.values()):
            raise RecordError("statements that there are not")
        return analysis

    def extract(self, assignment: Assignment) -> Program:
        """Return it as the answer to an assignment."""
        return self.analyse(self.submission, assignment).program
