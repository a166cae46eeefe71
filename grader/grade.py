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

from grader import __version__, reuse
from grader.course.stand_in import answerer, draws
from grader.judge.diagnose import diagnose
from grader.judge.score import score_exercise, share
from grader.model import (
    Assignment,
    Definition,
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
from grader.reuse import Memory
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
    memory: Memory | None = None  # of programs judged before; None: every program is run


def grade(submission: Submission, bench: Bench) -> Result:
    """Grade one submission, whatever it holds."""
    program = extract(submission, bench.assignment)
    results = _without_absent_options(_judged(bench, program))
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


def _judged(bench: Bench, program: Program) -> Results:
    """Judge every exercise: those whose program was judged before by memory, the others by running them."""
    known = bench.memory
    keys = reuse.keys(program, bench.assignment) if known else {}
    found = {name: judged for name, key in keys.items() if known and (judged := known.recall(key))}
    todo = [exercise for exercise in bench.assignment.exercises if exercise.name not in found]
    observed = bench.worker.observe(program, todo) if todo else {}
    first = _scored(bench, program, observed) | {
        name: _own(one.first, program) for name, one in found.items()
    }
    final = first | {name: _own(one.final, program) for name, one in found.items()}
    final |= _followed_through(bench, program, first, final, [exercise.name for exercise in todo])
    if known and not _failure(final):
        for exercise in todo:
            known.keep(keys[exercise.name], reuse.Judged(first[exercise.name], final[exercise.name]))
    return {exercise.name: final[exercise.name] for exercise in bench.assignment.exercises}


def _own(result: ExerciseResult, program: Program) -> ExerciseResult:
    """Return a remembered result as this student's."""
    return replace(result, definition=_definition(program, result.exercise))


def _definition(program: Program, exercise: Exercise) -> Definition | None:
    return next((program.definitions[name] for name in exercise.names if name in program.definitions), None)


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
        name: _score(bench, program, bench.assignment.exercise(name), seen) for name, seen in observed.items()
    }


def _score(
    bench: Bench, program: Program, exercise: Exercise, observed: Sequence[Observation]
) -> ExerciseResult:
    expected = bench.key.expected[exercise.name]
    result = score_exercise(exercise, expected, observed, _definition(program, exercise))
    table = bench.key.causes.get(exercise.name)
    return replace(result, diagnosis=diagnose(exercise, result, {}, expected, table))


# --- follow-through: a failed helper is replaced, and its callers are judged for themselves ----------


def _followed_through(
    bench: Bench, program: Program, first: Results, known: Results, names: Sequence[str]
) -> Results:
    """Judge again, with the reference in the failed helpers' place, the functions that need one of them."""
    failed = {name for name, result in first.items() if share(result) < 1}
    helpers = {name: sorted(bench.assignment.needs(name) & failed) for name in names if name in failed}
    again = [
        bench.assignment.exercise(name)
        for name in sorted(helpers, key=lambda name: len(bench.assignment.needs(name)))  # callers come last
        if helpers[name] and first[name].verdict not in {Verdict.MISSING, Verdict.NOT_ATTEMPTED}
    ]
    stand_ins = {one.name: _stand_ins(bench, first, helpers[one.name]) for one in again}
    observed = bench.worker.observe(program, again, stand_ins=stand_ins) if again else {}
    final = dict(known)
    for name, seen in observed.items():
        final[name] = _second_chance(bench, program, first, name, helpers[name], final, seen)
    return final


def _stand_ins(bench: Bench, first: Results, helpers: Sequence[str]) -> dict[str, StandIn]:
    return {
        spelling: _stand_in(bench, first[helper], spelling)
        for helper in helpers
        for spelling in bench.assignment.exercise(helper).names
    }


def _second_chance(
    bench: Bench,
    program: Program,
    first: Results,
    name: str,
    helpers: Sequence[str],
    final: Results,
    observed: Sequence[Observation],
) -> ExerciseResult:
    """Return the better of two results: the first, and what was observed with helpers that are right."""
    exercise = bench.assignment.exercise(name)
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
    return StandIn(
        name,
        answerer(bench.assignment, result.exercise),
        parts=wanted if required > 1 else None,
        draws=draws(bench.assignment, result.exercise),
    )


def _without_absent_options(results: Results) -> Results:
    """Take exercises of the other edition out, and share their points among the rest in proportion."""
    absent = {
        name for name, one in results.items() if one.exercise.optional and one.verdict is Verdict.MISSING
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
