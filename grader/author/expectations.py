"""The one list of what must be true of an assignment, from which every output is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from grader.author.checks import (
    answer_tables,
    arguments_kept,
    briefs,
    cases,
    editions,
    given_parts,
    invariants,
    judges,
    leaks,
    mistakes,
    mutation_score,
    namesakes,
    needs,
    plain_arguments,
    points,
    repetition,
    sentences,
    shares,
    soundness,
    speed,
    stability,
    submissions,
    tolerance,
    trivial_answers,
    variants,
    worked_examples,
)
from grader.author.context import VerificationContext
from grader.author.findings import Expectation, Level, Problem
from grader.model import Exercise

OfAssignment = Callable[[VerificationContext], Iterable[Problem]]
OfExercise = Callable[[VerificationContext, Exercise], Iterable[Problem]]

READ: tuple[tuple[str, OfAssignment], ...] = (
    ("points add up", points.add_up),
    ("inputs repeat", repetition.inputs_repeat),
    ("functions name the assignment", namesakes.are_apart),
    ("the brief is the author's own", briefs.has_no_scaffold),
    ("the brief's imports are the starter's", briefs.imports_agree),
)
RUN: tuple[tuple[str, OfAssignment], ...] = (
    ("reference, handed in, scores full marks", submissions.reference_earns_all),
    ("starter, handed in, scores 0", submissions.starter_earns_nothing),
    *(
        (f"verdicts stay under {name}", partial(stability.under_circumstances, name=name))
        for name in stability.CIRCUMSTANCES
    ),
    ("mutation score", mutation_score.is_high),
    ("verdicts stay with fresh seeds", stability.with_fresh_seeds),
    ("a table earns little", answer_tables.earns_little),
    ("the brief's examples are true", worked_examples.are_true),
)
READ_EXERCISE: tuple[tuple[str, OfExercise], ...] = (
    ("points can be earned", points.can_be_earned),
    ("public and hidden cases", cases.are_public_and_hidden),
    ("the brief describes it", briefs.describes),
    ("needs what the reference calls", needs.are_what_is_called),
    ("hints and sentences", sentences.help_students),
    ("nothing quotes the reference", leaks.quotes_nothing),
    ("arguments are plain data", plain_arguments.is_plain),
    ("what is optional is asked for", editions.is_asked_for),
)
RUN_EXERCISE: tuple[tuple[str, OfExercise], ...] = (
    ("reference repeats to the bit", repetition.reference_repeats),
    ("reference is in time", speed.in_time),
    ("arguments stay as they are", arguments_kept.stay),
    ("shares are of its keys", shares.fit_keys),
    ("other draws are right", judges.accept_other_draws),
    ("trivial answers score 0", trivial_answers.earn_nothing),
    ("every part takes work", given_parts.take_work),
    ("inputs agree with themselves", invariants.hold),
    ("tolerance has head-room", tolerance.has_headroom),
    ("mutants are killed", mutation_score.none_survives),
)


def expectations(context: VerificationContext) -> Iterator[Expectation]:
    """Yield every expectation of an assignment: first those that only read it, then those that run it."""

    def of_assignment(name: str, check: Callable[[], Iterable[Problem]]) -> Expectation:
        return Expectation(f"{context.id}::{name}", context.path, 1, check)

    for name, check in READ:
        yield of_assignment(name, partial(check, context))
    for exercise in context.assignment.exercises:
        for title, test in READ_EXERCISE:
            yield _of(context, exercise, title, partial(test, context, exercise))
    yield of_assignment("reference answers", partial(soundness.answers, context))
    for exercise in context.assignment.exercises:
        yield from _running(context, exercise)
    for name, check in RUN:
        yield of_assignment(name, partial(_if_all_sound, context, check))
    for python in context.pythons:
        name = f"verdicts stay in {python}"
        in_interpreter = partial(stability.in_interpreter, python=python)
        yield of_assignment(name, partial(_if_all_sound, context, in_interpreter))


def _running(context: VerificationContext, exercise: Exercise) -> Iterator[Expectation]:
    """Yield what is asked of an exercise by running it."""
    tests = list(RUN_EXERCISE)
    if exercise.judge:
        tests.insert(0, ("judge answers anything", judges.answer_anything))
        tests.append(("judge refuses wrong laws", judges.refuse_wrong_laws))
    for title, test in tests:
        yield _of(context, exercise, title, partial(_if_sound, context, exercise, test))
    for mistake in exercise.mistakes:
        check = partial(_if_sound, context, exercise, partial(mistakes.is_recognized, mistake=mistake))
        yield _of(context, exercise, f"mistake {mistake.name}", check, mistake.line)
    for variant in exercise.variants:
        check = partial(_if_sound, context, exercise, partial(variants.earns_all, variant=variant))
        title = variant.name if variant.name.startswith("variant") else f"variant {variant.name}"
        yield _of(context, exercise, title, check, variant.line)


def _of(
    context: VerificationContext,
    exercise: Exercise,
    title: str,
    check: Callable[[], Iterable[Problem]],
    line: int = 0,
) -> Expectation:
    return Expectation(f"{context.id}::{exercise.name}::{title}", context.path, line or exercise.line, check)


def _if_sound(context: VerificationContext, exercise: Exercise, test: OfExercise) -> Iterable[Problem]:
    if soundness.fault(context, exercise):
        return [Problem("not checked: the reference does not answer", Level.SKIPPED)]
    return test(context, exercise)


def _if_all_sound(context: VerificationContext, check: OfAssignment) -> Iterable[Problem]:
    if any(soundness.fault(context, exercise) for exercise in context.assignment.exercises):
        return [Problem("not checked: the reference does not answer", Level.SKIPPED)]
    return check(context)
