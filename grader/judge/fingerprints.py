"""Fingerprints of wrong values that need no known cause: what the numbers themselves give away.

Each takes the evidence and returns a diagnosis only if every wrong value, in all cases, shows the same sign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence, are, listed
from grader.judge.quantities import expressions
from grader.judge.signature import ABSENT
from grader.model import Argument, Diagnosis, Value

Array = NDArray[Any]


def nothing(evidence: Evidence) -> Diagnosis | None:
    """None where values should be: a missing return, or the template's placeholder."""
    wrong = [evidence.observations[evidence.slots[index].case].value for index in evidence.wrong_slots]
    if wrong and all(value is None for value in wrong):
        return Diagnosis(
            "nothing_returned", "The function returns nothing: end it with return and the values asked for."
        )
    values = [evidence.values[index] for index in evidence.wrong_slots]
    empty = [evidence.slots[index].name for index in evidence.wrong_slots if _is_none(evidence, index)]
    if values and len(empty) == len(values):
        names = list(dict.fromkeys(empty))
        return Diagnosis(
            "still_none", f"{listed(names)} {are(names)} None: the template's placeholder is still there."
        )
    return None


def _is_none(evidence: Evidence, index: int) -> bool:
    return evidence.values[index] is None and evidence.mine.codes[index] != ABSENT


def missing_keys(evidence: Evidence) -> Diagnosis | None:
    """Keys that are not there, where all that is there is right."""
    if not evidence.wrong_slots or any(
        evidence.mine.codes[index] != ABSENT for index in evidence.wrong_slots
    ):
        return None
    values = [seen.value for seen in evidence.observations]
    if any(value is None for value in values) or not all(
        evidence.slots[i].path for i in evidence.wrong_slots
    ):
        return None
    names = evidence.wrong_names
    says = f"{listed(names)} {are(names)} not in what the function returns; the rest is right."
    return Diagnosis("missing_keys", says)


def lengths(evidence: Evidence) -> Diagnosis | None:
    """A list with too many or too few elements, where all else is right."""
    longer: dict[tuple[int, str, tuple[Any, ...]], bool] = {}
    for index in evidence.wrong_slots:
        slot, mine, right = evidence.slots[index], evidence.values[index], evidence.right_values[index]
        if isinstance(mine, list | tuple) and isinstance(right, list | tuple) and len(mine) != len(right):
            longer[slot.case, slot.part, slot.path] = len(mine) > len(right)
    inside = all(
        any((slot.case, slot.part, slot.path[:depth]) in longer for depth in range(len(slot.path) + 1))
        for slot in (evidence.slots[index] for index in evidence.wrong_slots)
    )
    if not longer or not inside or len(set(longer.values())) > 1:
        return None
    names = evidence.wrong_names
    amount = "more" if next(iter(longer.values())) else "fewer"
    says = f"{listed(names)} {'has' if len(names) == 1 else 'have'} {amount} elements than asked for."
    return Diagnosis(f"{amount}_elements", says)


def _pairs(evidence: Evidence) -> Iterator[tuple[int, Array, Array]]:
    """Yield every wrong slot with the student's array and the expected one, if all are numbers."""
    for index in evidence.wrong_slots:
        mine, right = as_numbers(evidence.values[index]), as_numbers(evidence.right_values[index])
        if mine is None or right is None or evidence.slots[index].length:
            raise _NoNumbersError
        yield index, mine, right


class _NoNumbersError(Exception):
    """Some wrong value is no array of numbers."""


Sign = Callable[[Array, Array], bool]


def _everywhere(name: str, sign: Sign, says: str) -> Callable[[Evidence], Diagnosis | None]:
    """Make a fingerprint of a sign that every wrong array must show beside the expected one."""

    def fingerprint(evidence: Evidence) -> Diagnosis | None:
        try:
            shown = all(sign(mine, right) for _, mine, right in _pairs(evidence))
        except _NoNumbersError:
            return None
        names = evidence.wrong_names
        if not (shown and names):
            return None
        one = len(names) == 1
        return Diagnosis(
            name, says.format(names=listed(names), are=are(names), have="has" if one else "have")
        )

    return fingerprint


