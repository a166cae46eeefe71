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


class NotGradedError(GraderError):
    """We failed on the submission: nothing may be handed on as its score."""


def records(request: Request) -> list[tuple[Path, ResultRecord]]:
    """Return each submission's folder and result.json, ordered by assignment and student."""
    pattern = f"{request.assignment or '*'}/*/result.json"
    found = [(path.parent, read_record(path)) for path in sorted(request.out.glob(pattern))]
    if not found:
        raise InputError(
            f"{request.out}: no results{f' of {request.assignment}' if request.assignment else ''} here"
        )
    return found


def one_record(request: Request) -> tuple[Path, ResultRecord]:
    """Return the submission that counts where a student handed in several files: the best."""
    found = records(request)
    students = {record["student"] for _, record in found}
    graded = [one for one in found if one[1]["status"] == "graded"]
    if len(found) > 1 and len(students) > 1 and len({folder.parent for folder, _ in found}) > 1:
        raise InputError(f"{request.out}: several submissions; name one assignment with -a")
    if not graded:
        failed = [record for _, record in found if record["status"] == "internal_error"]
        if failed:
            raise NotGradedError(f"the grader failed on the submission: {failed[0]['message']}")
        return found[0]
    return max(graded, key=lambda one: one[1]["score"] or 0.0)


def best_of(request: Request) -> str:
    """Say that the one submission was chosen, where it was."""
    count = len(list(request.out.glob(f"{request.assignment or '*'}/*/result.json")))
    return f" (the best of {count} submissions there)" if count > 1 else ""


def verdict_words(verdict: str) -> str:
    return verdict.replace("_", " ")


def is_right(exercise: ExerciseRecord) -> bool:
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
