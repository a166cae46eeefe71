"""Arguments agree with themselves: what the author says of every call's is true, of freshly drawn ones as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.course.calls import silence
from grader.model import Case, Exercise


def hold(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Ask every `@invariant` of every call, once more with the seeds of freshly drawn cases."""
    fresh = [case for _, assignment in context.fresh for case in assignment.exercise(exercise.name).cases]
    for invariant in context.decorations(exercise).invariants:
        for case in (*exercise.cases, *fresh):
            if (contradiction := _contradiction(invariant.value, case)) is not None:
                yield Problem(
                    f"the arguments of case {case.number} contradict each other: {contradiction}; make them "
                    "with the reference's own functions",
                    line=invariant.line,
                )
                break


def _contradiction(holds: Callable[..., str | None], case: Case) -> str | None:
    try:
        with silence():
            sentence = holds(*(argument.value for argument in case.arguments))
    except Exception as error:
        return f"the invariant raises {type(error).__name__}: {error}"
    return None if sentence is None else str(sentence)
