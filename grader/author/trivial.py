"""Answers that need no thought: none of them may earn a point, unless the right answer is no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from grader.author.desk import Desk
from grader.author.finding import Problem
from grader.course.calls import quiet
from grader.judge.compare import Tolerance, compare
from grader.judge.parts import canonical, split
from grader.model import Case, CaseResult, Exercise, Observation, Outcome, Value

EXACT = Tolerance(0.0, 0.0)
SLACK = 1e-9  # of a case's share

Answer = Callable[[Case, Value], Value]


def trivial_answers(exercise: Exercise) -> dict[str, Answer]:
    """Return the answers to try, by name; each is made from a case and the right answer's structure."""
    made: dict[str, Answer] = {
        "None": lambda *_: None,
        "an empty dictionary": lambda *_: {},
        "an empty tuple": lambda *_: (),
        "an empty list": lambda *_: [],
        "the number 0": lambda *_: 0,
        "the number 1": lambda *_: 1,
        "zeros": lambda _, right: filled(right, 0.0),
        "NaN": lambda _, right: filled(right, float("nan")),
        "all arguments": lambda case, _: tuple(argument.value for argument in case.arguments),
    }
    if not exercise.shape_credit:  # else the author gives something for them
        made["right values in wrong shapes"] = lambda _, right: reshaped(right)
        made["zeros in wrong shapes"] = lambda _, right: reshaped(filled(right, 0.0))
    names = dict.fromkeys(argument.name for case in exercise.cases for argument in case.arguments)
    return made | {f"its argument {name}": _echo(name) for name in names}


def earns_nothing(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """No trivial answer earns a point, in no case."""
    yield from refused(exercise, desk.expected(exercise))


def refused(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[Problem]:
    for name, answer in trivial_answers(exercise).items():
        given = [answer(case, right.value) for case, right in zip(exercise.cases, expected, strict=True)]
        exempt = _right_everywhere(exercise, expected, given)
        wrong = list(_earning(exercise, expected, given, exempt))
        if wrong:
            yield Problem(_complaint(exercise, name, wrong))


def exemptions(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[str]:
    """Say which trivial answers are the right ones, and so may earn points."""
    for name, answer in trivial_answers(exercise).items():
        given = [answer(case, right.value) for case, right in zip(exercise.cases, expected, strict=True)]
        for part in sorted(_right_everywhere(exercise, expected, given)):
            yield f"{part or 'the answer'} may be {name}: the reference's own is, in every case"


def _earning(
    exercise: Exercise, expected: Sequence[Observation], given: Sequence[Value], exempt: frozenset[str]
) -> Iterator[CaseResult]:
    """Yield the cases in which an answer earns more than its exempt parts are worth."""
    from grader.judge.score import score_case

    weights = {part.name: part.weight for part in exercise.parts}
    allowed = sum(weights[name] for name in exempt) / sum(weights.values())
    for case, right, value in zip(exercise.cases, expected, given, strict=True):
        with quiet():
            result = score_case(exercise, case, right, Observation(Outcome.RETURNED, value))
        if result.share > allowed + SLACK:
            yield result


def _right_everywhere(
    exercise: Exercise, expected: Sequence[Observation], given: Sequence[Value]
) -> frozenset[str]:
    """Return the parts in which an answer is the reference's own, to the last bit, in every case."""
    common: set[str] | None = None
    for right, value in zip(expected, given, strict=True):
        theirs = split(exercise, canonical(exercise, right.value))
        mine = split(exercise, canonical(exercise, value))
        if not isinstance(mine, dict) or not isinstance(theirs, dict):
            return frozenset()
        same = {
            name for name in mine if name in theirs and compare(mine[name], theirs[name], name, EXACT) is None
        }
        common = same if common is None else common & same
    return frozenset(common or ())


def _complaint(exercise: Exercise, name: str, wrong: Sequence[CaseResult]) -> str:
    numbers = ", ".join(str(result.case.number) for result in wrong)
    share = max(result.share for result in wrong)
    which = "every case" if len(wrong) == len(exercise.cases) else f"case {numbers}"
    advice = (
        "let the judge refuse it"
        if exercise.judge
        else "choose arguments whose answer is another, or a narrower rtol and atol"
    )
    return f"{name} earns {share:.0%} of {which}: {advice}"


def filled(value: Value, number: float) -> Value:
    """Return a value of the same structure with one number everywhere."""
    if isinstance(value, Mapping):
        return {key: filled(item, number) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(filled(item, number) for item in value)
    if isinstance(value, str | bytes) or value is None:
        return value if number == 0 else None
    return np.full(np.shape(value), number)


def reshaped(value: Value) -> Value:
    """Return a value whose arrays have one dimension too many; a single number keeps its shape."""
    if isinstance(value, Mapping):
        return {key: reshaped(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(reshaped(item) for item in value)
    return np.asarray(value)[None] if isinstance(value, np.ndarray) and value.size > 1 else None


def _echo(name: str) -> Answer:
    return lambda case, _: next((a.value for a in case.arguments if a.name == name), None)
