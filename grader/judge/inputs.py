"""Wrong values that come from what was given: an input returned as it came, a multiple of one missing or too many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.conventions import RelatedQuantity
from grader.judge.array_patterns import Array, NoNumbersError, is_near, wrong_pairs
from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence, has, join_names, them
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
    wrong = evidence.wrong_names
    if len(wrong) == 1:
        sentence = f"{join_names(wrong)} is {min(names, key=len)} as it came in: it is returned without being computed."
    else:
        sentence = (
            f"{join_names(wrong)} are returned as they came in: your update never reaches what you return."
        )
    return Diagnosis("unchanged_input", sentence)


def _inputs(arguments: Sequence[Argument]) -> Iterator[tuple[str, Array]]:
    """Yield all arrays and numbers that a call is given, by name."""
    for argument in arguments:
        yield from _arrays(argument.name, argument.value)


def _arrays(name: str, value: Value) -> Iterator[tuple[str, Array]]:
    # walks on its own: a list of numbers is an array here, and a key stands for all that leads to it
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _arrays(str(key), item)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _arrays(f"{name}[{index}]", item)
    elif (array := as_numbers(value)) is not None:
        yield name, array


@dataclass(frozen=True, slots=True)
class _Fit:
    """The error of one wrong value as a multiple of an input."""

    case: int  # index
    name: str  # of the input
    ratio: float


def term(evidence: Evidence) -> Diagnosis | None:
    """The error of every wrong value is one multiple of an input of its shape.

    A term that is left out, or there once too often, shows so: where W / m is missing in dW, the error of dW is
    -1/m times W. Each wrong value has an input of its own (W1 beside dW1, W2 beside dW2), so inputs are gathered by
    the role that they play for their value, and a role must fit every wrong value of every case.
    """
    fitting: dict[str, list[_Fit]] | None = None
    related = evidence.exercise.quantities.related
    try:
        for index, actual, expected in wrong_pairs(evidence):
            slot = evidence.slots[index]
            if actual.shape != expected.shape or expected.size < 3:
                return None
            fits = {
                _role(name, slot.name, related): _Fit(slot.case, name, ratio)
                for name, value in _inputs(evidence.exercise.cases[slot.case].arguments)
                if (ratio := _multiple(actual - expected, value)) is not None
            }
            if fitting is None:
                fitting = {role: [fit] for role, fit in fits.items()}
            else:
                fitting = {role: [*fitting[role], fits[role]] for role in fitting if role in fits}
            if not fitting:
                return None
    except NoNumbersError:
        return None
    return _term_diagnosis(evidence, fitting or {})


def _role(name: str, slot: str, related: Sequence[RelatedQuantity]) -> str:
    """Blur the number and letter that an input shares with its slot: W2 beside dW2 is *, dW2 beside W2 is d*."""
    prefix = next((related.prefix for related in related if slot.startswith(related.prefix)), "")
    core = slot.removeprefix(prefix)
    return name.replace(core, "*") if core and core in name else name


def _multiple(error: Array, value: Array) -> float | None:
    """Return the number that the input must be multiplied with to give the error; None where there is none."""
    if value.shape != error.shape or not value.any() or not np.isfinite(error).all():
        return None
    ratio = float((error * value).sum() / (value * value).sum())
    return ratio if ratio and is_near(error, ratio * value) else None


def _term_diagnosis(evidence: Evidence, fitting: Mapping[str, Sequence[_Fit]]) -> Diagnosis | None:
    """Tell of the first role whose multiple is steady, which no accident is: one number, or a known quantity."""
    for role, fits in fitting.items():
        cases = np.array([fit.case for fit in fits])
        ratios = np.array([fit.ratio for fit in fits])
        if len(set(cases.tolist())) < 2:
            continue
        steady = np.allclose(ratios, ratios[0], rtol=1e-5) or any(
            np.allclose(sign * expression.values[cases], ratios, rtol=1e-5)
            for sign in (1, -1)
            for expression in expressions(evidence.exercise)
        )
        if steady:
            return _term_sentence(evidence, _words(role, fits, evidence.exercise.quantities.related), ratios)
    return None


def _words(role: str, fits: Sequence[_Fit], related: Sequence[RelatedQuantity]) -> str:
    """Say what plays a role, in the course's words where it has some, else by the inputs' names."""
    called = {"*": [pair.base for pair in related], **{f"{pair.prefix}*": [pair.words] for pair in related}}
    return next(iter(called.get(role, ())), "") or join_names(list(dict.fromkeys(fit.name for fit in fits)))


def _term_sentence(evidence: Evidence, what: str, ratios: NDArray[np.float64]) -> Diagnosis:
    names = evidence.wrong_names
    where, rest = join_names(names), f"all else in {them(names)} is right"
    if (ratios > 0).all():
        return Diagnosis(
            "term_too_many", f"{where} {has(names)} one term too many, a multiple of {what}; {rest}."
        )
    if (ratios < 0).all():
        return Diagnosis("term_missing", f"A term with a multiple of {what} is missing in {where}; {rest}.")
    return Diagnosis("term_wrong", f"The term with a multiple of {what} is wrong in {where}; {rest}.")