def _near(mine: Array, right: Array) -> bool:
    if mine.shape != right.shape:
        return False
    scale = max(float(np.abs(right[np.isfinite(right)]).max(initial=0.0)), 1e-12)
    return bool(np.allclose(mine, right, rtol=0, atol=1e-6 * scale))


def _transposed(mine: Array, right: Array) -> bool:
    return mine.ndim == right.ndim == 2 and right.size > 1 and _near(mine.T, right)


def _flattened(mine: Array, right: Array) -> bool:
    return mine.ndim < right.ndim and mine.size == right.size and _near(mine.ravel(), right.ravel())


def _reshaped(mine: Array, right: Array) -> bool:
    return mine.shape != right.shape and mine.size == right.size and _near(mine.ravel(), right.ravel())


def _zero(mine: Array, right: Array) -> bool:
    return not mine.any() and bool(right.any())


def _reordered(mine: Array, right: Array) -> bool:
    return right.size > 2 and mine.size == right.size and _near(np.sort(mine.ravel()), np.sort(right.ravel()))


def _totalled(mine: Array, right: Array) -> bool:
    total = right.sum() if right.ndim == 2 and right.size > 1 else None
    return total is not None and abs(total) > 1e-9 and _near(mine, np.full(mine.shape, total))


def _averaged(mine: Array, right: Array) -> bool:
    mean = right.mean() if right.ndim == 2 and right.size > 1 else None
    return mean is not None and abs(mean) > 1e-9 and _near(mine, np.full(mine.shape, mean))


def _repeated(mine: Array, right: Array) -> bool:
    """A column that was broadcast into a matrix."""
    return (
        mine.ndim == right.ndim == 2
        and right.shape[1] == 1 < mine.shape[1]
        and _near(mine, np.tile(right, mine.shape[1]))
    )


def _rounded(mine: Array, right: Array) -> bool:
    if mine.shape != right.shape or (right == np.round(right)).all():
        return False
    return bool((mine == np.round(mine)).all() and (np.abs(mine - right) <= 1).all())


def _complement(mine: Array, right: Array) -> bool:
    return _near(mine, 1 - right)


def _magnitude(mine: Array, right: Array) -> bool:
    return _near(mine, np.abs(right))


def _not_finite(mine: Array, right: Array) -> bool:
    return mine.size > 0 and not np.isfinite(mine).any() and bool(np.isfinite(right).all())


def unchanged(evidence: Evidence) -> Diagnosis | None:
    """Every wrong value is an argument, or a piece of one, as it came in."""
    found: set[str] | None = None
    try:
        for index, mine, _ in _pairs(evidence):
            case = evidence.exercise.cases[evidence.slots[index].case]
            same = {name for name, value in _inputs(case.arguments) if _near(mine, value) and mine.size}
            own = {name for name in same if name.endswith(evidence.slots[index].name)}
            found = (own or same) if found is None or own else found & same
            if not found or not (own or same):
                return None
    except _NoNumbersError:
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
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _arrays(str(key), item)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _arrays(f"{name}[{index}]", item)
    elif (array := as_numbers(value)) is not None:
        yield name, array


def exchanged(evidence: Evidence) -> Diagnosis | None:
    """Every wrong value is the right value of another name: two were swapped, or one was given twice."""
    sources: dict[str, set[str]] = {}
    try:
        for index, mine, right in _pairs(evidence):
            slot = evidence.slots[index]
            others = {
                other.name
                for place, other in enumerate(evidence.slots)
                if other.case == slot.case and other.name != slot.name and not other.length
                and (value := as_numbers(evidence.right_values[place])) is not None and _near(mine, value)
                and mine.any()
            }  # fmt: skip
            if mine.size == 1 and right.size == 1 and len(evidence.exercise.cases) < 3:
                return None
            sources[slot.name] = sources.get(slot.name, others) & others
            if not sources[slot.name]:
                return None
    except _NoNumbersError:
        return None
    if not sources:
        return None
    names = list(sources)
    swapped = len(names) == 2 and all(min(of) in sources for of in sources.values())
    if swapped:
        return Diagnosis("other_part", f"{listed(names)} are exchanged: each holds the other's values.")
    said = [f"{name or 'the result'} holds what belongs in {min(of)}" for name, of in sources.items()]
    return Diagnosis("other_part", f"{'; '.join(said[:3])}.")


