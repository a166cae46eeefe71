"""Holds the inputs to what must be true of them: the same in every run, and in agreement with themselves."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.calls import inputs
from grader.author.desk import Desk, foreign_argument
from grader.author.finding import Problem
from grader.course import load
from grader.course.calls import quiet
from grader.model import Case, Exercise


def plain(_: Desk, exercise: Exercise) -> Iterator[Problem]:
    """Every argument is plain data, which alone can be sent to a student's process."""
    if foreign := foreign_argument(exercise):
        yield Problem(foreign)


def inputs_repeat(desk: Desk) -> Iterator[Problem]:
    """The checks yield the same calls whenever they are loaded."""
    again = load(desk.course, desk.id, secret=desk.assignment.secret)
    for exercise in desk.assignment.exercises:
        other = again.exercise(exercise.name)
        if inputs(exercise) != inputs(other):
            yield Problem(
                f"the arguments of {exercise.name} are others whenever the checks are loaded: draw them from "
                "the argument rng, never from default_rng() or the clock",
                line=exercise.line,
            )


def invariants_hold(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """What the author says of every call's arguments is true, of freshly drawn ones as well."""
    said = desk.said(exercise).invariants
    drawn = [*exercise.cases, *(case for _, one in desk.fresh for case in one.exercise(exercise.name).cases)]
    for invariant in said:
        for case in drawn:
            if (wrong := _broken(invariant.what, case)) is not None:
                yield Problem(
                    f"the arguments of case {case.number} contradict each other: {wrong}; make them with the "
                    "reference's own functions",
                    line=invariant.line,
                )
                break


def _broken(holds: object, case: Case) -> str | None:
    assert callable(holds)
    try:
        with quiet():
            said = holds(*(argument.value for argument in case.arguments))
    except Exception as error:
        return f"the invariant raises {type(error).__name__}: {error}"
    return None if said is None else str(said)
