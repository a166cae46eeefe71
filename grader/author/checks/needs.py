"""`needs` names the exercises that the reference's functions call, all of them and no others."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.course.edit import function_source
from grader.model import Exercise


def are_what_is_called(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Compare `needs` with the names in the reference's function."""
    exercises = {name: item.name for item in context.assignment.exercises for name in item.names}
    called = {exercises[name] for name in _names(context, exercise) if name in exercises} - {exercise.name}
    for name in sorted(called - set(exercise.needs)):
        yield Problem(
            f"the reference calls {name}: add it to needs=, or a wrong {name} costs points here too"
        )
    for name in sorted(set(exercise.needs) - called):
        yield warning(f"the reference does not call {name}: take it out of needs=")


def _names(context: VerificationContext, exercise: Exercise) -> set[str]:
    tree = ast.parse(function_source(context.assignment.reference, exercise.names[0]).text)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
