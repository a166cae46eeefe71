"""Makes extra inputs of the cases: the same calls with some values drawn anew, or with a default changed."""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.random import Generator

from grader.author.answers import call_within
from grader.author.context import VerificationContext
from grader.course.calls import Call, Function, silence
from grader.judge.compare import as_numbers
from grader.judge.parts import canonical, split
from grader.model import Argument, Case, Exercise, Observation, Outcome, Value
from grader.values import leaves, map_leaves

ROUNDS = 6  # of changing each argument by itself and all of them together
FEW = 300
SECONDS = 3.0  # of a processor, for the reference's answers


@dataclass(frozen=True, slots=True)
class ExtraInput:
    """A call that no case makes, with the reference's answer to it."""

    description: str
    case: Case
    expected: Observation
    call: Call


def extra_inputs(
    context: VerificationContext, exercise: Exercise, reference: Function, seconds: float
) -> Iterator[ExtraInput]:
    """Yield inputs that the reference answers with finite values and that the author's invariants allow."""
    count, ends = 0, time.process_time() + SECONDS
    for description, case in _changes(context, exercise, reference):
        if count == FEW or time.process_time() > ends:
            return
        if not _allowed(context, exercise, case):
            continue
        call = Call(case, reference)
        expected = call_within(call, reference, seconds)
        if expected.outcome is Outcome.RETURNED and _finite(exercise, expected.value):
            count += 1
            yield ExtraInput(description, case, expected, call)


def _changes(
    context: VerificationContext, exercise: Exercise, reference: Function
) -> Iterator[tuple[str, Case]]:
    for seed, fresh in context.fresh:
        for case in fresh.exercise(exercise.name).cases:
            if case.hidden:
                yield f"case {case.number} with --fresh-seed {seed}", case
    rng = np.random.default_rng(7)
    for case in exercise.cases:
        for default in _defaults(case, reference):
            yield f"case {case.number} with {default.name}={default.value!r}", _with(case, default)
    for _ in range(ROUNDS):
        for case in exercise.cases:
            for argument in case.arguments:
                redrawn = replace(argument, value=redraw(argument.value, rng))
                yield f"case {case.number} with another {_say(redrawn)}", _with(case, redrawn)
            for argument in case.arguments:
                if (value := _with_zeros(argument.value, rng)) is not None:
                    zeros = replace(argument, value=value)
                    yield f"case {case.number} with zeros in {argument.name}", _with(case, zeros)
            arguments = tuple(replace(item, value=redraw(item.value, rng)) for item in case.arguments)
            yield f"case {case.number} with all arguments drawn anew", replace(case, arguments=arguments)


def _say(argument: Argument) -> str:
    plain = isinstance(argument.value, bool | int | float | str)
    return f"{argument.name} ({argument.value!r:.40})" if plain else argument.name


def _defaults(case: Case, reference: Function) -> Iterator[Argument]:
    """Yield arguments that a case leaves to their defaults, with other values."""
    names = {argument.name for argument in case.arguments}
    for name, parameter in inspect.signature(reference).parameters.items():
        default = parameter.default
        if name in names or default is parameter.empty:
            continue
        for value in _other_defaults(default):
            yield Argument(name, value)


def _other_defaults(default: Any) -> list[Value]:
    if isinstance(default, bool):
        return [not default]
    if isinstance(default, int):
        return [default + 1, 2 * default + 3]
    return [default * 0.5, default * 3] if isinstance(default, float) else []


def _with(case: Case, argument: Argument) -> Case:
    """Return the case with one argument changed or added."""
    if all(item.name != argument.name for item in case.arguments):
        return replace(case, arguments=(*case.arguments, argument))
    changed = tuple(argument if item.name == argument.name else item for item in case.arguments)
    return replace(case, arguments=changed)


def redraw(value: Value, rng: Generator) -> Value:
    """Draw a value of the same form: its type, its shape, its range."""
    return map_leaves(lambda leaf: _redraw_leaf(leaf, rng), value)


def _redraw_leaf(value: Value, rng: Generator) -> Value:
    if isinstance(value, np.ndarray):
        return _redraw_array(value, rng)
    if isinstance(value, bool):
        return bool(rng.integers(2))
    if isinstance(value, int):
        return max(min(value, 1), value + int(rng.integers(-2, 4)))
    if isinstance(value, float):
        return float(value * rng.uniform(0.2, 1.0 if 0 < value < 1 else 3.0))
    return value


def _with_zeros(value: Value, rng: Generator) -> Value:
    """Return an array with some entries set to 0, where derivatives and comparisons show their conventions."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
        return np.where(rng.random(value.shape) < 0.3, 0.0, value)
    return 0.0 if isinstance(value, float) else None


def _redraw_array(value: Any, rng: Generator) -> Any:
    if value.dtype.kind in "biu":  # labels and masks stay what they are, in another order
        return rng.permuted(value)
    if value.dtype.kind != "f" or not value.size:
        return value
    if set(np.unique(value)) <= {0.0, 1.0}:
        return rng.permuted(value)
    low, high = float(np.min(value)), float(np.max(value))
    if low >= 0 and high <= 1:
        return rng.uniform(max(low, 1e-3), min(high, 1 - 1e-3), size=value.shape).astype(value.dtype)
    if low >= 0:
        return rng.uniform(0.1, high + 0.1, size=value.shape).astype(value.dtype)
    return (rng.normal(size=value.shape) * (np.std(value) or 1.0)).astype(value.dtype)


def _allowed(context: VerificationContext, exercise: Exercise, case: Case) -> bool:
    values = [argument.value for argument in case.arguments]
    try:
        with silence():
            return all(item.value(*values) is None for item in context.decorations(exercise).invariants)
    except Exception:  # it does not fit the author's words: such a call is never made
        return False


def _finite(exercise: Exercise, value: Value) -> bool:
    """Tell whether an answer has all its parts and no infinity in them."""
    parts = split(exercise, canonical(exercise, value))
    if not isinstance(parts, dict):
        return False
    numbers = (as_numbers(leaf) for leaf in leaves(parts))
    return all(np.isfinite(array).all() for array in numbers if array is not None)
