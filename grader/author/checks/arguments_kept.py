"""The reference leaves its arguments and its defaults as they are: a second call must mean what the first did."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from grader.author.answers import answers
from grader.author.context import VerificationContext
from grader.author.findings import Problem, warning
from grader.course.edit import function_source
from grader.model import Exercise
from grader.values import equal
from grader.wording import join_words


def stay(context: VerificationContext, exercise: Exercise) -> Iterator[Problem]:
    """Warn of a reference that changes an argument: who calls it twice is surprised."""
    observations = context.observed_reference(exercise)
    changed = sorted({name for observation in observations for name in observation.changed})
    if changed:
        source = function_source(context.assignment.reference, exercise.names[0])
        yield warning(
            f"the reference changes its argument {join_words(changed)}, and only what is returned is compared: "
            "let it work on a copy",
            source.start + 1,
            context.reference_path,
        )


def changed_default(context: VerificationContext, exercise: Exercise) -> str:
    """Name a default that calling the reference changes; empty where none is."""
    function = context.functions(context.assignment.reference)[exercise.names[0]]
    defaults = {
        name: parameter.default
        for name, parameter in inspect.signature(function).parameters.items()
        if not isinstance(parameter.default, IMMUTABLE) and parameter.default is not parameter.empty
    }
    if not defaults:
        return ""
    before: dict[str, Any] = deepcopy(defaults)
    answers(function, exercise)
    changed = [name for name in defaults if not equal(before[name], defaults[name])]
    if not changed:
        return ""
    return (
        f"the reference changes the default of {changed[0]}, which all calls share: "
        f"say {changed[0]}=None and make it inside"
    )


IMMUTABLE = (bool, int, float, complex, str, bytes, tuple, type(None))
