"""A known mistake costs points, and is told from the right answer and from every other mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.judge.compare import compare
from grader.judge.parts import canonical, split
from grader.judge.score import share
from grader.model import Exercise, Mistake, Observation, Outcome
from grader.tolerance import Tolerance

APART = 1e-4  # mistakes nearer to each other than this are one


def is_recognized(context: VerificationContext, exercise: Exercise, mistake: Mistake) -> Iterator[Problem]:
    """Hold a mistake against the right answers, then against the mistakes declared before it."""
    answers = context.key.mistakes[exercise.name]
    observations = answers[mistake.name]
    result = context.score(exercise, observations)
    problem = partial(Problem, line=mistake.line)
    if any(case.observation.outcome is Outcome.INTERNAL_ERROR for case in result.cases):
        detail = next(case.observation.detail for case in result.cases if case.observation.detail)
        yield problem(f"the mistake cannot be run: {detail}")
    elif share(result) == 1:
        yield problem(
            "the mistake costs no points, no case can tell it from the reference: add a call whose answer it "
            "changes, or narrow rtol and atol"
        )
    elif all(observation.outcome is not Outcome.RETURNED for observation in observations):
        yield warning(
            f"the mistake {_end(observations)} in every case, so it explains no wrong value", mistake.line
        )
    yield from _confusions(exercise, mistake, answers)


def _end(observations: Sequence[Observation]) -> str:
    """Say how a mistake that returns nothing ends."""
    error = next((observation.raised for observation in observations if observation.raised), None)
    return f"raises {error.type}: {error.message}" if error else f"ends by {observations[0].outcome}"


def _confusions(
    exercise: Exercise, mistake: Mistake, answers: Mapping[str, Sequence[Observation]]
) -> Iterator[Problem]:
    for earlier in exercise.mistakes:
        if earlier.name == mistake.name:
            return
        if not differ(exercise, answers[mistake.name], answers[earlier.name]):
            yield Problem(
                f"no case tells this mistake from that of line {earlier.line} ({earlier.name}), so a student may "
                "read the wrong sentence: add a call on which they differ, or make one of them",
                line=mistake.line,
            )


def differ(exercise: Exercise, first: Sequence[Observation], second: Sequence[Observation]) -> bool:
    """Tell whether two versions did something different in some call."""
    return any(not _alike(exercise, *pair) for pair in zip(first, second, strict=True))


def _alike(exercise: Exercise, first: Observation, second: Observation) -> bool:
    if first.outcome is not second.outcome:
        return False
    if first.raised and second.raised:
        return (first.raised.type, first.raised.message) == (second.raised.type, second.raised.message)
    left, right = (split(exercise, canonical(exercise, item.value)) for item in (first, second))
    if not (isinstance(left, dict) and isinstance(right, dict)):
        return type(left) is type(right)
    tolerance = Tolerance(APART, 1e-12, exercise.ignore)
    return left.keys() == right.keys() and all(
        compare(left[name], right[name], name, tolerance) is None
        and compare(right[name], left[name], name, tolerance) is None
        for name in left
    )
