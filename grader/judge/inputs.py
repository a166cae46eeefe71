"""Wrong values that come from what the function was given: an input unchanged, a term with it too many or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grader.judge.array_patterns import Array, NoNumbersError, is_near, wrong_pairs
from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence, are, listed
from grader.judge.quantities import expressions
from grader.model import Argument, Diagnosis, Value


def unchanged_input(evidence: Evidence) -> Diagnosis | None:
    """Every wrong value is an argument, or a piece of one, as it came in."""
    names: set[str] | None = None
    try:
        for index, actual, _ in wrong_pairs(evidence):
            case = evidence.exercise.cases[evidence.slots[index].case]
            same = {name for name, value in _inputs(case.arguments) if is_near(actual, value) and actual.size}
            own = {name for name in same if name.endswith(evidence.slots[index].name)}
            names = (own or same) if names is None or own else names & same
            if not names or not (own or same):
                return None
    except NoNumbersError:
        return None
    if not names:
        return None
    wrong_names = evidence.wrong_names
    sentence = f"{listed(wrong_names)} {are(wrong_names)} returned as they came in: the update never reaches what is returned."
    if len(wrong_names) == 1:
        sentence = f"{listed(wrong_names)} is {min(names, key=len)} as it came in: it is returned without being computed."
    return Diagnosis("unchanged_input", sentence)


def _inputs(arguments: Sequence[Argument]) -> Iterator[tuple[str, Array]]:
    """Yield all arrays and numbers that a call is given, by name."""
    for argument in arguments:
        yield from _arrays(argument.name, argument.value)


def _arrays(name: str, value: Value) -> Iterator[tuple[str, Array]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _arrays(str(key), item)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _arrays(f"{name}[{index}]", item)
    elif (array := as_numbers(value)) is not None:
        yield name, array


def term(evidence: Evidence) -> Diagnosis | None:
    """The error of every wrong value is one multiple of an input of its shape."""
    fitting: dict[str, list[tuple[int, float]]] | None = None
    try:
        for index, actual, expected in wrong_pairs(evidence):
            slot = evidence.slots[index]
            if actual.shape != expected.shape or expected.size < 3:
                return None
            inputs = _inputs(evidence.exercise.cases[slot.case].arguments)
            fits = {
                _role(name, slot.name): (slot.case, ratio)
                for name, value in inputs if (ratio := _multiple(actual - expected, value)) is not None
            }  # fmt: skip
            fitting = {name: [fit] for name, fit in fits.items()} if fitting is None else {
                name: [*fitting[name], fits[name]] for name in fitting if name in fits
            }  # fmt: skip
            if not fitting:
                return None
    except NoNumbersError:
        return None
    return _term_sentence(evidence, fitting or {})


def _role(name: str, slot: str) -> str:
    """Blur the layer of an input that goes with its slot: W2 beside dW2, dW2 beside W2."""
    core = slot.removeprefix("d")
    return name.replace(core, "*") if core and core in name else name


def _multiple(error: Array, value: Array) -> float | None:
    if value.shape != error.shape or not value.any() or not np.isfinite(error).all():
        return None
    ratio = float((error * value).sum() / (value * value).sum())
    return ratio if ratio and is_near(error, ratio * value) else None


def _term_sentence(evidence: Evidence, fitting: dict[str, list[tuple[int, float]]]) -> Diagnosis | None:
    for role, pairs in fitting.items():
        cases = np.array([case for case, _ in pairs])
        ratios = np.array([ratio for _, ratio in pairs])
        if len(set(cases.tolist())) < 2:
            continue
        steady = np.allclose(ratios, ratios[0], rtol=1e-5) or any(
            np.allclose(sign * expression.values[cases], ratios, rtol=1e-5)
            for sign in (1, -1)
            for expression in expressions(evidence.exercise)
        )
        if steady:
            names = evidence.wrong_names
            what = (
                role.replace("*", "the parameter itself" if "d" not in role else "gradient")
                if "*" in role
                else role
            )
            how = "too many" if (ratios > 0).all() else "missing" if (ratios < 0).all() else "wrong"
            return Diagnosis(
                f"term_{how.replace(' ', '_')}",
                f"A term with a multiple of {what} is {how} in {listed(names)}; all else in "
                f"{'it' if len(names) == 1 else 'them'} is right.",
            )
    return None
