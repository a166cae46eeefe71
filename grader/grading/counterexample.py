"""For a function that only hidden cases catch: an input drawn anew that it fails on too, which its student may see.

The hidden cases that failed are drawn again from other seeds, and the student's function and the reference are
run on what comes out, as in grading. The first such input that fails is the hidden case's counterexample. Nothing of the
hidden case itself is in it: an input that is not drawn, but written in the checks, has no counterexample.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from grader.course.key import Observe
from grader.course.key import program as reference_program
from grader.course.load import load
from grader.errors import GraderError
from grader.judge.score import score_case
from grader.model import (
    Assignment,
    Case,
    CaseResult,
    Exercise,
    ExerciseResult,
    Observation,
    Outcome,
    Program,
    Value,
    Verdict,
)

SEEDS = (2_718_281, 3_141_592, 1_414_213)  # of the draws; as --fresh-seed, but none that anybody would choose
FAILED = {Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR}
TELLING = 3  # elements: shorter arrays are found in many cases


@dataclass(slots=True)
class RedrawnCases:
    """What was drawn anew for one assignment, when it was first needed; kept for the submissions that follow."""

    _assignments: list[Assignment] = field(default_factory=list)
    _expected: dict[str, tuple[tuple[Case, ...], tuple[Observation, ...]]] = field(default_factory=dict)

    def of(
        self, assignment: Assignment, exercise: Exercise, observe: Observe
    ) -> tuple[tuple[Case, ...], tuple[Observation, ...]]:
        """Return an exercise's redrawn cases, and what the reference answers to them."""
        if exercise.name not in self._expected:
            cases = tuple(self._drawn(assignment, exercise))
            asked = replace(exercise, cases=cases, scaling=())
            answered = observe(reference_program(assignment, assignment.reference), [asked]) if cases else {}
            seen = tuple(answered.get(exercise.name, ()))
            if any(one.unsettled or one.outcome is Outcome.INTERNAL_ERROR for one in seen):
                return cases, seen  # another time it may be answered
            self._expected[exercise.name] = cases, seen
        return self._expected[exercise.name]

    def _drawn(self, assignment: Assignment, exercise: Exercise) -> Iterator[Case]:
        """Yield draws of the hidden cases that show nothing of them, each with its hidden case's number."""
        if not self._assignments:
            self._assignments += _drawn_anew(assignment)
        hidden = [case for case in exercise.cases if case.hidden]
        for drawn in self._assignments:
            fresh = [case for case in drawn.exercise(exercise.name).cases if case.hidden]
            for old, new in zip(hidden, fresh, strict=False):
                if not any(_shows(new, secret, exercise.cases) for secret in hidden):
                    yield replace(new, number=old.number, hidden=False)


def _drawn_anew(assignment: Assignment) -> list[Assignment]:
    """Return the assignment with other hidden cases; none where its checks fail with other seeds."""
    folder = Path(assignment.folder)
    try:
        return [load(folder.parents[1], folder.name, seed, assignment.secret) for seed in SEEDS]
    except GraderError:  # `grader verify` tells the author; the report does without
        return []


def add_counterexamples(
    assignment: Assignment,
    program: Program,
    results: Mapping[str, ExerciseResult],
    observe: Observe,
    draws: RedrawnCases,
) -> dict[str, ExerciseResult]:
    """Return the results of the functions that only hidden cases catch, each with a counterexample where one is found."""
    found = {
        name: draws.of(assignment, one.exercise, observe)
        for name, one in results.items()
        if _hidden_only(one)
    }
    asked = [_asked(results[name], cases) for name, (cases, _) in found.items()]
    asked = [exercise for exercise in asked if exercise.cases]
    observed = observe(program, asked) if asked else {}
    return {
        exercise.name: replace(
            results[exercise.name],
            counterexample=_counterexample(results[exercise.name], exercise, found[exercise.name], observed[exercise.name]),
        )
        for exercise in asked
    }


def _hidden_only(result: ExerciseResult) -> bool:
    """Tell whether hidden cases alone show the function's own mistake, in values or errors."""
    public = [case.verdict is Verdict.PASSED for case in result.cases if not case.case.hidden]
    return all(public) and bool(_failed(result)) and not result.followed_through


def _failed(result: ExerciseResult) -> dict[int, Verdict]:
    """Return what became of the hidden cases that failed, by number; those that ended the process stay alone."""
    answered = {Outcome.RETURNED, Outcome.RAISED}
    return {
        case.case.number: case.verdict
        for case in result.cases
        if case.case.hidden and case.verdict in FAILED and case.observation.outcome in answered
    }


def _asked(result: ExerciseResult, cases: Sequence[Case]) -> Exercise:
    failed = _failed(result)
    return replace(result.exercise, cases=tuple(case for case in cases if case.number in failed), scaling=())


def _counterexample(
    result: ExerciseResult,
    asked: Exercise,
    drawn: tuple[Sequence[Case], Sequence[Observation]],
    observed: Sequence[Observation],
) -> CaseResult | None:
    """Return the shortest input that fails in the way its hidden case does."""
    expected = {id(case): seen for case, seen in zip(*drawn, strict=True)}
    judged = [
        score_case(result.exercise, case, expected[id(case)], seen)
        for case, seen in zip(asked.cases, observed, strict=True)
        if expected[id(case)].outcome is Outcome.RETURNED
    ]
    failed = _failed(result)
    counterexamples = [one for one in judged if one.verdict is failed[one.case.number]]
    return min(counterexamples, key=lambda one: sum(array.size for array in _arrays(one.case)), default=None)


# --- nothing of a hidden case is shown ---------------------------------------------------------------


def _shows(case: Case, hidden: Case, cases: Sequence[Case]) -> bool:
    """Tell whether a draw gives a hidden case away: it is the same, or an array is that public cases do not show."""
    if _same(_values(case), _values(hidden)):
        return True
    public = [array for one in cases if not one.hidden for array in _arrays(one)]
    secret = [array for array in _arrays(hidden) if _tells(array) and not _among(array, public)]
    return any(_among(array, secret) for array in _arrays(case))


def _tells(array: np.ndarray) -> bool:
    """Tell whether an array is one of many that might stand there: not a constant, not labels of 0 and 1."""
    values = np.unique(array)
    return array.size >= TELLING and values.size > 1 and not set(values.tolist()) <= {0, 1}


def _among(array: np.ndarray, others: Sequence[np.ndarray]) -> bool:
    return any(_same(array, other) for other in others)


def _values(case: Case) -> list[Value]:
    return [argument.value for argument in case.arguments]


def _arrays(case: Case) -> list[np.ndarray]:
    return list(_found(_values(case)))


def _found(value: Value) -> Iterator[np.ndarray]:
    """Yield the arrays in a value, and its numbers as arrays of none."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _found(item)
    elif isinstance(value, np.ndarray | bool | int | float):
        yield np.asarray(value)


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and _same(list(one.values()), list(other.values()))
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
