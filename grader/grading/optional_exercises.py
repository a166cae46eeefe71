"""What a submission's edition does not ask for: its points are the other exercises'."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from grader.grading.cache import Results
from grader.model import ExerciseResult, Submission, Verdict


def redistribute_points(results: Results, submission: Submission) -> Results:
    """Take out what the submission's edition does not ask for, and share its points among the rest in proportion."""
    editions = {
        result.exercise.elsewhere: _asks_for_none(result.exercise.elsewhere, results, submission)
        for result in results.values()
    }
    absent = {
        name
        for name, result in results.items()
        if result.verdict is Verdict.MISSING and editions[result.exercise.elsewhere]
    }
    remaining = sum(result.exercise.points for name, result in results.items() if name not in absent)
    if not absent or not remaining:
        return results
    factor = sum(result.exercise.points for result in results.values()) / remaining
    return {
        name: replace(result, exercise=replace(result.exercise, points=0.0), verdict=Verdict.SKIPPED)
        if name in absent
        else _scale(result, factor)
        for name, result in results.items()
    }


def _asks_for_none(elsewhere: Callable[[str], bool] | None, results: Results, submission: Submission) -> bool:
    """Tell whether a submission shows that it was made from an edition without the functions of an `optional=`.

    That they are missing shows nothing: whoever deletes them would gain their points. So the edition must show
    itself, as the author says, and nothing may name any of them: no call, no comment, no text cell.
    """
    if elsewhere is None:
        return False
    text = "\n".join([submission.prose, *(cell.source for cell in submission.cells)])
    names = [
        re.escape(name)
        for result in results.values()
        if result.exercise.elsewhere is elsewhere
        for name in result.exercise.names
    ]
    return not re.search(rf"\b(?:{'|'.join(names)})\b", text) and elsewhere(text)


def _scale(result: ExerciseResult, factor: float) -> ExerciseResult:
    points = round(result.exercise.points * factor, 6)
    return replace(
        result, exercise=replace(result.exercise, points=points), score=round(result.score * factor, 6)
    )
