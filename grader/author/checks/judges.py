"""Holds an author's judge to its promise: right answers pass, and every other value gets a sentence."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from grader.author.answers import answers
from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.course.calls import silence
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


def answer_anything(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """The judge accepts the reference, and refuses any nonsense with a sentence instead of raising."""
    for case, expected in zip(exercise.cases, context.expected_answers(exercise), strict=True):
        verdict = _ask(exercise, case, expected.value)
        if verdict is not None:
            yield Problem(f"the judge refuses the reference in case {case.number}: {verdict}")
        for value in STRANGE:
            verdict = _ask(exercise, case, value)
            if not isinstance(verdict, str) or verdict.startswith("raises") or not verdict:
                text = repr(value).replace("\n", "")[:60]
                yield Problem(f"the judge, given {text} in case {case.number}, {_fault(verdict)}")
                return


def _ask(exercise: Exercise, case: Case, value: Value) -> object:
    assert exercise.judge is not None
    try:
        with silence():
            return exercise.judge(value, *(argument.value for argument in case.arguments))
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"


def _fault(verdict: object) -> str:
    if isinstance(verdict, str) and verdict:
        return f"{verdict}; return a sentence for whatever a student may return"
    return f"returns {verdict!r}: only a right value may be accepted, every other one gets a sentence"


def accept_other_draws(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Where the answer is drawn at random, a right solution that draws otherwise earns its points too."""
    function = context.functions(context.assignment.reference)[exercise.names[0]]
    for shift in range(1, DRAWS + 1):
        result = context.score(exercise, answers(function, exercise, shift=shift))
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
