"""Holds an author's judge to its promise: right answers pass, and every other value gets a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.author.answers import answers
from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.course.calls import silence
from grader.judge.score import share
from grader.model import Case, Exercise, Value
from grader.values import leaves, map_leaves
from grader.wording import join_words

Array = NDArray[Any]

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


LAWS: dict[str, Callable[[Array], Array]] = {  # wrong ones, by what is wrong with them
    "their mean everywhere": lambda draws: np.full_like(draws, draws.mean()),
    "the most frequent value everywhere": lambda draws: np.full_like(draws, _mode(draws)),
    "one value repeated": lambda draws: np.full_like(draws, draws.flat[0]),
    "the same values sorted": lambda draws: np.sort(draws, axis=None).reshape(draws.shape),
    "numbers at equal distances": lambda draws: np.linspace(
        draws.min(), draws.max(), draws.size, dtype=draws.dtype
    ).reshape(draws.shape),
    "the same values three times as far apart": lambda draws: draws.mean() + 3 * (draws - draws.mean()),
}
ENOUGH = 20  # of fewer values nobody can say whether they were drawn


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


def refuse_wrong_laws(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """A judge of random answers tells them from what follows another law, in some case at least."""
    function = context.functions(context.assignment.reference)[exercise.names[0]]
    redrawn = [observation.value for observation in answers(function, exercise, shift=1)]
    expected = [observation.value for observation in context.expected_answers(exercise)]
    drawn = [_drawn(*pair) for pair in zip(expected, redrawn, strict=True)]
    accepted = [name for name, law in LAWS.items() if _all_accept(exercise, expected, drawn, law)]
    if accepted:
        yield Problem(
            f"in place of random values, the judge accepts {join_words(accepted)} in every case: let it look at "
            "their mean, their spread and their order, in a hidden case that is large enough"
        )


def _drawn(value: Value, redrawn: Value) -> list[bool]:
    """Say of every array whether it is drawn at random, and large enough to tell a law by."""
    pairs = zip(leaves(value), leaves(redrawn), strict=False)
    return [
        isinstance(leaf, np.ndarray)
        and leaf.dtype.kind == "f"
        and leaf.size >= ENOUGH
        and not np.array_equal(leaf, second)
        for leaf, second in pairs
    ]


def _all_accept(
    exercise: Exercise, expected: list[Value], drawn: list[list[bool]], law: Callable[[Array], Array]
) -> bool:
    """Tell whether the judge accepts a law's values in every case that has any; False where there is none."""
    verdicts = [
        _ask(exercise, case, _under(law, value, flags)) is None
        for case, value, flags in zip(exercise.cases, expected, drawn, strict=True)
        if any(flags)
    ]
    return bool(verdicts) and all(verdicts)


def _under(law: Callable[[Array], Array], value: Value, flags: list[bool]) -> Value:
    following = iter(flags)
    with silence():
        return map_leaves(lambda leaf: law(leaf) if next(following, False) else leaf, value)


def _mode(draws: Array) -> Any:
    values, counts = np.unique(draws, return_counts=True)
    return values[counts.argmax()]
