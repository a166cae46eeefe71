"""Follow-through: a failed helper costs its own points only, for its callers are judged with a right one.

The reference stands in for the helpers that failed, as stubs that ask for its answers (grader/worker).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.course.key import program as reference_program
from grader.course.randomness import draws
from grader.grading.cache import Results
from grader.grading.context import GradingContext
from grader.grading.redaction import redact, withhold
from grader.grading.repeatability import Observer
from grader.judge.score import share
from grader.model import Diagnosis, Exercise, ExerciseResult, Outcome, Verdict
from grader.wording import is_or_are, join_words
from grader.worker import Bounds, StandIn


@dataclass(frozen=True, slots=True)
class SecondChance:
    """A function that is judged again, with the reference in these helpers' place."""

    exercise: Exercise
    helpers: tuple[str, ...]


def follow_through(context: GradingContext, observer: Observer, initial: Results, cached: Results) -> Results:
    """Return the final results of what is not cached: those of a second chance where they are better.

    `initial` are the results of all exercises without it, `cached` the final ones of those judged before.
    """
    chances = _second_chances(context, initial, [name for name in initial if name not in cached])
    stand_ins = {chance.exercise.name: _stand_ins(context, observer, initial, chance) for chance in chances}
    observations = observer.observe([chance.exercise for chance in chances], stand_ins)
    final = initial | cached
    for chance in chances:
        name = chance.exercise.name
        calls = observations[name]
        second = context.judge_exercise(observer.program, chance.exercise, list(map(withhold, calls)))
        second = redact(initial[name], second, calls, chance.helpers)
        final[name] = _better(context, chance, initial[name], second, final)
    return {name: result for name, result in final.items() if name not in cached}


def _second_chances(context: GradingContext, initial: Results, names: Sequence[str]) -> list[SecondChance]:
    """Return what failed and needs something that failed, helpers before their callers."""
    failed = {name for name, result in initial.items() if share(result) < 1}
    hopeless = {Verdict.MISSING, Verdict.NOT_ATTEMPTED}
    needs = context.assignment.needs
    return [
        SecondChance(context.assignment.exercise(name), tuple(sorted(needs(name) & failed)))
        for name in sorted(names, key=lambda name: len(needs(name)))
        if name in failed and needs(name) & failed and initial[name].verdict not in hopeless
    ]


def _better(
    context: GradingContext,
    chance: SecondChance,
    first: ExerciseResult,
    second: ExerciseResult,
    final: Results,
) -> ExerciseResult:
    if any(case.verdict is Verdict.INTERNAL_ERROR for case in second.cases):
        return second  # our own failure, which must not pass for the function's
    if share(second) <= share(first):
        return replace(first, diagnosis=second.diagnosis or first.diagnosis)
    culprits = tuple(helper for helper in chance.helpers if share(final[helper]) < 1)
    if share(second) == 1:
        second = replace(second, diagnosis=_carry_over(chance.exercise, culprits, final))
    if context.policy.follow_through:
        return replace(second, followed_through=culprits)
    return replace(first, diagnosis=second.diagnosis or first.diagnosis, followed_through=culprits)


def _stand_ins(
    context: GradingContext, observer: Observer, initial: Results, chance: SecondChance
) -> dict[str, StandIn]:
    """Return what stands in for each global that is a failed helper's, under any of its names."""
    bounds = context.bounds.get(context.assignment, chance.exercise, observer.run)
    helpers = [(context.assignment.exercise(helper), initial[helper]) for helper in chance.helpers]
    return {
        spelling: _stand_in(context, result, spelling, bounds[helper.names[0]])
        for helper, result in helpers
        for spelling in helper.names
    }


def _carry_over(exercise: Exercise, culprits: Sequence[str], final: Results) -> Diagnosis:
    """Say whose fault it was that a right function gave wrong values."""
    names, are = join_words(culprits), is_or_are(len(culprits))
    message = f"{exercise.name} is right; it failed only because {names} {are} not."
    own = final[culprits[0]].diagnosis
    return Diagnosis(own.name if own else "carried_over", message, source=culprits[0])


def _stand_in(context: GradingContext, result: ExerciseResult, name: str, bounds: Bounds) -> StandIn:
    """Say what answers for a stub, giving back as many values as the student's own function does."""
    returned = [
        case.observation.value for case in result.cases if case.observation.outcome is Outcome.RETURNED
    ]
    tuples = [value for value in returned if isinstance(value, tuple)]
    required = sum(not part.optional for part in result.exercise.parts)
    length = len(tuples[0]) if tuples else required
    parts = length if required <= length <= len(result.exercise.parts) else required
    return StandIn(
        name,
        reference_program(context.assignment, context.assignment.reference),
        result.exercise.names[0],
        parts=parts if required > 1 else None,
        draws=draws(context.assignment, result.exercise),
        bounds=bounds,
        parameters=tuple(argument.name for argument in result.exercise.cases[0].arguments),
    )
