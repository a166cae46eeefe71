"""What one grading process does: grade some deliveries, write their folders, give back rows for the record.

A station holds a course, loaded once, and one worker. `grade_some` is all that a pool or a cluster calls; it
finds its station by the order it works for, so nothing but frozen values travels.
"""

from __future__ import annotations

import hashlib
import os
import traceback
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock

from grader.classroom.files import folder_name, holds, label_of, write_result
from grader.classroom.fingerprint import fingerprints
from grader.course import load, load_all
from grader.course.key import AnswerKey, answer_key, key_path
from grader.errors import GraderError, SubmissionError
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, Policy, grade
from grader.model import Assignment, Execution, Note, Result, Status, Submission, Tier
from grader.report import as_html, as_json
from grader.submission import Delivery, read, recognise
from grader.version import __version__
from grader.worker import Limits, Worker, refuse_weaker


@dataclass(frozen=True, slots=True)
class GradingJob:
    """What was asked for: the same order over the same file gives the same result."""

    course: Path
    out: Path
    only: str | None = None  # the assignment named by -a
    policy: Policy = field(default_factory=Policy)
    fresh_seed: int | None = None
    template: Path | None = None
    limits: Limits = field(default_factory=Limits)
    reuse: bool = True  # judge equal programs once
    execute: bool = False  # also run each notebook from top to bottom
    isolation: Tier | None = None  # no station may run code that is isolated less well
    content: str = ""  # digest of the course's files, so that a station that lives on notices a change
    # what hidden cases are drawn from: it travels, so that stations elsewhere draw the same; b"": the course's own
    secret: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One submission as the record keeps it."""

    assignment: str
    label: str  # the student, told apart: the folder's name
    student: str
    attempt: int
    path: str
    late: bool
    when: str
    file_digest: str
    work_digest: str  # of all else that the result follows from
    status: str
    score: float | None
    max_score: float | None
    message: str
    record: Mapping[str, Any] | None  # result.json; None where the stored one still holds
    unsettled: bool = False  # the machine may have cost it points: graded again, alone, before it is stored
    identifier: str = ""  # the student's number or address in the system it comes from
    prints: bytes = b""  # fingerprints of what is the student's own (fingerprint.py)


# path -> assignment, label, file digest, work digest, as stored
Known = Mapping[str, tuple[str, str, str, str]]


def grade_some(order: GradingJob, deliveries: Sequence[Delivery], known: Known) -> list[Row]:
    """Grade deliveries and write their folders; what is stored and unchanged is left alone."""
    station = _station(order)
    return [station.row(delivery, known) for delivery in deliveries]


def failed_row(order: GradingJob, delivery: Delivery, reason: str) -> Row:
    """Record that we failed on a delivery."""
    return _station(order).failed(delivery, reason)


@lru_cache(maxsize=1)
def _station(order: GradingJob) -> GradingProcess:
    worker = Worker(order.limits)
    if order.isolation:
        refuse_weaker(worker.tier, order.isolation)
    return GradingProcess(order, worker)


def course_digest(course: Path) -> str:
    """Hash the course's code, and its data by size and time."""
    digest = hashlib.sha256()
    for folder in ("assignments", "reference"):
        for path in sorted((course / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                digest.update(repr((str(path), status.st_size, status.st_mtime_ns)).encode())
    return digest.hexdigest()


class GradingProcess:
    """A course at work: its assignments and their keys, loaded as they are first needed."""

    def __init__(self, order: GradingJob, worker: Worker) -> None:
        self.order, self.worker = order, worker
        weakref.finalize(self, worker.close)
        self._benches: dict[str, GradingContext] = {}

    @cached_property
    def assignments(self) -> list[Assignment]:
        return load_all(self.order.course, self.order.fresh_seed, self.order.secret)

    def bench(self, id: str) -> GradingContext:
        if id not in self._benches:
            loaded = {one.id: one for one in self.__dict__.get("assignments", ())}
            order = self.order
            assignment = loaded.get(id) or load(order.course, id, order.fresh_seed, order.secret)
            key = self._key(assignment)
            self._benches[id] = GradingContext(
                assignment, key, self.worker, self.order.policy, self._memory()
            )
        return self._benches[id]

    def _memory(self) -> ResultCache | None:
        return ResultCache() if self.order.reuse else None

    def _key(self, assignment: Assignment) -> AnswerKey:
        """Return the assignment's key; of stations that start together, one builds it."""
        path = key_path(assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_suffix(".lock")):
            return answer_key(assignment, self.worker.observe)

    def row(self, delivery: Delivery, known: Known) -> Row:
        """Grade one delivery, or find that the stored result still holds."""
        try:
            submission = read(delivery)
            return self._unchanged(delivery, submission, known) or self._graded(delivery, submission)
        except SubmissionError as error:
            result = _without_score(delivery, Status.UNREADABLE, error.reason)
            return self._written_row(delivery, result, "", "")
        except (GraderError, OSError):  # nothing could be graded or written: the run ends, the record is kept
            raise
        except Exception as error:  # ours, whatever it is: this submission has no score, the others go on
            traceback.print_exc()
            return self.failed(delivery, f"{type(error).__name__}: {error}")

    def _unchanged(self, delivery: Delivery, submission: Submission, known: Known) -> Row | None:
        """Return a row without a record where the stored result still holds and its files are there."""
        id, label, file_digest, work_digest = known.get(delivery.name, ("", "", "", ""))
        if not id or label != label_of(delivery) or file_digest != submission.digest:
            return None
        folder = self._folder(delivery, id)
        mark = _mark(file_digest, work_digest)
        if not ((folder / "report.html").is_file() and holds(folder / "result.json", mark, delivery)):
            return None
        # what was run for itself holds for a run that reuses, too, but not the other way round
        wanted = {self._work_digest(self.bench(id), reuse) for reuse in {False, self.order.reuse}}
        if (self.order.only or id) != id or work_digest not in wanted:
            return None
        return _row(delivery, id, file_digest, work_digest, None)

    def failed(self, delivery: Delivery, reason: str) -> Row:
        """Record a failure of ours: no score, and the next run tries again."""
        return self._written_row(delivery, _without_score(delivery, Status.INTERNAL_ERROR, reason), "", "")

    def _graded(self, delivery: Delivery, submission: Submission) -> Row:
        id, doubts = (self.order.only, ()) if self.order.only else self._recognised(submission, delivery)
        bench = self.bench(id)
        result = grade(submission, bench)
        work_digest = self._work_digest(bench, self.order.reuse)
        result = replace(
            result,
            student=delivery.student,
            notes=(*result.notes, *doubts),
            environment={**result.environment, "work": _mark(submission.digest, work_digest)},
        )
        if self.order.execute and delivery.is_notebook:
            result = replace(result, execution=self._executed(submission, bench.assignment))
        return self._written_row(delivery, result, submission.digest, work_digest)

    def _executed(self, submission: Submission, assignment: Assignment) -> Execution:
        """Run the notebook in a confined kernel; the course's data lie beside it where GRADER_DATA names them."""
        from grader.worker.execute import execute

        data = os.environ.get("GRADER_DATA")
        return execute(submission, assignment.modules, {"datasets": Path(data)} if data else {})

    def _recognised(self, submission: Submission, delivery: Delivery) -> tuple[str, tuple[Note, ...]]:
        """Return the assignment that a submission answers, and a note where another fits almost as well."""
        found = recognise(submission, self.assignments)
        if found.assignment is None and delivery.group in {one.id for one in self.assignments}:
            return delivery.group, ()
        if found.assignment is None:
            reason = "no function of any assignment is defined here; name the assignment with -a ASSIGNMENT"
            raise SubmissionError(reason, delivery.name)
        doubt = (
            f"This was taken for {found.assignment} by its functions; {found.runner_up} fits almost as well."
        )
        return found.assignment, (Note(doubt),) if found.runner_up else ()

    def _work_digest(self, bench: GradingContext, reuse: bool) -> str:
        """Hash all that a result follows from besides the submission."""
        order = self.order
        versions = (__version__, bench.assignment.digest, self.worker.tier)
        words = (*versions, order.policy, order.limits, order.execute, reuse)
        digest = hashlib.sha256(repr(words).encode())
        for path in sorted(order.template.rglob("*")) if order.template else []:
            if path.is_file():
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def _folder(self, delivery: Delivery, id: str) -> Path:
        return self.order.out / id / label_of(delivery)

    def _written_row(self, delivery: Delivery, result: Result, file_digest: str, work_digest: str) -> Row:
        id = result.assignment.id if result.assignment else self.order.only or folder_name(delivery.group)
        id = id or "unrecognised"
        record = as_json(result)
        write_result(record, as_html(result, self.order.template), self._folder(delivery, id))
        if _failed(result):
            work_digest = ""  # tried again by the next run
        row = _row(delivery, id, file_digest, work_digest, record)
        return replace(row, prints=fingerprints(result), unsettled=result.unsettled)


def _mark(file_digest: str, work_digest: str) -> str:
    """Return what tells results of another file, or under other rules, apart."""
    return hashlib.sha256(f"{file_digest} {work_digest}".encode()).hexdigest()[:24]


def _failed(result: Result) -> bool:
    """Say whether something of the result is missing through our fault, or for want of what can be installed."""
    not_run = result.execution is not None and not result.execution.begun
    return result.status is Status.INTERNAL_ERROR or not_run


def _without_score(delivery: Delivery, status: Status, reason: str) -> Result:
    return Result(None, delivery.student, delivery.name, status, message=reason)


def _row(
    delivery: Delivery, id: str, file_digest: str, work_digest: str, record: Mapping[str, Any] | None
) -> Row:
    told = record or {"status": "", "score": None, "max_score": None, "message": None}
    return Row(
        assignment=id,
        label=label_of(delivery),
        student=delivery.student,
        attempt=delivery.attempt,
        path=delivery.name,
        late=delivery.late,
        when=delivery.when,
        file_digest=file_digest,
        work_digest=work_digest,
        status=told["status"],
        score=told["score"],
        max_score=told["max_score"],
        message=told["message"] or "",
        record=record,
        identifier=delivery.identifier,
    )
