"""Values that are off by one factor in every case: the sign of a missing or doubled factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.judge.evidence import MATCH, Evidence, are, has, join_names, them
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
        sentence = f"{join_names(names)} {has(names)} the opposite sign, and nothing else is wrong with {them(names)}."
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
    if multiples is None:
        return None
    ratios, cases = multiples[1], {evidence.slots[index].case for index in multiples[0]}
    if len(cases) < 2 or all(evidence.exercise.cases[case].hidden for case in cases):
        return None  # of hidden cases alone, the number could be one that they were given
    if not np.allclose(ratios, ratios[0], rtol=MATCH, atol=0):
        return None
    names = evidence.wrong_names
    sentence = (
        f"The same factor is wrong in every case: {join_names(names)} {are(names)} about {ratios[0]:.4g} times what is "
        "expected."
    )
    return Diagnosis(CONSTANT, sentence)


def _ratios(evidence: Evidence) -> tuple[list[int], Floats] | None:
    """Return the factor of every wrong value's slots, if each is a multiple of what is expected.

    Signatures are enough: both of an array's sums are linear in it, so a multiple of it has both sums, and the
    largest magnitude, multiplied alike, and hardly any other array has.
    """
    names = set(evidence.wrong_names)
    # all slots of a wrong name, so that a case in which it happens to be right contradicts a factor;
    # but where nothing but zeros is expected, any factor fits
    slots = [
        index for index, slot in enumerate(evidence.slots)
        if slot.name in names and evidence.returned[index] and evidence.table.reference.sizes[index] > 1e-9
    ]  # fmt: skip
    actual, expected = evidence.signature[slots], evidence.table.reference[slots]
    if not slots or not set(evidence.wrong_slots) <= set(slots) or (actual.codes != expected.codes).any():
        return None
    # a sum that cancels out is nearly all rounding, and its ratio tells nothing
    cancelled = (np.abs(expected.sums) < 1e-4 * expected.sizes[:, None]).any()
    if cancelled or any(evidence.slots[index].length for index in slots):
        return None
    ratios, sizes = actual.sums / expected.sums, actual.sizes / expected.sizes
    factors = ratios[:, 0]
    same = np.isclose(factors, ratios[:, 1], rtol=1e-5) & np.isclose(np.abs(factors), sizes, rtol=1e-5)
    if not same.all() or not np.isfinite(ratios).all() or (ratios == 0).any():
        return None
    several = len({evidence.slots[index].case for index in slots}) > 1  # of one case, too many formulas fit
    return (slots, factors) if several else None


def _ambiguous(best: Expression, matches: list[Expression]) -> bool:
    """Tell whether another expression as simple, of another quantity, fits too."""
    rivals = [expression for expression in matches if len(expression.quantities) == len(best.quantities) == 1]
    return any(
        expression.quantities != best.quantities
        for expression in rivals
        if expression.words[:3] != "the" and expression.inverse == best.inverse
    )


def _sentence(expression: Expression, names: list[str], sign: float) -> str:
    subject = f"{join_names(names)} {are(names)}"
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
        relation = f"what is expected divided by {expression.words}, in every case{turned}"
        return f"{subject} {relation}: you divide by {short} once too often, or a multiplication by it is missing."
    words = f"{expression.words}," if "," in expression.words else expression.words
    relation = f"{words} times what is expected, in every case{turned}"
    return f"{subject} {relation}: a division by {short} is missing, or you multiply by it once too often."


def _slug(words: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in words.lower()).split()[:4])
