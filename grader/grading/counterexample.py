"""For a function that only hidden cases catch: an input drawn anew that it fails on too, which its student may see.

The hidden cases that failed are drawn again from other seeds, and the student's function and the reference are
run on what comes out, as in grading. The shortest such input that fails is the counterexample. Nothing of the
hidden case itself is in it: for an input that is not drawn, but written in the checks, there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader.course.key import Observe
from grader.course.key import program as reference_program
from grader.course.load import load
from grader.errors import GraderError
from grader.judge.error_messages import explain
from grader.judge.score import score_case
from grader.model import (
    Assignment,
    Case,
    CaseResult,
    Exercise,
    ExerciseResult,
    Observation,
    Outcome,
    Value,
    Verdict,
)
from grader.values import arrays, equal

if TYPE_CHECKING:
    from grader.grading.context import GradingContext
    from grader.grading.repeatability import Observer

SEEDS = (2_718_281, 3_141_592, 1_414_213)  # of the draws; as --fresh-seed, but none that anybody would choose
FAILED = {Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR}
TELLING = 3  # elements: shorter arrays are found in many cases


@dataclass(frozen=True, slots=True)
class Draw:
    """An exercise's redrawn cases, and what the reference answers to them."""

    cases: tuple[Case, ...]
    expected: tuple[Observation, ...]


@dataclass(slots=True)
class RedrawnCases:
    """What was drawn anew for one assignment, when it was first needed; kept for the submissions that follow."""

    _assignments: list[Assignment] = field(default_factory=list)
    _draws: dict[str, Draw] = field(default_factory=dict)

    def get(self, assignment: Assignment, exercise: Exercise, observe: Observe) -> Draw:
        """Return what is drawn anew for an exercise."""
        if exercise.name in self._draws:
            return self._draws[exercise.name]
        cases = tuple(self._redraw(assignment, exercise))
        redrawn = replace(exercise, cases=cases, scaling=())
        answers = observe(reference_program(assignment, assignment.reference), [redrawn]) if cases else {}
        draw = Draw(cases, tuple(answers.get(exercise.name, ())))
        mishaps = [observation for observation in draw.expected if observation.is_mishap]
        if not mishaps:  # else another time it may be answered
            self._draws[exercise.name] = draw
        return draw

    def _redraw(self, assignment: Assignment, exercise: Exercise) -> Iterator[Case]:
        """Yield draws of the hidden cases that show nothing of them, each with its hidden case's number."""
        if not self._assignments:
            self._assignments += _load_anew(assignment)
        hidden = [case for case in exercise.cases if case.hidden]
        for redrawn in self._assignments:
            fresh = [case for case in redrawn.exercise(exercise.name).cases if case.hidden]
            for old, new in zip(hidden, fresh, strict=False):
                if not any(_shows(new, secret, exercise.cases) for secret in hidden):
                    yield replace(new, number=old.number, hidden=False)


def _load_anew(assignment: Assignment) -> list[Assignment]:
    """Return the assignment with other hidden cases; none where its checks fail with other seeds."""
    folder = Path(assignment.folder)
    try:
        return [load(folder.parents[1], folder.name, seed, assignment.secret) for seed in SEEDS]
    except GraderError:  # `grader verify` tells the author; the report does without
        return []


def add_counterexamples(
    context: GradingContext, observer: Observer, results: Sequence[ExerciseResult]
) -> dict[str, ExerciseResult]:
    """Return the results of the functions that only hidden cases catch, with counterexamples where there are any.

    What goes wrong in these calls costs nobody a point, and is not among the submission's mishaps.
    """
    suspects = [
        (result, context.redrawn.get(context.assignment, result.exercise, context.worker.observe))
        for result in results
        if _fails_hidden_cases_only(result)
    ]
    attempts = [(result, draw, _attempt(result, draw)) for result, draw in suspects]
    attempts = [attempt for attempt in attempts if attempt[2].cases]
    observations = observer.try_out([exercise for *_, exercise in attempts])
    return {
        exercise.name: _with_counterexample(
            result, _counterexample(result, draw, exercise, observations[exercise.name])
        )
        for result, draw, exercise in attempts
    }


def _with_counterexample(result: ExerciseResult, counterexample: CaseResult | None) -> ExerciseResult:
    """Return a result with its counterexample; of that, unlike of a hidden case, it may be said where it fails."""
    result = replace(result, counterexample=counterexample)
    if counterexample and result.diagnosis and result.diagnosis == explain(result):
        shown = explain(replace(result, cases=(counterexample,)))
        return replace(result, diagnosis=shown or result.diagnosis)
    return result


def _fails_hidden_cases_only(result: ExerciseResult) -> bool:
    """Tell whether hidden cases alone show the function's own mistake, in values or errors."""
    public = [case.verdict is Verdict.PASSED for case in result.cases if not case.case.hidden]
    return all(public) and bool(_failed_cases(result)) and not result.followed_through


def _failed_cases(result: ExerciseResult) -> dict[int, Verdict]:
    """Return what became of the hidden cases that failed, by number; those that ended the process stay alone."""
    answered = {Outcome.RETURNED, Outcome.RAISED}
    return {
        case.case.number: case.verdict
        for case in result.cases
        if case.case.hidden and case.verdict in FAILED and case.observation.outcome in answered
    }


def _attempt(result: ExerciseResult, draw: Draw) -> Exercise:
    """Return the exercise with what is drawn anew for the hidden cases that failed."""
    failed = _failed_cases(result)
    cases = tuple(case for case in draw.cases if case.number in failed)
    return replace(result.exercise, cases=cases, scaling=())


def _counterexample(
    result: ExerciseResult, draw: Draw, attempt: Exercise, observations: Sequence[Observation]
) -> CaseResult | None:
    """Return the shortest input that fails in the way its hidden case does."""
    expected = {id(case): answer for case, answer in zip(draw.cases, draw.expected, strict=True)}
    judged = [
        score_case(result.exercise, case, expected[id(case)], observation)
        for case, observation in zip(attempt.cases, observations, strict=True)
        if expected[id(case)].outcome is Outcome.RETURNED
    ]
    failed = _failed_cases(result)
    failing = [case for case in judged if case.verdict is failed[case.case.number]]
    return min(failing, key=lambda case: sum(array.size for array in _arrays(case.case)), default=None)


# --- nothing of a hidden case is shown ---------------------------------------------------------------


def _shows(case: Case, hidden: Case, cases: Sequence[Case]) -> bool:
    """Tell whether a draw gives a hidden case away: it is the same, or an array is that public cases do not show."""
    if equal(_values(case), _values(hidden)):
        return True
    public = [array for shown in cases if not shown.hidden for array in _arrays(shown)]
    secret = [array for array in _arrays(hidden) if _tells(array) and not _among(array, public)]
    return any(_among(array, secret) for array in _arrays(case))


def _tells(array: np.ndarray) -> bool:
    """Tell whether an array is one of many that might stand there: not a constant, not labels of 0 and 1."""
    values = np.unique(array)
    return array.size >= TELLING and values.size > 1 and not set(values.tolist()) <= {0, 1}


def _among(array: np.ndarray, candidates: Sequence[np.ndarray]) -> bool:
    return any(np.array_equal(array, candidate) for candidate in candidates)


def _values(case: Case) -> list[Value]:
    return [argument.value for argument in case.arguments]


def _arrays(case: Case) -> list[np.ndarray]:
    return list(arrays(_values(case)))
