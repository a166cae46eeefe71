"""One submission as the record keeps it, and the values that this gives the record's tables.

A grading process makes a `Row`, the one writer (store.py) stores it; `StoredRow` is what the next run needs of it
to tell whether the result still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from grader.classroom.files import label_of

if TYPE_CHECKING:
    from grader.report.record import CaseRecord, ExerciseRecord, ResultRecord
    from grader.submission import Delivery

LONGEST = 400  # characters of what a case did


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
    record: ResultRecord | None  # result.json; None where the stored one still holds
    unsettled: bool = False  # the machine may have cost it points: graded again, alone, before it is stored
    identifier: str = ""  # the student's number or address in the system it comes from
    fingerprints: bytes = b""  # of what is the student's own (fingerprint.py)


class StoredRow(NamedTuple):
    """Where a file's result lies, and what it follows from."""

    assignment: str
    label: str
    file_digest: str
    work_digest: str


StoredRows = Mapping[str, StoredRow]  # by the submission's path


def row_of(
    delivery: Delivery, id: str, file_digest: str, work_digest: str, record: ResultRecord | None
) -> Row:
    """Make a delivery's row from its result.json, or from None where the stored result still holds."""
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
        status=record["status"] if record else "",
        score=record["score"] if record else None,
        max_score=record["max_score"] if record else None,
        message=(record["message"] or "") if record else "",
        record=record,
        identifier=delivery.identifier,
    )


def submission_values(row: Row) -> dict[str, object]:
    """Return a row of `submissions`, by column."""
    return {
        "assignment": row.assignment,
        "label": row.label,
        "student": row.student,
        "attempt": row.attempt,
        "path": row.path,
        "identifier": row.identifier,
        "late": row.late,
        "handed_in": row.when,
        "file_digest": row.file_digest,
        "work_digest": row.work_digest,
        "status": row.status,
        "score": row.score,
        "max_score": row.max_score,
        "message": row.message,
    }


def exercise_values(submission: int | None, exercise: ExerciseRecord, position: int) -> tuple[object, ...]:
    """Return a row of `exercises`, in the order of its columns."""
    diagnosis = exercise["diagnosis"]
    cause = (diagnosis["name"], diagnosis["message"], diagnosis["from"]) if diagnosis else (None, None, None)
    points = (exercise["score"], exercise["max_score"])
    return (submission, exercise["name"], *points, exercise["verdict"], *cause, position)


def case_values(submission: int | None, exercise: str, case: CaseRecord) -> tuple[object, ...]:
    """Return a row of `cases`, in the order of its columns; equal wrong answers have equal digests."""
    digest = departure = ""
    if case["verdict"] != "passed":
        error = case["error"]
        raised = f"{error['type']}: {error['message']}" if error else ""
        answer = json.dumps([case["differences"], error], sort_keys=True)
        digest = hashlib.sha256(answer.encode()).hexdigest()[:16]
        departure = str(case["difference"] or raised or case["detail"])[:LONGEST]
    outcome = (case["verdict"], case["share"], digest, departure)
    return (submission, exercise, case["number"], case["hidden"], *outcome)
