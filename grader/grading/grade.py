"""Grade one submission: the whole framework in one sentence, and what a failed helper changes about it.

submission ─► program ─► observations ─► differences ─► diagnoses ─► result
   read        extract     worker          compare        diagnose     score
                                                ▲
                                  answer key (reference + mistakes)
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from grader.grading import cache
from grader.grading.context import GradingContext, Policy, Results
from grader.grading.counterexample import add_counterexamples
from grader.grading.follow_through import follow_through
from grader.model import ExerciseResult, Observation, Outcome, Program, Result, Status, Submission, Verdict
from grader.submission import extract

__all__ = ["GradingContext", "Policy", "grade"]


def grade(submission: Submission, bench: GradingContext) -> Result:
    """Grade one submission, whatever it holds."""
    program = extract(submission, bench.assignment)
    results, mishaps, reused = _judged(bench, program)
    results = _without_absent_options(results, submission)
    failure = _failure(results, mishaps)
    return Result(
        assignment=bench.assignment,
        student=submission.student,
        path=submission.path,
        status=Status.INTERNAL_ERROR if failure else Status.GRADED,
        exercises=tuple(results.values()),
        message=failure,
        notes=program.notes,
        environment=bench.environment(),
        unsettled=not failure and bool(mishaps),
        reused=reused,
    )


class _Judging(NamedTuple):
    results: Results
    mishaps: list[Observation]  # what went wrong meanwhile that need not be the submission's doing
    reused: tuple[str, ...]  # exercises that were judged before


def _judged(bench: GradingContext, program: Program) -> _Judging:
    """Judge every exercise: those whose program was judged before by memory, the others by running them."""
    known = bench.memory
    keys = cache.keys(program, bench.assignment) if known else {}
    before = len(bench.worker.mishaps)
    found = {
        name: judged.of(program) for name, key in keys.items() if known and (judged := known.recall(key))
    }
    todo = [exercise for exercise in bench.assignment.exercises if exercise.name not in found]
    observed = bench.observe(program, todo) if todo else {}
    first = bench.score_all(program, observed) | {name: one.first for name, one in found.items()}
    final = first | {name: one.final for name, one in found.items()}
    final |= follow_through(bench, program, first, final, [exercise.name for exercise in todo])
    mishaps = bench.worker.mishaps[before:]
    judged_now = {exercise.name: final[exercise.name] for exercise in todo}
    final |= add_counterexamples(bench.assignment, program, judged_now, bench.worker.observe, bench.draws)
    if known and not mishaps and not _failure(final, mishaps):
        results = {name: cache.CachedResult(first[name], final[name]) for name in final}
        steady = {name for name, one in results.items() if one.steady}
        for exercise in todo:
            if steady.issuperset((exercise.name, *bench.assignment.needs(exercise.name))):
                known.keep(keys[exercise.name], results[exercise.name])
    ordered = {exercise.name: final[exercise.name] for exercise in bench.assignment.exercises}
    return _Judging(ordered, mishaps, tuple(found))


def _without_absent_options(results: Results, submission: Submission) -> Results:
    """Take out what the submission's edition does not ask for, and share its points among the rest in proportion."""
    editions = {
        one.exercise.elsewhere: _asks_for_none(one.exercise.elsewhere, results, submission)
        for one in results.values()
    }
    absent = {
        name
        for name, one in results.items()
        if one.verdict is Verdict.MISSING and editions[one.exercise.elsewhere]
    }
    asked = sum(one.exercise.points for name, one in results.items() if name not in absent)
    if not absent or not asked:
        return results
    factor = sum(one.exercise.points for one in results.values()) / asked
    return {
        name: replace(one, exercise=replace(one.exercise, points=0.0), verdict=Verdict.SKIPPED)
        if name in absent
        else _scaled(one, factor)
        for name, one in results.items()
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
        for one in results.values()
        if one.exercise.elsewhere is elsewhere
        for name in one.exercise.names
    ]
    return not re.search(rf"\b(?:{'|'.join(names)})\b", text) and elsewhere(text)


def _scaled(one: ExerciseResult, factor: float) -> ExerciseResult:
    points = round(one.exercise.points * factor, 6)
    return replace(one, exercise=replace(one.exercise, points=points), score=round(one.score * factor, 6))


def _failure(results: Results, mishaps: Sequence[Observation]) -> str:
    """Return what failed on our side, in one line; empty where nothing did.

    A second chance that failed (follow.py) is in no result: its calls are among the worker's mishaps.
    """
    failed = (
        f"{result.exercise.name}: {case.observation.detail}"
        for result in results.values()
        for case in result.cases
        if case.verdict is Verdict.INTERNAL_ERROR
    )
    unseen = (one.detail for one in mishaps if one.outcome is Outcome.INTERNAL_ERROR)
    return next(itertools.chain(failed, unseen), "")
