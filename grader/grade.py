"""Grade one submission: the whole framework in one sentence, and what a failed helper changes about it.

submission ─► program ─► observations ─► differences ─► diagnoses ─► result
   read        extract     worker          compare        diagnose     score
                                                ▲
                                  answer key (reference + mistakes)
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader import __version__
from grader.course.stand_in import answerer
from grader.judge.diagnose import diagnose
from grader.judge.score import score_exercise, share
from grader.model import (
    Assignment,
    Diagnosis,
    Exercise,
    ExerciseResult,
    Observation,
    Outcome,
    Program,
    Result,
    Status,
    Submission,
    Verdict,
)
from grader.submission import extract
from grader.worker import StandIn, Worker

if TYPE_CHECKING:
    from grader.course.key import AnswerKey

Results = dict[str, ExerciseResult]


@dataclass(frozen=True, slots=True)
class Policy:
    """What the course decided about marks."""

    follow_through: bool = True  # a failed helper costs its own points only


@dataclass(frozen=True, slots=True)
class Bench:
    """All that grading submissions of one assignment takes."""

    assignment: Assignment
    key: AnswerKey
    worker: Worker
    policy: Policy = Policy()


def grade(submission: Submission, bench: Bench) -> Result:
    """Grade one submission, whatever it holds."""
    program = extract(submission, bench.assignment)
    observed = bench.worker.observe(program, bench.assignment.exercises)
    results = _followed_through(bench, program, _scored(bench, program, observed))
    failure = _failure(results)
    return Result(
        assignment=bench.assignment,
        student=submission.student,
        path=submission.path,
        status=Status.INTERNAL_ERROR if failure else Status.GRADED,
        exercises=tuple(results.values()),
        message=failure,
        notes=program.notes,
        environment=environment(bench),
    )


def environment(bench: Bench) -> dict[str, str]:
    """Name what a result depends on besides the submission."""
    import numpy as np

    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "grader": __version__,
        "sandbox": str(bench.worker.tier),
        "answer_key": f"sha256:{bench.key.digest}",
    }


def _scored(bench: Bench, program: Program, observed: Mapping[str, Sequence[Observation]]) -> Results:
    return {
        exercise.name: _score(bench, program, exercise, observed[exercise.name])
        for exercise in bench.assignment.exercises
    }


def _score(
    bench: Bench, program: Program, exercise: Exercise, observed: Sequence[Observation]
) -> ExerciseResult:
    definition = next(
        (program.definitions[name] for name in exercise.names if name in program.definitions), None
    )
    result = score_exercise(exercise, bench.key.expected[exercise.name], observed, definition)
    return replace(result, diagnosis=diagnose(exercise, result, bench.key.mistakes[exercise.name]))


# --- follow-through: a failed helper is replaced, and its callers are judged for themselves ----------


def _followed_through(bench: Bench, program: Program, results: Results) -> Results:
    """Judge again, with the reference in the failed helpers' place, every function that needs one of them."""
    failed = {name for name, result in results.items() if share(result) < 1}
    final = dict(results)
    for name in _callees_first(bench.assignment):
        helpers = sorted(_all_needs(bench.assignment, name) & failed)
        if (
            name in failed
            and helpers
            and results[name].verdict not in {Verdict.MISSING, Verdict.NOT_ATTEMPTED}
        ):
            final[name] = _second_chance(bench, program, results, name, helpers, final)
    return final


def _second_chance(
    bench: Bench, program: Program, first: Results, name: str, helpers: Sequence[str], final: Results
) -> ExerciseResult:
    exercise = bench.assignment.exercise(name)
    stand_ins = {
        spelling: _stand_in(bench, first[helper], spelling)
        for helper in helpers
        for spelling in bench.assignment.exercise(helper).names
    }
    observed = bench.worker.observe(program, [exercise], stand_ins=stand_ins)[name]
    second = _score(bench, program, exercise, observed)
    if share(second) <= share(first[name]):
        return replace(first[name], diagnosis=second.diagnosis or first[name].diagnosis)
    culprits = tuple(helper for helper in helpers if share(final[helper]) < 1)
    if share(second) == 1:
        second = replace(second, diagnosis=_carried_over(exercise, culprits, final))
    if bench.policy.follow_through:
        return replace(second, followed_through=culprits)
    return replace(
        first[name], diagnosis=second.diagnosis or first[name].diagnosis, followed_through=culprits
    )


def _carried_over(exercise: Exercise, culprits: Sequence[str], final: Results) -> Diagnosis:
    """Say whose fault it was that a right function gave wrong values."""
    *others, last = culprits
    names = f"{', '.join(others)} and {last}" if others else last
    message = f"{exercise.name} is right; it failed only because {names} {'is' if len(culprits) == 1 else 'are'} not."
    own = final[culprits[0]].diagnosis
    return Diagnosis(own.name if own else "carried_over", message, source=culprits[0])


def _stand_in(bench: Bench, result: ExerciseResult, name: str) -> StandIn:
    """Make a stub's answerer, giving back as many values as the student's own function does."""
    returned = [
        case.observation.value for case in result.cases if case.observation.outcome is Outcome.RETURNED
    ]
    tuples = [value for value in returned if isinstance(value, tuple)]
    required = sum(not part.optional for part in result.exercise.parts)
    parts = len(tuples[0]) if tuples else required
    wanted = parts if required <= parts <= len(result.exercise.parts) else required
    return StandIn(name, answerer(bench.assignment, result.exercise), parts=wanted if required > 1 else None)


def _all_needs(assignment: Assignment, name: str) -> set[str]:
    """Return every exercise that a function calls, directly or through others."""
    direct = set(assignment.exercise(name).needs)
    return direct.union(*(_all_needs(assignment, need) for need in direct))


def _callees_first(assignment: Assignment) -> list[str]:
    names = [exercise.name for exercise in assignment.exercises]
    return sorted(names, key=lambda name: len(_all_needs(assignment, name)))


def _failure(results: Results) -> str:
    """Return what failed on our side, in one line; empty where nothing did."""
    failed = (
        f"{result.exercise.name}: {case.observation.detail}"
        for result in results.values()
        for case in result.cases
        if case.verdict is Verdict.INTERNAL_ERROR
    )
    return next(failed, "")
