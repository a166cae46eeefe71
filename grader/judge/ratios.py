"""Values that are off by one factor in every case: the sign of a missing or doubled factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.judge.evidence import MATCH, Evidence, are, has, listed
from grader.judge.quantities import Expression, expressions
from grader.model import Diagnosis

CONSTANT = "constant_factor"  # the diagnosis whose sentence quotes a number of the student's

Floats = NDArray[np.float64]


def factor(evidence: Evidence) -> Diagnosis | None:
    """Name the quantity that every wrong value is too large or too small by."""
    multiples = _ratios(evidence)
    if multiples is None:
        return None
    slots, ratios = multiples
    names = evidence.wrong_names
    if np.allclose(ratios, -1, rtol=MATCH):
        sentence = (
            f"{listed(names)} {has(names)} the opposite sign, and nothing else is wrong with {_them(names)}."
        )
        return Diagnosis("opposite_sign", sentence)
    cases = np.array([evidence.slots[index].case for index in slots])
    sign = float(np.sign(ratios[0]))
    matching = [
        expression
        for expression in expressions(evidence.exercise)
        if np.allclose(sign * expression.values[cases], ratios, rtol=MATCH, atol=0)
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
    multiples = _ratios(evidence)
    if multiples is None or len({evidence.slots[index].case for index in multiples[0]}) < 2:
        return None
    ratios = multiples[1]
    if not np.allclose(ratios, ratios[0], rtol=MATCH, atol=0):
        return None
    names = evidence.wrong_names
    sentence = (
        f"The same factor is wrong in every case: {listed(names)} {are(names)} about {ratios[0]:.4g} times what is "
        "expected."
    )
    return Diagnosis(CONSTANT, sentence)


def _ratios(evidence: Evidence) -> tuple[list[int], Floats] | None:
    """Return the factor of every wrong value's slots, if each is a multiple of what is expected."""
    names = set(evidence.wrong_names)
    slots = [
        index for index, slot in enumerate(evidence.slots)
        if slot.name in names and evidence.returned[index] and evidence.table.reference.sizes[index] > 1e-9
    ]  # fmt: skip
    actual, expected = evidence.signature[slots], evidence.table.reference[slots]
    if not slots or not set(evidence.wrong_slots) <= set(slots) or (actual.codes != expected.codes).any():
        return None
    if (np.abs(expected.sums) < 1e-4 * expected.sizes[:, None]).any() or any(
        evidence.slots[i].length for i in slots
    ):
        return None
    ratios = actual.sums / expected.sums
    sizes = actual.sizes / expected.sizes
    same = np.isclose(ratios[:, 0], ratios[:, 1], rtol=1e-5) & np.isclose(
        np.abs(ratios[:, 0]), sizes, rtol=1e-5
    )
    several = len({evidence.slots[index].case for index in slots}) > 1
    return (
        (slots, ratios[:, 0])
        if several and same.all() and np.isfinite(ratios).all() and (ratios != 0).all()
        else None
    )


def _ambiguous(best: Expression, matches: list[Expression]) -> bool:
    """Tell whether another expression as simple, of another quantity, fits too."""
    rivals = [expression for expression in matches if len(expression.quantities) == len(best.quantities) == 1]
    return any(
        expression.quantities != best.quantities
        for expression in rivals
        if expression.words[:3] != "the" and expression.inverse == best.inverse
    )


def _sentence(expression: Expression, names: list[str], sign: float) -> str:
    subject = f"{listed(names)} {are(names)}"
    turned = " and the sign is wrong" if sign < 0 else ""
    short = expression.words.split(",")[0]
    if not expression.quantities:
        times = (
            f"1/{expression.words}" if expression.inverse and expression.words.isdigit() else expression.words
        )
        times = f"1 over {times}" if expression.inverse and not expression.words.isdigit() else times
        return (
            f"{subject} {times} times what is expected in every case{turned}: look for that factor "
            "in your formula."
        )
    if expression.inverse:
        relation = f"the expected value divided by {expression.words}, in every case{turned}"
        return f"{subject} {relation}: you divide by {short} once too often, or a multiplication by it is missing."
    words = f"{expression.words}," if "," in expression.words else expression.words
    relation = f"{words} times what is expected, in every case{turned}"
    return f"{subject} {relation}: a division by {short} is missing, or you multiply by it once too often."


def _them(names: list[str]) -> str:
    return "it" if len(names) == 1 else "them"


def _slug(words: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in words.lower()).split()[:4])
