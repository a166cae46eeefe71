"""Inputs and answers are the same whenever they are made again, to the last bit."""

from __future__ import annotations

from collections.abc import Iterator

from grader.author.answers import answers, input_bits, value_bits
from grader.author.context import VerificationContext
from grader.author.findings import Problem
from grader.course import load
from grader.course.edit import function_source
from grader.model import Exercise


def inputs_repeat(context: VerificationContext) -> Iterator[Problem]:
    """The checks yield the same calls whenever they are loaded."""
    reloaded = load(context.course, context.id, secret=context.assignment.secret)
    for exercise in context.assignment.exercises:
        if input_bits(exercise) != input_bits(reloaded.exercise(exercise.name)):
            yield Problem(
                f"the arguments of {exercise.name} are others whenever the checks are loaded: draw them from "
                "the argument rng, never from default_rng() or the clock",
                line=exercise.line,
            )


def reference_repeats(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """The reference gives the same answers twice, in a student's process and in ours."""
    reference = context.assignment.reference
    in_worker = context.observed_reference(exercise)
    function = context.functions(reference)[exercise.names[0]]
    pairs = [
        (context.expected_answers(exercise), in_worker, "in a new process"),
        (answers(function, exercise), answers(function, exercise), "when it is called again"),
    ]
    for first, second, when in pairs:
        bits = zip(value_bits(first), value_bits(second), strict=True)
        for case, (before, after) in zip(exercise.cases, bits, strict=True):
            if before != after:
                yield _problem(context, exercise, f"the answer to case {case.number} is another {when}")
                return


def _problem(context: VerificationContext, exercise: Exercise, what: str) -> Problem:
    name = exercise.names[0]
    message = (
        f"the reference's {name} is not the same twice: {what}; "
        "draw from np.random (which is seeded before every call), never from default_rng() or the clock"
    )
    line = function_source(context.assignment.reference, name).start + 1
    return Problem(message, path=context.reference_path, line=line)
