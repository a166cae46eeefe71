"""Observations of public cases become results, by the full grade's own rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grader.errors import GraderError, SubmissionError
from grader.judge.compare import compare
from grader.judge.error_messages import NAME_NOT_DEFINED
from grader.judge.score import score_exercise, share
from grader.model import DifferenceKind, Verdict
from grader.student.pack import STAYED
from grader.tolerance import Tolerance
from grader.wording import join_words

if TYPE_CHECKING:
    from grader.model import Assignment, Definition, Diagnosis, Exercise, ExerciseResult, Observation, Value
    from grader.student.pack import Pack, PublicExercise

Ask = Callable[..., Any]
UNDECIDED = (
    "These are not the values that the brief's random seed leads to. If your function sets that seed and draws "
    "as the brief says, something in it is wrong; if it starts from other random numbers it can be right, and "
    "only the full grade can tell."
)
WAY_OUT = "get the assignment's folder anew, and the newest grader; if it stays so, tell whoever teaches you"
UNWRITTEN = {Verdict.MISSING, Verdict.NOT_ATTEMPTED}


def judge(
    pack: Pack,
    name: str,
    observed: Sequence[Observation],
    definition: Definition | None,
    functions: Callable[[str], Ask],
) -> ExerciseResult:
    """Judge one exercise; `functions` finds an author's function of the pack by its name.

    Raises SubmissionError where that fails: a pack is a file, and may hold what no course does.
    """
    public = pack.public[name]
    try:
        return _judge_by(public, observed, definition, functions)
    except GraderError:
        raise
    except Exception as error:
        failure = f"{name} cannot be checked with these ({type(error).__name__}: {error})"
        raise SubmissionError(f"{failure}; {WAY_OUT}", public.path) from error


def _judge_by(
    public: PublicExercise,
    observed: Sequence[Observation],
    definition: Definition | None,
    functions: Callable[[str], Ask],
) -> ExerciseResult:
    exercise = _with_judge(public, functions)
    result = score_exercise(exercise, public.expected, observed, definition)
    if result.verdict in {Verdict.PASSED, *UNWRITTEN}:
        return result
    from grader.judge.diagnose import diagnose

    diagnosis = diagnose(exercise, result, public.expected, public.table())
    return replace(result, diagnosis=diagnosis)


def _with_judge(public: PublicExercise, functions: Callable[[str], Ask]) -> Exercise:
    return replace(
        public.exercise,
        judge=_judge(public, functions),
        canonical=functions(public.canonical) if public.canonical else None,
    )


def _judge(public: PublicExercise, functions: Callable[[str], Ask]) -> Callable[..., str | None] | None:
    if public.judge != STAYED:
        return functions(public.judge) if public.judge else None
    case = public.exercise.cases[0]
    tolerance = Tolerance(case.rtol, case.atol, public.exercise.ignore)

    def accept(value: Value, *_: Value) -> str | None:
        """Accept what a right variant of the author's gives; more cannot be said without the reference."""
        is_accepted = any(
            compare(value, accepted_value, "", tolerance) is None for accepted_value in public.accepted
        )
        return None if is_accepted else UNDECIDED

    return accept


def is_undecided(result: ExerciseResult) -> bool:
    """Say whether all that is amiss is that other values than the usual ones may be right as well."""
    wrong = [case for case in result.cases if case.share < 1]
    return (
        result.diagnosis is None
        and result.verdict is Verdict.WRONG_ANSWER
        and all(
            case.difference is not None
            and case.difference.kind is DifferenceKind.JUDGED
            and case.difference.text == UNDECIDED
            for case in wrong
        )
    )


def helpers(assignment: Assignment, name: str) -> list[str]:
    """Return the exercises that a function calls, directly or not, nearest first."""
    names: list[str] = []
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    waiting = [name]
    while waiting:
        exercise = exercises.get(waiting.pop(0))
        for need in exercise.needs if exercise else ():
            if need not in names:
                names.append(need)
                waiting.append(need)
    return names


def with_advice(
    assignment: Assignment, results: Mapping[str, ExerciseResult], latest: Mapping[str, ExerciseResult]
) -> dict[str, ExerciseResult]:
    """Add to each function that fails a note that names the helpers it calls that are not right yet."""
    advised = dict(results)
    for name, result in results.items():
        if result.verdict in {Verdict.PASSED, *UNWRITTEN}:
            continue
        needed = sorted(helpers(assignment, name), key=lambda helper: len(helpers(assignment, helper)))
        wrong = [helper for helper in needed if helper in latest and share(latest[helper]) < 1]
        if wrong:
            absent = [helper for helper in wrong if latest[helper].verdict is Verdict.MISSING]
            advised[name] = replace(
                result,
                notes=(*result.notes, _advice(name, wrong)),
                diagnosis=_diagnosis_beside(absent, result.diagnosis),
            )
    return advised


def _diagnosis_beside(absent: Sequence[str], diagnosis: Diagnosis | None) -> Diagnosis | None:
    """Drop the advice to look at the spelling of a helper that is not there: the advice names that helper."""
    if diagnosis is None or diagnosis.name != NAME_NOT_DEFINED:
        return diagnosis
    return None if any(f": {name} has no" in diagnosis.message for name in absent) else diagnosis


def _advice(name: str, wrong: Sequence[str]) -> str:
    first, rest = wrong[0], wrong[1:]
    too = f" ({join_words(rest)} too)" if rest else ""
    return (
        f"{name} needs {first}, which is not right yet{too}: begin there. This check uses yours as it is; "
        f"the full grade judges {name} with a right one in its place."
    )
