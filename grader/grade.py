"""Grade one submission: the whole framework in one sentence, and what a failed helper changes about it.

submission ─► program ─► observations ─► differences ─► diagnoses ─► result
   read        extract     worker          compare        diagnose     score
                                                ▲
                                  answer key (reference + mistakes)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from grader import reuse
from grader.bench import Bench, Policy, Results
from grader.follow import followed_through
from grader.model import ExerciseResult, Program, Result, Status, Submission, Verdict
from grader.submission import extract
from grader.twin import with_twins

__all__ = ["Bench", "Policy", "grade"]


def grade(submission: Submission, bench: Bench) -> Result:
    """Grade one submission, whatever it holds."""
    program = extract(submission, bench.assignment)
    results = _without_absent_options(_judged(bench, program), submission)
    failure = _failure(results)
    return Result(
        assignment=bench.assignment,
        student=submission.student,
        path=submission.path,
        status=Status.INTERNAL_ERROR if failure else Status.GRADED,
        exercises=tuple(results.values()),
        message=failure,
        notes=program.notes,
        environment=bench.environment(),
    )


def _judged(bench: Bench, program: Program) -> Results:
    """Judge every exercise: those whose program was judged before by memory, the others by running them."""
    known = bench.memory
    keys = reuse.keys(program, bench.assignment) if known else {}
    found = {
        name: judged.of(program) for name, key in keys.items() if known and (judged := known.recall(key))
    }
    todo = [exercise for exercise in bench.assignment.exercises if exercise.name not in found]
    observed = bench.observe(program, todo) if todo else {}
    first = bench.scored(program, observed) | {name: one.first for name, one in found.items()}
    final = first | {name: one.final for name, one in found.items()}
    final |= followed_through(bench, program, first, final, [exercise.name for exercise in todo])
    judged_now = {exercise.name: final[exercise.name] for exercise in todo}
    final |= with_twins(bench.assignment, program, judged_now, bench.worker.observe, bench.draws)
    if known and not _failure(final):
        for exercise in todo:
            known.keep(keys[exercise.name], reuse.Judged(first[exercise.name], final[exercise.name]))
    return {exercise.name: final[exercise.name] for exercise in bench.assignment.exercises}


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


def _failure(results: Results) -> str:
    """Return what failed on our side, in one line; empty where nothing did."""
    failed = (
        f"{result.exercise.name}: {case.observation.detail}"
        for result in results.values()
        for case in result.cases
        if case.verdict is Verdict.INTERNAL_ERROR
    )
    return next(failed, "")
