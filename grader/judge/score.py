"""Turn observations into verdicts and points: parts into a case, cases into an exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from grader.judge.compare import compare
from grader.judge.parts import canonical, shares, split
from grader.judge.sizes import TooLarge, too_large
from grader.model import (
    Case,
    CaseResult,
    Definition,
    Difference,
    DifferenceKind,
    Exercise,
    ExerciseResult,
    Observation,
    Outcome,
    Value,
    Verdict,
)
from grader.tolerance import Tolerance

VERDICTS = {
    Outcome.RAISED: Verdict.RUNTIME_ERROR,
    Outcome.CRASHED: Verdict.RUNTIME_ERROR,
    Outcome.TIME_LIMIT: Verdict.TIME_LIMIT,
    Outcome.MEMORY_LIMIT: Verdict.MEMORY_LIMIT,
    Outcome.MISSING: Verdict.MISSING,
    Outcome.SKIPPED: Verdict.SKIPPED,
    Outcome.INTERNAL_ERROR: Verdict.INTERNAL_ERROR,
}
OBJECTION = 2_000  # characters of what a judge says of a value, which may quote what a student wrote
LOOP_GROWTH = 1.5  # steps at four times the examples, relative: vectorized code stays near 1, a loop nears 4


def score_case(exercise: Exercise, case: Case, expected: Observation, actual: Observation) -> CaseResult:
    """Judge one call.

    Whatever fails on the student's value, and not on the reference's, is their value's fault: a wrong answer.
    """
    if actual.outcome is not Outcome.RETURNED:
        return CaseResult(case, VERDICTS[actual.outcome], 0.0, (), actual)
    if sentence := too_large(actual.value, expected.value):  # let go of, whatever else is wrong
        actual = replace(actual, value=TooLarge(type(actual.value).__name__))
    if actual.otherwise:
        difference = Difference(exercise.parts[0].name, DifferenceKind.JUDGED, actual.otherwise)
        return CaseResult(case, Verdict.WRONG_ANSWER, 0.0, (difference,), actual)
    if sentence:
        return _refuse(exercise, case, sentence, actual)
    try:
        share, differences = _compare_parts(exercise, case, expected, actual)
    except Exception:
        _compare_parts(exercise, case, expected, expected)
        return _refuse(exercise, case, UNFIT, actual)
    if differences and share < 1 and exercise.judge:
        return _ask_judge(exercise, case, differences, (expected, actual))
    verdict = Verdict.PASSED if share == 1 else Verdict.WRONG_ANSWER
    return CaseResult(case, verdict, share, differences, actual)


UNFIT = "the result does not have the form asked for, so it cannot be judged"


def _refuse(exercise: Exercise, case: Case, sentence: str, actual: Observation) -> CaseResult:
    difference = Difference(exercise.parts[0].name, DifferenceKind.VALUE, sentence)
    return CaseResult(case, Verdict.WRONG_ANSWER, 0.0, (difference,), actual)


def _compare_parts(
    exercise: Exercise, case: Case, expected: Observation, actual: Observation
) -> tuple[float, tuple[Difference, ...]]:
    """Return the share of the case's points that the right parts earn, and what is wrong with the others.

    A part of weight 0 is given: right, it earns nothing; wrong, it costs what a part like the others would.
    """
    actual_parts = split(exercise, canonical(exercise, actual.value))
    if isinstance(actual_parts, Difference):
        return 0.0, (actual_parts,)
    expected_parts = split(exercise, canonical(exercise, expected.value))
    assert isinstance(expected_parts, dict), "building the key proved that the reference returns its parts"
    tolerance = Tolerance(case.rtol, case.atol, exercise.ignore)
    weights = [part.weight for part in exercise.parts if part.weight]
    usual = sum(weights) / len(weights)
    earned, total, differences = 0.0, 0.0, []
    for part in exercise.parts:
        if part.name not in actual_parts or part.name not in expected_parts:
            continue
        difference = compare(actual_parts[part.name], expected_parts[part.name], part.name, tolerance)
        total += part.weight
        if difference:
            differences.append(difference)
            total += 0 if part.weight else usual
            by_shares = _earned_by_shares(
                exercise, part.name, actual_parts[part.name], expected_parts[part.name], tolerance
            )
            earned += part.weight * max(by_shares, _credit(exercise, difference))
        else:
            earned += part.weight
    return earned / total, tuple(differences)


def _earned_by_shares(
    exercise: Exercise, name: str, actual: Value, expected: Value, tolerance: Tolerance
) -> float:
    """Return what a part that is not all right earns by the shares of its keys, where it is a dictionary."""
    if not exercise.shares or not isinstance(actual, Mapping) or not isinstance(expected, Mapping):
        return 0.0
    common, groups = shares(exercise, expected)
    if not groups or compare(actual, common, name, tolerance):
        return 0.0
    return sum(_credit(exercise, compare(actual, group, name, tolerance)) for group in groups) / len(groups)


def _credit(exercise: Exercise, difference: Difference | None) -> float:
    if difference is None:
        return 1.0
    return exercise.shape_credit if difference.kind is DifferenceKind.SHAPE else 0.0


def _ask_judge(
    exercise: Exercise,
    case: Case,
    differences: tuple[Difference, ...],
    answers: tuple[Observation, Observation],
) -> CaseResult:
    """Ask the author's judge about a value that is not the reference's; its own failure is ours.

    What it refuses earns nothing: a part that is the reference's own is so by the same draw, not by any right.
    """
    expected, actual = answers
    try:
        objection = _objection(exercise, case, actual)
    except Exception as error:
        if _fails(exercise, case, expected):
            detail = f"the judge of {exercise.name} failed: {type(error).__name__}: {error}"
            failed = Observation(Outcome.INTERNAL_ERROR, detail=detail)
            return CaseResult(case, Verdict.INTERNAL_ERROR, 0.0, (), failed)
        objection = UNFIT
    if objection is None:
        return CaseResult(case, Verdict.PASSED, 1.0, (), actual, accepted_by_judge=True)
    difference = Difference(differences[0].part, DifferenceKind.JUDGED, str(objection)[:OBJECTION])
    return CaseResult(case, Verdict.WRONG_ANSWER, 0.0, (difference, *differences), actual)


def _objection(exercise: Exercise, case: Case, answer: Observation) -> str | None:
    assert exercise.judge is not None
    with np.errstate(all="ignore"):  # a warning is for authors; what a student returns may overflow anywhere
        return exercise.judge(answer.value, *(argument.value for argument in case.arguments))


def _fails(exercise: Exercise, case: Case, answer: Observation) -> bool:
    """Tell whether the judge fails even on the reference's own answer, so that its failure is the author's."""
    try:
        _objection(exercise, case, answer)
    except Exception:
        return True
    return False


def score_exercise(
    exercise: Exercise,
    expected: Sequence[Observation],
    observations: Sequence[Observation],
    definition: Definition | None,
) -> ExerciseResult:
    """Judge all calls of one exercise; what follows the cases in `observations` are the counted ones."""
    cases = tuple(
        score_case(exercise, case, reference, observation)
        for case, reference, observation in zip(exercise.cases, expected, observations, strict=False)
    )
    share = sum(result.case.weight * result.share for result in cases) / sum(
        case.weight for case in exercise.cases
    )
    verdict = min((result.verdict for result in cases), key=list(Verdict).index)
    notes: tuple[str, ...] = ()
    if 0 < share < 1 and (guess := best_guess(exercise, expected)):
        share, notes = max(0.0, (share - guess) / (1 - guess)), (GUESS_NOTE,)
    if share == 0 and definition is not None and not definition.attempted:
        verdict = Verdict.NOT_ATTEMPTED
    points = exercise.points * share
    if share == 1 and _loops(observations[len(exercise.cases) :]):
        points -= exercise.vectorized_points
        notes = (LOOP_NOTE,)
    return ExerciseResult(exercise, round(points, 6), verdict, cases, definition=definition, notes=notes)


GUESS_NOTE = (
    "The answer is True or False, so whoever always says the same is often right: "
    "only what is right beyond that earns points."
)


def best_guess(exercise: Exercise, expected: Sequence[Observation]) -> float:
    """Return the share that the better of True and False earns in all cases; 0 where one of them says it all."""
    answers = [observation.value for observation in expected]
    if exercise.judge or not all(map(_is_truth, answers)):
        return 0.0
    pairs = list(zip(exercise.cases, map(bool, answers), strict=True))
    total = sum(case.weight for case in exercise.cases)
    best = max(sum(case.weight for case, answer in pairs if answer == guess) for guess in (False, True))
    return best / total if best < total else 0.0


def _is_truth(value: Value) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype == bool and value.size == 1
    return isinstance(value, bool | np.bool_)


LOOP_NOTE = (
    "The work grows with the size of the input: a Python loop runs over its entries. "
    "The same formula on whole arrays gives the same values many times faster."
)


def _loops(counted: Sequence[Observation]) -> bool:
    """Tell a loop by the steps that the student's process says it took; it can say what it likes."""
    steps = [observation.steps for observation in counted if observation.steps]
    return len(steps) == 2 and steps[1] > LOOP_GROWTH * steps[0]


def share(result: ExerciseResult) -> float:
    """Return the part of an exercise's cases that was earned, before any deduction, 0 to 1."""
    total = sum(case.case.weight for case in result.cases)
    return sum(case.case.weight * case.share for case in result.cases) / total
