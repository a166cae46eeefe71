"""The one list of what must be true of an assignment, from which every output is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from grader.author import (
    editions,
    fixtures,
    judged,
    leaks,
    mutation,
    programs,
    rubric,
    stable,
    tables,
    tolerance,
    trivial,
)
from grader.author.desk import Desk
from grader.author.finding import Expectation, Level, Problem
from grader.errors import AssignmentError
from grader.model import Exercise

OfAssignment = Callable[[Desk], Iterable[Problem]]
OfExercise = Callable[[Desk, Exercise], Iterable[Problem]]

READ: tuple[tuple[str, OfAssignment], ...] = (
    ("points add up", rubric.points),
    ("no function needs itself", rubric.no_circle),
    ("inputs repeat", fixtures.inputs_repeat),
)
RUN: tuple[tuple[str, OfAssignment], ...] = (
    ("reference, handed in, scores full marks", programs.reference_submitted),
    ("starter, handed in, scores 0", programs.starter_submitted),
    *(
        (f"verdicts stay under {name}", partial(stable.same_elsewhere, name=name))
        for name in stable.CIRCUMSTANCES
    ),
    ("mutation score", mutation.score_is_high),
    ("verdicts stay with fresh seeds", stable.same_when_drawn_anew),
    ("a table earns little", tables.earns_little),
)
READ_EACH: tuple[tuple[str, OfExercise], ...] = (
    ("points can be earned", rubric.exercise_points),
    ("public and hidden cases", rubric.cases),
    ("needs what the reference calls", rubric.needs),
    ("hints and sentences", rubric.words),
    ("nothing quotes the reference", leaks.leaks),
    ("arguments are plain data", fixtures.plain),
    ("what is optional is asked for", editions.is_asked_for),
)
RUN_EACH: tuple[tuple[str, OfExercise], ...] = (
    ("reference repeats to the bit", programs.repeats),
    ("reference is in time", programs.in_time),
    ("shares are of its keys", rubric.shares),
    ("other draws are right", judged.accepts_other_draws),
    ("trivial answers score 0", trivial.earns_nothing),
    ("inputs agree with themselves", fixtures.invariants_hold),
    ("tolerance has head-room", tolerance.has_headroom),
    ("mutants are killed", mutation.killed),
)


def expectations(desk: Desk) -> Iterator[Expectation]:
    """Yield every expectation of an assignment: first those that only read it, then those that run it."""

    def of_assignment(name: str, check: Callable[[], Iterable[Problem]]) -> Expectation:
        return Expectation(f"{desk.id}::{name}", desk.path, 1, check)

    for name, check in READ:
        yield of_assignment(name, partial(check, desk))
    for exercise in desk.assignment.exercises:
        for title, test in READ_EACH:
            yield _of(desk, exercise, title, partial(test, desk, exercise))
    yield of_assignment("reference answers", partial(_answers, desk))
    for exercise in desk.assignment.exercises:
        yield from _running(desk, exercise)
    for name, check in RUN:
        yield of_assignment(name, partial(_if_all_sound, desk, check))
    for python in desk.pythons:
        name = f"verdicts stay in {python}"
        yield of_assignment(name, partial(_if_all_sound, desk, partial(stable.same_in, python=python)))


def _running(desk: Desk, exercise: Exercise) -> Iterator[Expectation]:
    """Yield what is asked of an exercise by running it."""
    tests = list(RUN_EACH)
    if exercise.judge:
        tests.insert(0, ("judge answers anything", judged.answers_anything))
    for title, test in tests:
        yield _of(desk, exercise, title, partial(_if_sound, desk, exercise, test))
    for mistake in exercise.mistakes:
        found = partial(programs.mistake_is_found, mistake=mistake)
        yield _of(
            desk, exercise, f"mistake {mistake.name}", partial(_if_sound, desk, exercise, found), mistake.line
        )
    for variant in exercise.variants:
        passes = partial(programs.variant_passes, variant=variant)
        title = variant.name if variant.name.startswith("variant") else f"variant {variant.name}"
        yield _of(desk, exercise, title, partial(_if_sound, desk, exercise, passes), variant.line)


def _of(
    desk: Desk, exercise: Exercise, title: str, check: Callable[[], Iterable[Problem]], line: int = 0
) -> Expectation:
    return Expectation(f"{desk.id}::{exercise.name}::{title}", desk.path, line or exercise.line, check)


def _answers(desk: Desk) -> Iterator[Problem]:
    """Say what stands in the way of running anything, once."""
    for exercise in desk.assignment.exercises:
        reason = desk.unsound(exercise)
        if reason and reason == desk.broken:
            yield _unanswered(desk)
            return
        if reason:
            yield Problem(f"{exercise.name}: {reason}", line=exercise.line)


def _unanswered(desk: Desk) -> Problem:
    """Make the key's failure a problem at its own place."""
    error = desk.failure
    if isinstance(error, AssignmentError):
        return Problem(error.reason, line=error.line or 0)
    return Problem(str(error))


def _if_sound(desk: Desk, exercise: Exercise, test: OfExercise) -> Iterable[Problem]:
    if desk.unsound(exercise):
        return [Problem("not checked: the reference does not answer", Level.SKIPPED)]
    return test(desk, exercise)


def _if_all_sound(desk: Desk, check: OfAssignment) -> Iterable[Problem]:
    if any(desk.unsound(exercise) for exercise in desk.assignment.exercises):
        return [Problem("not checked: the reference does not answer", Level.SKIPPED)]
    return check(desk)
