"""Proves that a table is not enough: whoever writes the public answers down and understands nothing earns little."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.checks.trivial_answers import rewards
from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.judge.score import best_guess, score_case
from grader.model import Exercise

MOST = 0.25  # of an assignment's points


def earns_little(context: VerificationContext) -> Iterator[Problem]:
    """A table of the public answers, which gives one of them to all hidden cases, earns a quarter at most."""
    shares = {
        exercise.name: _share(context, exercise)
        for exercise in context.assignment.exercises
        if not any(rewards(exercise, context.expected_answers(exercise)))  # which says why it earns more
    }
    points = {
        exercise.name: exercise.points * shares.get(exercise.name, 0.0)
        for exercise in context.assignment.exercises
    }
    if sum(points.values()) <= MOST * context.assignment.points:
        return
    worst = sorted((name for name in shares if shares[name] > MOST), key=lambda name: -points[name])
    listed = ", ".join(
        f"{points[name]:.3g} of {context.assignment.exercise(name).points:g} for {name}" for name in worst
    )
    yield Problem(
        f"a table of the public answers earns {sum(points.values()):.3g} of {context.assignment.points:g} points "
        f"({listed}): yield hidden calls whose answers differ from the public ones in every part",
        line=context.assignment.exercise(worst[0]).line,
    )


def _share(context: VerificationContext, exercise: Exercise) -> float:
    """Return what the best single public answer earns in the hidden cases, and all of them in the public ones."""
    pairs = list(zip(exercise.cases, context.expected_answers(exercise), strict=True))
    total = sum(case.weight for case in exercise.cases)
    public = sum(case.weight for case in exercise.cases if not case.hidden)
    hidden = [(case, expected) for case, expected in pairs if case.hidden]
    guesses = [
        sum(case.weight * score_case(exercise, case, expected, guess).share for case, expected in hidden)
        for public_case, guess in pairs
        if not public_case.hidden
    ]
    earned = (public + max(guesses, default=0.0)) / total
    guess = best_guess(exercise, context.expected_answers(exercise))
    return max(0.0, (earned - guess) / (1 - guess))
