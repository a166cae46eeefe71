"""What one grading process does: grade some deliveries, write their folders, give back rows for the record.

A grading process holds a course, loaded once, and one worker. `grade_some` is all that a pool or a cluster calls;
it finds what it holds by the job it works for, so nothing but frozen values travels.
"""

from __future__ import annotations

import hashlib
import os
import traceback
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path

from grader.classroom.files import folder_name, holds_result, label_of, write_result
from grader.classroom.fingerprint import fingerprints
from grader.classroom.job import GradingJob
from grader.classroom.rows import Row, StoredRow, StoredRows, row_of
from grader.course import load, load_all
from grader.course.data_files import data_files
from grader.course.key import answer_key
from grader.errors import GraderError, InputError, SubmissionError
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, grade
from grader.model import Assignment, Execution, Note, Result, Status, Submission
from grader.report import as_html, as_json
from grader.submission import Delivery, read, recognise
from grader.submission.extraction.imports import support_sources
from grader.version import __version__
from grader.worker import Worker, refuse_weaker

NOTHING_STORED = StoredRow("", "", "", "")


def grade_some(job: GradingJob, deliveries: Sequence[Delivery], stored: StoredRows) -> list[Row]:
    """Grade deliveries and write their folders; what is stored and unchanged is left alone."""
    process = _grading_process(job)
    return [process.row(delivery, stored.get(delivery.name, NOTHING_STORED)) for delivery in deliveries]


def failed_row(job: GradingJob, delivery: Delivery, reason: str) -> Row:
    """Record that we failed on a delivery."""
    return _grading_process(job).failed_row(delivery, reason)


@lru_cache(maxsize=1)
def _grading_process(job: GradingJob) -> GradingProcess:
    worker = Worker(job.limits)
    if job.isolation:
        refuse_weaker(worker.tier, job.isolation)
    return GradingProcess(job, worker)


