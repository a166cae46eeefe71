"""Fingerprints of wrong values that need no known cause: what the numbers themselves give away.

Each takes the evidence and returns a diagnosis only if every wrong value, in all cases, shows the same sign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence, are, listed
from grader.judge.inputs import term, unchanged
from grader.judge.signature import ABSENT
from grader.judge.signs import (
    Array,
    NoNumbersError,
    averaged,
    complement,
    flattened,
    magnitude,
    near,
    not_finite,
    reordered,
    repeated,
    reshaped,
    rounded,
    totalled,
    transposed,
    wrong_pairs,
    zero,
)
from grader.model import Diagnosis


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


Sign = Callable[[Array, Array], bool]


def _everywhere(name: str, sign: Sign, says: str) -> Callable[[Evidence], Diagnosis | None]:
    """Make a fingerprint of a sign that every wrong array must show beside the expected one."""

    def fingerprint(evidence: Evidence) -> Diagnosis | None:
        try:
            shown = all(sign(mine, right) for _, mine, right in wrong_pairs(evidence))
        except NoNumbersError:
            return None
        names = evidence.wrong_names
        if not (shown and names):
            return None
        one = len(names) == 1
        return Diagnosis(
            name, says.format(names=listed(names), are=are(names), have="has" if one else "have")
        )

    return fingerprint


def exchanged(evidence: Evidence) -> Diagnosis | None:
    """Every wrong value is the right value of another name: two were swapped, or one was given twice."""
    sources: dict[str, set[str]] = {}
    try:
        for index, mine, right in wrong_pairs(evidence):
            slot = evidence.slots[index]
            others = {
                other.name
                for place, other in enumerate(evidence.slots)
                if other.case == slot.case and other.name != slot.name and not other.length
                and (value := as_numbers(evidence.right_values[place])) is not None and near(mine, value)
                and mine.any()
            }  # fmt: skip
            if mine.size == 1 and right.size == 1 and len(evidence.exercise.cases) < 3:
                return None
            sources[slot.name] = sources.get(slot.name, others) & others
            if not sources[slot.name]:
                return None
    except NoNumbersError:
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
        for index, mine, right in wrong_pairs(evidence):
            if mine.shape != right.shape:
                return None
            by_name.setdefault(evidence.slots[index].name, []).append((mine, right))
    except NoNumbersError:
        return None
    for pairs in by_name.values():
        first, right = pairs[0]
        if len(pairs) < 2 or not all(near(mine, first) for mine, _ in pairs[1:]):
            return None
        if all(near(other, right) for _, other in pairs[1:]):
            return None
    names = evidence.wrong_names
    if not names:
        return None
    says = (
        f"{listed(names)} {are(names)} the same for all arguments: the function gives a fixed "
        "answer, or reads a variable outside it instead of its arguments."
    )
    return Diagnosis("same_for_all_calls", says)


FINGERPRINTS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    nothing,
    missing_keys,
    lengths,
    _everywhere(
        "not_finite",
        not_finite,
        "{names} {are} not a number or infinite in every case: look for a division by zero, a "
        "logarithm of 0 or of a negative number, or an overflow.",
    ),
    _everywhere("all_zeros", zero, "{names} {are} all zeros: the computed values never get there."),
    _everywhere(
        "transposed",
        transposed,
        "{names} {are} transposed: the numbers are right, but rows and columns are exchanged.",
    ),
    _everywhere(
        "axis_lost",
        flattened,
        "The numbers of {names} are right, but an axis is lost: keep it (keepdims=True, or a reshape).",
    ),
    _everywhere(
        "reshaped",
        reshaped,
        "The numbers of {names} are right and in order, but in another shape than asked for.",
    ),
    _everywhere(
        "total_repeated",
        totalled,
        "{names} {have} the total over everything in every place; each row should have its own sum.",
    ),
    _everywhere(
        "mean_repeated",
        averaged,
        "{names} {have} the mean over everything in every place; each row should have its own.",
    ),
    _everywhere(
        "column_repeated", repeated, "{names} {are} repeated in every column: one column is asked for."
    ),
    _everywhere("complement", complement, "{names} {are} 1 minus what is expected in every place."),
    _everywhere(
        "magnitude",
        magnitude,
        "{names} {have} the right sizes, but the signs are lost: an absolute value or a root "
        "of a square is too many.",
    ),
    unchanged,
    exchanged,
    _everywhere("other_order", reordered, "{names} {have} the right numbers in another order."),
    stale,
    term,
    _everywhere("rounded", rounded, "{names} {have} whole numbers only: values are rounded or cut off."),
)
