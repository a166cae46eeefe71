"""Answers that need no thought: none of them may earn a point, unless the right answer is no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from grader.author.checks.given_parts import given_shares
from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.course.calls import silence
from grader.judge.compare import compare
from grader.judge.parts import canonical, split
from grader.judge.score import best_guess, score_case
from grader.model import Case, CaseResult, Exercise, Observation, Outcome, Value
from grader.tolerance import Tolerance
from grader.values import map_leaves
from grader.wording import join_words

EXACT = Tolerance(0.0, 0.0)
SLACK = 1e-9  # of a case's share
MOST_EDGES = 0.25  # of an exercise's points: what cases may be worth that are trivial on purpose
MOST_ALIKE = 2 / 3  # of an exercise's points: what True may earn that is always answered

Answer = Callable[[Case, Value], Value]


def trivial_answers(exercise: Exercise) -> dict[str, Answer]:
    """Return the answers to try, by name; each is made from a case and the right answer's structure."""
    answers: dict[str, Answer] = {
        "None": lambda *_: None,
        "an empty dictionary": lambda *_: {},
        "an empty tuple": lambda *_: (),
        "an empty list": lambda *_: [],
        "the number 0": lambda *_: 0,
        "the number 1": lambda *_: 1,
        "zeros": lambda _, value: fill(value, 0.0),
        "NaN": lambda _, value: fill(value, float("nan")),
        "all arguments": lambda case, _: tuple(argument.value for argument in case.arguments),
    }
    if not exercise.shape_credit:  # else the author gives something for them
        answers["right values in wrong shapes"] = lambda _, value: reshape(value)
        answers["zeros in wrong shapes"] = lambda _, value: reshape(fill(value, 0.0))
    names = dict.fromkeys(argument.name for case in exercise.cases for argument in case.arguments)
    return answers | {f"its argument {name}": _echo(name) for name in names}


def earn_nothing(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """No trivial answer earns a point, in no case."""
    yield from rewards(exercise, context.expected_answers(exercise))


def rewards(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[Problem]:
    """Yield a problem for what trivial answers earn, those that earn it in the same cases together."""
    if share := best_guess(exercise, expected):
        if share > MOST_ALIKE:
            yield Problem(
                f"one answer is right for {share:.0%} of the points: yield more calls whose answer is the other"
            )
        return
    if any(given_shares(exercise, expected)):  # `given_parts` says which
        return
    earning: dict[tuple[float, tuple[int, ...]], list[str]] = defaultdict(list)
    edges = 0.0
    for name, values in (*_tries(exercise, expected), *_part_tries(exercise, expected)):
        exempt = _right_parts(exercise, expected, values)
        results = list(_earning(exercise, expected, values, exempt))
        edges = max(edges, sum(item.share * item.case.weight for item in results if item.case.edge))
        if results := [result for result in results if not result.case.edge]:
            numbers = tuple(result.case.number for result in results)
            earning[max(result.share for result in results), numbers].append(name)
    for (share, numbers), names in earning.items():
        yield Problem(_complaint(exercise, names, share, numbers))
    if (share := edges / sum(case.weight for case in exercise.cases)) > MOST_EDGES:
        yield Problem(
            f"trivial answers earn {share:.0%} of the points by calls with edge=True: "
            "give those less weight, or yield more others"
        )


def _tries(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[tuple[str, list[Value]]]:
    """Yield the trivial answers, each with what it is in every case."""
    pairs = list(zip(exercise.cases, expected, strict=True))
    for name, answer in trivial_answers(exercise).items():
        yield name, [answer(case, observation.value) for case, observation in pairs]


def _part_tries(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[tuple[str, list[Value]]]:
    """Yield the trivial answers in every part by itself, the others being None."""
    names = [part.name for part in exercise.parts if not part.optional]
    splits = [split(exercise, canonical(exercise, observation.value)) for observation in expected]
    rows = [row for row in splits if isinstance(row, dict)]
    if len(names) < 2 or len(rows) < len(splits):
        return
    for name, answer in trivial_answers(exercise).items():
        for part in names:
            values = [answer(case, row[part]) for case, row in zip(exercise.cases, rows, strict=True)]
            yield (
                f"{name} as {part}",
                [tuple(v if other == part else None for other in names) for v in values],
            )


def exemptions(exercise: Exercise, expected: Sequence[Observation]) -> Iterator[str]:
    """Say which trivial answers are the right ones, and so may earn points."""
    for name, values in _tries(exercise, expected):
        for part in sorted(_right_parts(exercise, expected, values)):
            yield f"{part or 'the answer'} may be {name}: the reference's own is, in every case"


def _earning(
    exercise: Exercise, expected: Sequence[Observation], values: Sequence[Value], exempt: frozenset[str]
) -> Iterator[CaseResult]:
    """Yield the cases in which an answer earns more than its exempt parts are worth."""
    weights = {part.name: part.weight for part in exercise.parts}
    allowed = sum(weights[name] for name in exempt) / sum(weights.values())
    for case, answer, value in zip(exercise.cases, expected, values, strict=True):
        with silence():
            result = score_case(exercise, case, answer, Observation(Outcome.RETURNED, value))
        if result.share > allowed + SLACK:
            yield result


def _right_parts(
    exercise: Exercise, expected: Sequence[Observation], values: Sequence[Value]
) -> frozenset[str]:
    """Return the parts in which an answer is the reference's own, to the last bit, in every case."""
    common: set[str] | None = None
    for answer, value in zip(expected, values, strict=True):
        parts = split(exercise, canonical(exercise, value))
        right = split(exercise, canonical(exercise, answer.value))
        if not isinstance(parts, dict) or not isinstance(right, dict):
            return frozenset()
        same = {
            name for name in parts if name in right and compare(parts[name], right[name], name, EXACT) is None
        }
        common = same if common is None else common & same
    return frozenset(common or ())


def _complaint(exercise: Exercise, names: Sequence[str], share: float, numbers: Sequence[int]) -> str:
    which = "every case" if len(numbers) == len(exercise.cases) else f"case {', '.join(map(str, numbers))}"
    advice = (
        "let the judge refuse it"
        if exercise.judge
        else "choose arguments whose answer is another, or a narrower rtol and atol; "
        "where that is meant, say call(..., edge=True)"
    )
    earn = "earns" if len(names) == 1 else "earn"
    return f"{join_words(names, 3)} {earn} {share:.0%} of {which}: {advice}"


def fill(value: Value, number: float) -> Value:
    """Return a value of the same structure with one number everywhere."""

    def fill_leaf(leaf: Value) -> Value:
        if isinstance(leaf, str | bytes) or leaf is None:
            return leaf if number == 0 else None
        return np.full(np.shape(leaf), number)

    return map_leaves(fill_leaf, value)


def reshape(value: Value) -> Value:
    # walks on its own: a list is no array whose shape could be wrong, so it becomes nothing
    """Return a value whose arrays have one dimension too many; a single number keeps its shape."""
    if isinstance(value, Mapping):
        return {key: reshape(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(reshape(item) for item in value)
    return np.asarray(value)[None] if isinstance(value, np.ndarray) and value.size > 1 else None


def _echo(name: str) -> Answer:
    return lambda case, _: next((a.value for a in case.arguments if a.name == name), None)