def stale(evidence: Evidence) -> Diagnosis | None:
    """The same answer to every call, though the calls differ."""
    by_name: dict[str, list[tuple[Array, Array]]] = {}
    try:
        for index, mine, right in _pairs(evidence):
            if mine.shape != right.shape:
                return None
            by_name.setdefault(evidence.slots[index].name, []).append((mine, right))
    except _NoNumbersError:
        return None
    for pairs in by_name.values():
        first, right = pairs[0]
        if len(pairs) < 2 or not all(_near(mine, first) for mine, _ in pairs[1:]):
            return None
        if all(_near(other, right) for _, other in pairs[1:]):
            return None
    names = evidence.wrong_names
    if not names:
        return None
    says = (
        f"{listed(names)} {are(names)} the same for all arguments: the function gives a fixed "
        "answer, or reads a variable outside it instead of its arguments."
    )
    return Diagnosis("same_for_all_calls", says)


def term(evidence: Evidence) -> Diagnosis | None:
    """The error of every wrong value is one multiple of an input of its shape."""
    found: dict[str, list[tuple[int, float]]] | None = None
    try:
        for index, mine, right in _pairs(evidence):
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
    except _NoNumbersError:
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
    return ratio if ratio and _near(error, ratio * value) else None


def _term_sentence(evidence: Evidence, found: dict[str, list[tuple[int, float]]]) -> Diagnosis | None:
    for role, pairs in found.items():
        cases = np.array([case for case, _ in pairs])
        ratios = np.array([ratio for _, ratio in pairs])
        if len(set(cases.tolist())) < 2:
            continue
        steady = np.allclose(ratios, ratios[0], rtol=1e-5) or any(
            np.allclose(sign * one.values[cases], ratios, rtol=1e-5)
            for sign in (1, -1)
            for one in expressions(evidence.exercise.cases)
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


FINGERPRINTS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    nothing,
    missing_keys,
    lengths,
    _everywhere(
        "not_finite",
        _not_finite,
        "{names} {are} not a number or infinite in every case: look for a division by zero, a "
        "logarithm of 0 or of a negative number, or an overflow.",
    ),
    _everywhere("all_zeros", _zero, "{names} {are} all zeros: the computed values never get there."),
    _everywhere(
        "transposed",
        _transposed,
        "{names} {are} transposed: the numbers are right, but rows and columns are exchanged.",
    ),
    _everywhere(
        "axis_lost",
        _flattened,
        "The numbers of {names} are right, but an axis is lost: keep it (keepdims=True, or a reshape).",
    ),
    _everywhere(
        "reshaped",
        _reshaped,
        "The numbers of {names} are right and in order, but in another shape than asked for.",
    ),
    _everywhere(
        "total_repeated",
        _totalled,
        "{names} {have} the total over everything in every place; each row should have its own sum.",
    ),
    _everywhere(
        "mean_repeated",
        _averaged,
        "{names} {have} the mean over everything in every place; each row should have its own.",
    ),
    _everywhere(
        "column_repeated", _repeated, "{names} {are} repeated in every column: one column is asked for."
    ),
    _everywhere("complement", _complement, "{names} {are} 1 minus what is expected in every place."),
    _everywhere(
        "magnitude",
        _magnitude,
        "{names} {have} the right sizes, but the signs are lost: an absolute value or a root "
        "of a square is too many.",
    ),
    unchanged,
    exchanged,
    _everywhere("other_order", _reordered, "{names} {have} the right numbers in another order."),
    stale,
    term,
    _everywhere("rounded", _rounded, "{names} {have} whole numbers only: values are rounded or cut off."),
)
