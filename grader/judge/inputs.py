"""Wrong values that come from what the function was given: an input unchanged, a term with it too many or missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from grader.judge.array_patterns import Array, NoNumbersError, near, wrong_pairs
from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence, are, listed
from grader.judge.quantities import expressions
from grader.model import Argument, Diagnosis, Value


def unchanged(evidence: Evidence) -> Diagnosis | None:
    """Every wrong value is an argument, or a piece of one, as it came in."""
    found: set[str] | None = None
    try:
        for index, mine, _ in wrong_pairs(evidence):
            case = evidence.exercise.cases[evidence.slots[index].case]
            same = {name for name, value in _inputs(case.arguments) if near(mine, value) and mine.size}
            own = {name for name in same if name.endswith(evidence.slots[index].name)}
            found = (own or same) if found is None or own else found & same
            if not found or not (own or same):
                return None
    except NoNumbersError:
        return None
    if not found:
        return None
    names = evidence.wrong_names
    says = (
        f"{listed(names)} {are(names)} returned as they came in: the update never reaches what is returned."
    )
    if len(names) == 1:
        says = (
            f"{listed(names)} is {min(found, key=len)} as it came in: it is returned without being computed."
        )
    return Diagnosis("unchanged_input", says)


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


def term(evidence: Evidence) -> Diagnosis | None:
    """The error of every wrong value is one multiple of an input of its shape."""
    found: dict[str, list[tuple[int, float]]] | None = None
    try:
        for index, mine, right in wrong_pairs(evidence):
            slot = evidence.slots[index]
            if mine.shape != right.shape or right.size < 3:
                return None
            given = _inputs(evidence.exercise.cases[slot.case].arguments)
            fits = {
                _role(name, slot.name): (slot.case, ratio)
                for name, value in given if (ratio := _multiple(mine - right, value)) is not None
            }  # fmt: skip
            found = {name: [one] for name, one in fits.items()} if found is None else {
                name: [*found[name], fits[name]] for name in found if name in fits
            }  # fmt: skip
            if not found:
                return None
    except NoNumbersError:
        return None
    return _term_sentence(evidence, found or {})


def _role(name: str, slot: str) -> str:
    """Blur the layer of an input that goes with its slot: W2 beside dW2, dW2 beside W2."""
    core = slot.removeprefix("d")
    return name.replace(core, "*") if core and core in name else name


def _multiple(error: Array, value: Array) -> float | None:
    if value.shape != error.shape or not value.any() or not np.isfinite(error).all():
        return None
    ratio = float((error * value).sum() / (value * value).sum())
    return ratio if ratio and near(error, ratio * value) else None


def _term_sentence(evidence: Evidence, found: dict[str, list[tuple[int, float]]]) -> Diagnosis | None:
    for role, pairs in found.items():
        cases = np.array([case for case, _ in pairs])
        ratios = np.array([ratio for _, ratio in pairs])
        if len(set(cases.tolist())) < 2:
            continue
        steady = np.allclose(ratios, ratios[0], rtol=1e-5) or any(
            np.allclose(sign * one.values[cases], ratios, rtol=1e-5)
            for sign in (1, -1)
            for one in expressions(evidence.exercise)
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
