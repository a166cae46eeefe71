"""Values that are off by one factor in every case: the fingerprint of a missing or doubled factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.judge.evidence import MATCH, Evidence, are, listed
from grader.judge.quantities import Expression, expressions
from grader.model import Diagnosis
from grader.wording import has_or_have, it_or_them

CONSTANT = "constant_factor"  # the diagnosis whose sentence quotes a number of the student's

Floats = NDArray[np.float64]


def factor(evidence: Evidence) -> Diagnosis | None:
    """Name the quantity that every wrong value is too large or too small by."""
    found = _ratios(evidence)
    if found is None:
        return None
    slots, ratios = found
    names = evidence.wrong_names
    if np.allclose(ratios, -1, rtol=MATCH):
        says = (
            f"{listed(names)} {_has(names)} the opposite sign, and nothing else is wrong with {_them(names)}."
        )
        return Diagnosis("opposite_sign", says)
    cases = np.array([evidence.slots[index].case for index in slots])
    sign = float(np.sign(ratios[0]))
    matching = [
        one
        for one in expressions(evidence.exercise)
        if np.allclose(sign * one.values[cases], ratios, rtol=MATCH, atol=0)
    ]
    if not matching:
        return None
    best = matching[0]
    if _ambiguous(best, matching[1:]):
        return None
    return Diagnosis(
        f"factor_{'one_over_' if best.inverse else ''}{_slug(best.words)}", _sentence(best, names, sign)
    )


def constant(evidence: Evidence) -> Diagnosis | None:
    """Say that one number is the factor in every case, where no quantity explains it."""
    found = _ratios(evidence)
    if found is None or len({evidence.slots[index].case for index in found[0]}) < 2:
        return None
    ratios = found[1]
    if not np.allclose(ratios, ratios[0], rtol=MATCH, atol=0):
        return None
    names = evidence.wrong_names
    says = f"{listed(names)} {are(names)} off by the same factor, about {ratios[0]:.4g}, in every case."
    return Diagnosis(CONSTANT, says)


def _ratios(evidence: Evidence) -> tuple[list[int], Floats] | None:
    """Return the factor of every wrong value's slots, if each is a multiple of what is expected."""
    names = set(evidence.wrong_names)
    slots = [
        index for index, slot in enumerate(evidence.slots)
        if slot.name in names and evidence.returned[index] and evidence.table.reference.sizes[index] > 1e-9
    ]  # fmt: skip
    mine, right = evidence.mine[slots], evidence.table.reference[slots]
    if not slots or not set(evidence.wrong_slots) <= set(slots) or (mine.codes != right.codes).any():
        return None
    if (np.abs(right.sums) < 1e-4 * right.sizes[:, None]).any() or any(
        evidence.slots[i].length for i in slots
    ):
        return None
    ratios = mine.sums / right.sums
    sizes = mine.sizes / right.sizes
    same = np.isclose(ratios[:, 0], ratios[:, 1], rtol=1e-5) & np.isclose(
        np.abs(ratios[:, 0]), sizes, rtol=1e-5
    )
    several = len({evidence.slots[index].case for index in slots}) > 1
    return (
        (slots, ratios[:, 0])
        if several and same.all() and np.isfinite(ratios).all() and (ratios != 0).all()
        else None
    )


def _ambiguous(best: Expression, others: list[Expression]) -> bool:
    """Tell whether another expression as simple, of another quantity, fits too."""
    rivals = [one for one in others if len(one.quantities) == len(best.quantities) == 1]
    return any(
        one.quantities != best.quantities
        for one in rivals
        if one.words[:3] != "the" and one.inverse == best.inverse
    )


def _sentence(found: Expression, names: list[str], sign: float) -> str:
    subject = f"{listed(names)} {are(names)}"
    turned = " and the sign is wrong" if sign < 0 else ""
    short = found.words.split(",")[0]
    if not found.quantities:
        times = f"1/{found.words}" if found.inverse and found.words.isdigit() else found.words
        times = f"1 over {times}" if found.inverse and not found.words.isdigit() else times
        return (
            f"{subject} {times} times what is expected in every case{turned}: look for that factor "
            "in the formula."
        )
    if found.inverse:
        says = f"what is expected divided by {found.words}, in every case{turned}"
        return f"{subject} {says}: a division by {short} is too many, or a multiplication by it is missing."
    says = (
        f"{found.words}, times what is expected"
        if "," in found.words
        else f"{found.words} times what is expected"
    )
    return (
        f"{subject} {says}, in every case{turned}: a division by {short} is missing, or a "
        "multiplication is too many."
    )


def _has(names: list[str]) -> str:
    return has_or_have(len(names))


def _them(names: list[str]) -> str:
    return it_or_them(len(names))


def _slug(words: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in words.lower()).split()[:4])