class GradingProcess:
    """A course at work: its assignments and their keys, loaded as they are first needed."""

    def __init__(self, job: GradingJob, worker: Worker) -> None:
        self.job, self.worker = job, worker
        weakref.finalize(self, worker.close)
        self._contexts: dict[str, GradingContext] = {}

    @cached_property
    def assignments(self) -> list[Assignment]:
        """All of the course's, which only recognising a submission takes."""
        return load_all(self.job.course, self.job.fresh_seed, self.job.secret)

    def context(self, id: str) -> GradingContext:
        """Return all that grading an assignment takes."""
        if id not in self._contexts:
            assignment = self._assignment(id)
            cache = ResultCache() if self.job.reuse else None
            key = answer_key(assignment, self.worker.observe)
            self._contexts[id] = GradingContext(assignment, key, self.worker, self.job.policy, cache)
        return self._contexts[id]

    def _assignment(self, id: str) -> Assignment:
        """Return one assignment: of all of them where those are loaded, else by itself."""
        loaded = {assignment.id: assignment for assignment in self.__dict__.get("assignments", ())}
        return loaded.get(id) or load(self.job.course, id, self.job.fresh_seed, self.job.secret)

    def row(self, delivery: Delivery, stored: StoredRow) -> Row:
        """Grade one delivery, or find that the stored result still holds."""
        try:
            submission = read(delivery)
            return self._unchanged_row(delivery, submission, stored) or self._graded_row(delivery, submission)
        except SubmissionError as error:
            result = _without_score(delivery, Status.UNREADABLE, error.reason)
            return self._written_row(delivery, result, "", "")
        except (GraderError, OSError):  # nothing could be graded or written: the run ends, the record is kept
            raise
        except Exception as error:  # ours, whatever it is: this submission has no score, the others go on
            traceback.print_exc()
            return self.failed_row(delivery, f"{type(error).__name__}: {error}")

    def _unchanged_row(self, delivery: Delivery, submission: Submission, stored: StoredRow) -> Row | None:
        """Return a row without a record where the stored result still holds and its files are there."""
        id, label, file_digest, work_digest = stored
        if not id or label != label_of(delivery) or file_digest != submission.digest:
            return None
        folder = self._folder(delivery, id)
        mark = _work_mark(file_digest, work_digest)
        if not ((folder / "report.html").is_file() and holds_result(folder / "result.json", mark, delivery)):
            return None
        # what was run for itself holds for a run that reuses, too, but not the other way round
        valid_digests = {self._work_digest(self.context(id), reuse) for reuse in {False, self.job.reuse}}
        if (self.job.only or id) != id or work_digest not in valid_digests:
            return None
        return row_of(delivery, id, file_digest, work_digest, None)

    def failed_row(self, delivery: Delivery, reason: str) -> Row:
        """Record a failure of ours: no score, and the next run tries again."""
        return self._written_row(delivery, _without_score(delivery, Status.INTERNAL_ERROR, reason), "", "")

    def _graded_row(self, delivery: Delivery, submission: Submission) -> Row:
        id, doubts = (self.job.only, ()) if self.job.only else self._recognise(submission, delivery)
        context = self.context(id)
        result = grade(submission, context)
        work_digest = self._work_digest(context, self.job.reuse)
        result = replace(
            result,
            student=delivery.student,
            notes=(*result.notes, *doubts),
            environment={**result.environment, "work": _work_mark(submission.digest, work_digest)},
        )
        if self.job.execute and delivery.is_notebook:
            result = replace(result, execution=self._execute(submission, context.assignment))
        return self._written_row(delivery, result, submission.digest, work_digest)

    def _execute(self, submission: Submission, assignment: Assignment) -> Execution:
        """Run the notebook in a confined kernel, in a folder of its own that holds what students got beside theirs.

        That is the assignment's support modules, by the names that the notebook imports them by, and its data; and,
        as `datasets`, what the folder that GRADER_DATA names holds.
        """
        from grader.worker.execute import execute

        sources = (cell.source for cell in submission.cells)
        modules = {**submission.modules, **assignment.modules, **support_sources(sources, assignment.modules)}
        named = _named_data()
        shadows = tuple(f"{folder}/" for folder in named)  # there is no laying one inside the other
        released = {
            name: path
            for name, path in data_files(Path(assignment.folder)).items()
            if not name.startswith(shadows)
        }
        return execute(submission, modules, {**released, **named})

    def _recognise(self, submission: Submission, delivery: Delivery) -> tuple[str, tuple[Note, ...]]:
        """Return the assignment that a submission answers, and a note where another fits almost as well."""
        match = recognise(submission, self.assignments)
        if match.assignment is None and delivery.group in {assignment.id for assignment in self.assignments}:
            return delivery.group, ()
        if match.assignment is None:
            reason = "no function of any assignment is defined here; name the assignment with -a ASSIGNMENT"
            raise SubmissionError(reason, delivery.name)
        doubt = (
            f"This was taken for {match.assignment} by its functions; {match.runner_up} fits almost as well."
        )
        return match.assignment, (Note(doubt),) if match.runner_up else ()

    def _work_digest(self, context: GradingContext, reuse: bool) -> str:
        """Hash all that a result follows from besides the submission."""
        job = self.job
        versions = (__version__, context.assignment.digest, self.worker.tier)
        words = (*versions, job.policy, job.limits, job.execute, reuse)
        digest = hashlib.sha256(repr(words).encode())
        for path in sorted(job.template.rglob("*")) if job.template else []:
            if path.is_file():
                digest.update(path.read_bytes())
        return digest.hexdigest()

    def _folder(self, delivery: Delivery, id: str) -> Path:
        return self.job.out / id / label_of(delivery)

    def _written_row(self, delivery: Delivery, result: Result, file_digest: str, work_digest: str) -> Row:
        """Write a result's files, and return its row."""
        id = result.assignment.id if result.assignment else self.job.only or folder_name(delivery.group)
        id = id or "unrecognised"
        record = as_json(result)
        write_result(record, as_html(result, self.job.template), self._folder(delivery, id))
        if _is_to_be_tried_again(result):
            work_digest = ""
        row = row_of(delivery, id, file_digest, work_digest, record)
        return replace(row, fingerprints=fingerprints(result), unsettled=result.unsettled)


def _named_data() -> dict[str, Path]:
    """Return what is in the folder that GRADER_DATA names, by its names in the notebook's folder."""
    folder = os.environ.get("GRADER_DATA")
    try:
        return {f"datasets/{path.name}": path for path in Path(folder).iterdir()} if folder else {}
    except OSError as error:
        raise InputError(f"GRADER_DATA: {folder} cannot be read: {error.strerror or error}") from None


def _work_mark(file_digest: str, work_digest: str) -> str:
    """Return what tells results of another file, or under other rules, apart."""
    return hashlib.sha256(f"{file_digest} {work_digest}".encode()).hexdigest()[:24]


def _is_to_be_tried_again(result: Result) -> bool:
    """Say whether something of the result is missing through our fault, or for want of what can be installed."""
    not_run = result.execution is not None and not result.execution.begun
    return result.status is Status.INTERNAL_ERROR or not_run


def _without_score(delivery: Delivery, status: Status, reason: str) -> Result:
    return Result(None, delivery.student, delivery.name, status, message=reason)
