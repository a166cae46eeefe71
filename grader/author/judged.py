"""Holds an author's judge to its promise: right answers pass, and every other value gets a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.author.calls import answers
from grader.author.desk import Desk
from grader.author.finding import Problem, warning
from grader.course.calls import quiet
from grader.judge.score import share
from grader.model import Case, Exercise, Value

DRAWS = 12  # of the reference, under other seeds

STRANGE: tuple[Value, ...] = (
    *(
        None,
        True,
        3,
        float("nan"),
        "x",
        b"",
        [],
        [[]],
        [1, "a"],
        [None],
        [(1, 2)],
        [(None, None)],
        (),
        {},
        {1: 2},
    ),
    *(np.zeros((0, 3)), np.array(["a", "b"]), np.array(2.0), np.zeros((2, 2, 2)), (np.zeros(2), None)),
    *({"W1": None}, {"W1": "x", "b1": []}, {"W1": np.zeros((2, 2)), "b1": np.zeros((2, 1))}),
    *({"": float("inf")}, ({"W1": np.array(["a"])}, []), [np.zeros(3), {}], 1j, -1),
)


def answers_anything(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """The judge accepts the reference, and refuses any nonsense with a sentence instead of raising."""
    for case, right in zip(exercise.cases, desk.expected(exercise), strict=True):
        said = _asked(exercise, case, right.value)
        if said is not None:
            yield Problem(f"the judge refuses the reference in case {case.number}: {said}")
        for value in STRANGE:
            said = _asked(exercise, case, value)
            if not isinstance(said, str) or said.startswith("raises") or not said:
                shown = repr(value).replace("\n", "")[:60]
                yield Problem(f"the judge, given {shown} in case {case.number}, {_fault(said)}")
                return


def _asked(exercise: Exercise, case: Case, value: Value) -> object:
    assert exercise.judge is not None
    try:
        with quiet():
            return exercise.judge(value, *(argument.value for argument in case.arguments))
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"


def _fault(said: object) -> str:
    if isinstance(said, str) and said:
        return f"{said}; return a sentence for whatever a student may return"
    return f"returns {said!r}: only a right value may be accepted, every other one gets a sentence"


def accepts_other_draws(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """Where the answer is drawn at random, a right solution that draws otherwise earns its points too."""
    function = desk.functions(desk.assignment.reference)[exercise.names[0]]
    for shift in range(1, DRAWS + 1):
        result = desk.score(exercise, answers(function, exercise, shift=shift))
        if share(result) == 1:
            continue
        failed = next(case for case in result.cases if case.share < 1)
        why = failed.difference.text if failed.difference else failed.verdict
        if exercise.judge:
            yield Problem(
                f"the judge refuses the reference's own answer to case {failed.case.number} under another seed: "
                f"{why}; let it accept whatever a right solution may draw"
            )
        else:
            yield warning(
                f"the answer to case {failed.case.number} depends on the order of draws, and only the "
                "reference's order is right: accept others with judge=, or let the brief name the draws"
            )
        return
