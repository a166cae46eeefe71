"""A student who fails reads something, and every mistake has its own sentence."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.model import Exercise


def help_students(_: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """There is a hint, a title, a known mistake, and no sentence twice."""
    if not exercise.hints:
        yield Problem('there is no hint: add @hint("...") above the function')
    if exercise.title in exercise.names:
        yield warning("the function has no docstring: it is the exercise's title in the report")
    yield from _repetitions(exercise)
    if exercise.points and not exercise.mistakes:
        yield warning("no known mistake: add @mistake(old, new, says) for what students get wrong")


def _repetitions(exercise: Exercise) -> Iterator[Problem]:
    lines: dict[str, int] = {}  # message -> where it stands
    for mistake in exercise.mistakes:
        if not mistake.message.strip():
            yield Problem(f"the mistake {mistake.name or 'here'} has no sentence", line=mistake.line)
        elif line := lines.get(mistake.message):
            yield warning(f"the sentence is that of line {line}: say what is different here", mistake.line)
        lines[mistake.message] = mistake.line
