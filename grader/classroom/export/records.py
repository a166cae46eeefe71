"""Records read back from OUT, and what of them a student may see, as plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import GraderError, InputError
from grader.report.record import read_record
from grader.report.text import number

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classroom.export import Request
    from grader.report.record import CaseRecord, ExerciseRecord, ResultRecord

RESULT = "result.json"


class NotGradedError(GraderError):
    """We failed on the submission: nothing may be handed on as its score."""


def records(request: Request) -> list[ResultRecord]:
    """Return each submission's result.json, ordered by assignment and student."""
    return list(_records(request).values())


def _records(request: Request) -> dict[Path, ResultRecord]:
    """Return the records that were asked for, by folder. Raises InputError where there is none."""
    records = {folder: read_record(folder / RESULT) for folder in _folders(request)}
    if not records:
        raise InputError(
            f"{request.out}: no results{f' of {request.assignment}' if request.assignment else ''} here"
        )
    return records


def _folders(request: Request) -> list[Path]:
    return [path.parent for path in sorted(request.out.glob(f"{request.assignment or '*'}/*/{RESULT}"))]


def one_record(request: Request) -> tuple[Path, ResultRecord]:
    """Return the folder and record of the submission that counts where a student handed in several files: the best.

    Raises InputError where several students' are there, NotGradedError where we failed on all there is.
    """
    records = _records(request)
    students = {record["student"] for record in records.values()}
    if len(students) > 1 and len({folder.parent for folder in records}) > 1:
        raise InputError(f"{request.out}: several submissions; name one assignment with -a")
    graded = {folder: record for folder, record in records.items() if record["status"] == "graded"}
    if not graded:
        failed = [record for record in records.values() if record["status"] == "internal_error"]
        if failed:
            raise NotGradedError(f"the grader failed on the submission: {failed[0]['message']}")
        return next(iter(records.items()))
    return max(graded.items(), key=lambda item: item[1]["score"] or 0.0)


def best_of(request: Request) -> str:
    """Say that the one submission was chosen, where it was."""
    count = len(_folders(request))
    return f" (the best of {count} submissions there)" if count > 1 else ""


def verdict_words(verdict: str) -> str:
    """Say a verdict as a person would: wrong answer."""
    return verdict.replace("_", " ")


def is_right(exercise: ExerciseRecord) -> bool:
    """Tell whether an exercise earned all its points."""
    return exercise["score"] >= exercise["max_score"]


def feedback(exercise: ExerciseRecord) -> list[str]:
    """Say what a student may read about an exercise: of a hidden case its verdict, and nothing more."""
    if is_right(exercise):
        return list(exercise["notes"])
    lines = [exercise["diagnosis"]["message"]] if exercise["diagnosis"] else []
    for case in exercise["cases"]:
        if case["verdict"] == "passed":
            continue
        if case["hidden"]:
            lines.append(f"Hidden case {case['number']}: {verdict_words(case['verdict'])}")
        else:
            lines.append(f"Case {case['number']}: {_departure(case)}")
    return (lines or [verdict_words(exercise["verdict"])]) + list(exercise["notes"])


def _departure(case: CaseRecord) -> str:
    error = case["error"]
    raised = f"{error['type']}: {error['message']}" if error else ""
    return case["difference"] or raised or case["detail"] or verdict_words(case["verdict"])


def headline(record: ResultRecord) -> str:
    """Say a submission's score, or why there is none."""
    if record["status"] == "graded":
        return f"{number(record['score'] or 0.0)} of {number(record['max_score'] or 0.0)}"
    if record["status"] == "unreadable":
        return f"This file could not be read: {record['message']}"
    return "The grader failed on this submission; it has no score."
