"""Follow-through: a failed helper costs its own points only, for its callers are judged with a right one.

The reference stands in for the helpers that failed, as stubs that ask for its answers (grader/worker).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.course.key import program as reference_program
from grader.course.randomness import draws
from grader.grading.context import GradingContext, Results
from grader.grading.redaction import shown, unsaid
from grader.judge.score import share
from grader.model import Diagnosis, Exercise, ExerciseResult, Outcome, Program, Verdict
from grader.wording import is_or_are, join_words
from grader.worker import Bounds, StandIn


@dataclass(frozen=True, slots=True)
class SecondChance:
    """A function that is judged again, with the reference in these helpers' place."""

    exercise: Exercise
    helpers: tuple[str, ...]


def follow_through(
    bench: GradingContext, program: Program, first: Results, known: Results, names: Sequence[str]
) -> Results:
    """Return the results known so far, with those of `names` that a second chance makes better."""
    again = _again(bench, first, names)
    stand_ins = {one.exercise.name: _stand_ins(bench, first, one) for one in again}
    exercises = [one.exercise for one in again]
    observed = bench.observe(program, exercises, stand_ins) if again else {}
    final = dict(known)
    for one in again:
        name = one.exercise.name
        second = bench.score(program, one.exercise, list(map(unsaid, observed[name])))
        second = shown(first[name], second, observed[name], one.helpers)
        final[name] = _better(bench, one, first[name], second, final)
    return final


def _again(bench: GradingContext, first: Results, names: Sequence[str]) -> list[SecondChance]:
    """Return what failed and needs something that failed, helpers before their callers."""
    failed = {name for name, result in first.items() if share(result) < 1}
    hopeless = {Verdict.MISSING, Verdict.NOT_ATTEMPTED}
    needs = bench.assignment.needs
    return [
        SecondChance(bench.assignment.exercise(name), tuple(sorted(needs(name) & failed)))
        for name in sorted(names, key=lambda name: len(needs(name)))
        if name in failed and needs(name) & failed and first[name].verdict not in hopeless
    ]


def _better(
    bench: GradingContext, again: SecondChance, first: ExerciseResult, second: ExerciseResult, final: Results
) -> ExerciseResult:
    if any(case.verdict is Verdict.INTERNAL_ERROR for case in second.cases):
        return second  # our own failure, which must not pass for the function's
    if share(second) <= share(first):
        return replace(first, diagnosis=second.diagnosis or first.diagnosis)
    culprits = tuple(helper for helper in again.helpers if share(final[helper]) < 1)
    if share(second) == 1:
        second = replace(second, diagnosis=_carried_over(again.exercise, culprits, final))
    if bench.policy.follow_through:
        return replace(second, followed_through=culprits)
    return replace(first, diagnosis=second.diagnosis or first.diagnosis, followed_through=culprits)


def _stand_ins(bench: GradingContext, first: Results, again: SecondChance) -> dict[str, StandIn]:
    """Return what stands in for each global that is a failed helper's, under any of its names."""
    bounds = bench.questions.bounds(bench.assignment, again.exercise, bench.worker.observe)
    helpers = [(bench.assignment.exercise(helper), first[helper]) for helper in again.helpers]
    return {
        spelling: _stand_in(bench, result, spelling, bounds[helper.names[0]])
        for helper, result in helpers
        for spelling in helper.names
    }


def _carried_over(exercise: Exercise, culprits: Sequence[str], final: Results) -> Diagnosis:
    """Say whose fault it was that a right function gave wrong values."""
    names, are = join_words(culprits), is_or_are(len(culprits))
    message = f"{exercise.name} is right; it failed only because {names} {are} not."
    own = final[culprits[0]].diagnosis
    return Diagnosis(own.name if own else "carried_over", message, source=culprits[0])


def _stand_in(bench: GradingContext, result: ExerciseResult, name: str, bounds: Bounds) -> StandIn:
    """Say what answers for a stub, giving back as many values as the student's own function does."""
    returned = [
        case.observation.value for case in result.cases if case.observation.outcome is Outcome.RETURNED
    ]
    tuples = [value for value in returned if isinstance(value, tuple)]
    required = sum(not part.optional for part in result.exercise.parts)
    parts = len(tuples[0]) if tuples else required
    wanted = parts if required <= parts <= len(result.exercise.parts) else required
    return StandIn(
        name,
        reference_program(bench.assignment, bench.assignment.reference),
        result.exercise.names[0],
        parts=wanted if required > 1 else None,
        draws=draws(bench.assignment, result.exercise),
        bounds=bounds,
    )
