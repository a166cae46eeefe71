"""Grade one submission: the whole framework in one sentence.

submission ─► program ─► observations ─► differences ─► diagnoses ─► result
   read        extract     worker          compare        diagnose     score
                                                ▲
                                  answer key (reference + mistakes)
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from grader.grading.cache import Lookup, Results
from grader.grading.context import GradingContext, Policy
from grader.grading.counterexample import add_counterexamples
from grader.grading.follow_through import follow_through
from grader.grading.optional_exercises import redistribute_points
from grader.grading.repeatability import Observer
from grader.model import Observation, Outcome, Result, Status, Submission, Verdict

__all__ = ["GradingContext", "Policy", "grade"]


def grade(submission: Submission, context: GradingContext) -> Result:
    """Grade one submission, whatever it holds."""
    analysis = context.analyse(submission, context.assignment)
    program = analysis.program
    lookup = context.cache.look_up(analysis, context.assignment) if context.cache else Lookup()
    observer = Observer(context.assignment, analysis, context.worker, lookup.programs)
    remaining = [exercise for exercise in context.assignment.exercises if exercise.name not in lookup.final]

    # not held by a name: what is far too large is let go of as it is judged
    initial = lookup.initial | context.judge(program, observer.observe(remaining))
    final = lookup.final | follow_through(context, observer, initial, lookup.final)
    final |= add_counterexamples(context, observer, [final[exercise.name] for exercise in remaining])

    failure = _failure(final, observer.mishaps)
    if context.cache and not observer.mishaps and not failure:
        context.cache.store(lookup, context.assignment, initial, final)
    ordered = {exercise.name: final[exercise.name] for exercise in context.assignment.exercises}
    return Result(
        assignment=context.assignment,
        student=submission.student,
        path=submission.path,
        status=Status.INTERNAL_ERROR if failure else Status.GRADED,
        exercises=tuple(redistribute_points(ordered, submission).values()),
        message=failure,
        notes=program.notes,
        environment=context.environment(),
        unsettled=not failure and bool(observer.mishaps),
        reused=tuple(lookup.final),
    )


def _failure(results: Results, mishaps: Sequence[Observation]) -> str:
    """Return what failed on our side, in one line; empty where nothing did.

    A second chance that failed (follow_through.py) is in no result: its calls are among the mishaps.
    """
    in_results = (
        f"{result.exercise.name}: {case.observation.detail}"
        for result in results.values()
        for case in result.cases
        if case.verdict is Verdict.INTERNAL_ERROR
    )
    elsewhere = (mishap.detail for mishap in mishaps if mishap.outcome is Outcome.INTERNAL_ERROR)
    return next(itertools.chain(in_results, elsewhere), "")
