"""Patterns of wrong values that need no known cause: what the numbers themselves give away.

Each takes the evidence and returns a diagnosis only if every wrong value, in all cases, shows the same sign. A sign
of one array beside the expected one is a function of `array_patterns` and a row `_everywhere(...)`. PATTERNS are asked
in their order and the first that fits speaks: what is special stands before what is general.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.judge.array_patterns import (
    Array,
    NoNumbersError,
    is_all_zero,
    is_column_repeated,
    is_complement,
    is_cut_off,
    is_first_row_right,
    is_flattened,
    is_magnitude,
    is_mean_repeated,
    is_near,
    is_not_finite,
    is_reordered,
    is_reshaped,
    is_rounded,
    is_total_repeated,
    is_transposed,
    own_factors,
    wrong_pairs,
)
from grader.judge.compare import as_numbers
from grader.judge.evidence import Evidence, are, has, join_names
from grader.judge.inputs import term, unchanged_input
from grader.judge.missing_values import lengths, missing_keys, not_yet_values, nothing
from grader.judge.numbered_values import one_step
from grader.model import Diagnosis

Sign = Callable[[Array, Array], bool]


def _everywhere(name: str, sign: Sign, sentence: str) -> Callable[[Evidence], Diagnosis | None]:
    """Make a pattern of a sign that every wrong array must show beside the expected one."""

    def pattern(evidence: Evidence) -> Diagnosis | None:
        try:
            shown = all(sign(actual, expected) for _, actual, expected in wrong_pairs(evidence))
        except NoNumbersError:
            return None
        names = evidence.wrong_names
        if not (shown and names):
            return None
        return Diagnosis(name, sentence.format(names=join_names(names), are=are(names), have=has(names)))

    return pattern


def exchange(evidence: Evidence) -> Diagnosis | None:
    """Every wrong value is the right value of another name: two were swapped, or one was given twice."""
    sources: dict[str, set[str]] = {}
    try:
        for index, actual, expected in wrong_pairs(evidence):
            slot = evidence.slots[index]
            names = {
                other_slot.name
                for other_index, other_slot in enumerate(evidence.slots)
                if other_slot.case == slot.case and other_slot.name != slot.name and not other_slot.length
                and (value := as_numbers(evidence.right_values[other_index])) is not None and is_near(actual, value)
                and actual.any()
            }  # fmt: skip
            if actual.size == 1 and expected.size == 1 and len(evidence.exercise.cases) < 3:
                return None
            sources[slot.name] = sources.get(slot.name, names) & names
            if not sources[slot.name]:
                return None
    except NoNumbersError:
        return None
    if not sources:
        return None
    wrong_names = list(sources)
    swapped = len(wrong_names) == 2 and all(min(of) in sources for of in sources.values())
    if swapped:
        return Diagnosis(
            "other_part", f"{join_names(wrong_names)} are exchanged: each holds the other's values."
        )
    sentences = [f"{name or 'the result'} holds what belongs in {min(of)}" for name, of in sources.items()]
    return Diagnosis("other_part", f"{'; '.join(sentences[:3])}.")


def stale(evidence: Evidence) -> Diagnosis | None:
    """The same answer to every call, though the calls differ."""
    by_name: dict[str, list[tuple[Array, Array]]] = {}
    try:
        for index, actual, expected in wrong_pairs(evidence):
            if actual.shape != expected.shape:
                return None
            by_name.setdefault(evidence.slots[index].name, []).append((actual, expected))
    except NoNumbersError:
        return None
    for pairs in by_name.values():
        first, expected = pairs[0]
        if len(pairs) < 2 or not all(is_near(actual, first) for actual, _ in pairs[1:]):
            return None
        if all(is_near(later, expected) for _, later in pairs[1:]):
            return None
    names = evidence.wrong_names
    if not names:
        return None
    sentence = (
        f"{join_names(names)} {are(names)} the same whatever the arguments are: the function gives a fixed "
        "answer, or reads a variable from outside instead of its arguments."
    )
    return Diagnosis("same_for_all_calls", sentence)


def rows_or_columns_scaled(evidence: Evidence) -> Diagnosis | None:
    """Every row, or every column, is a multiple of what it should be, each by a factor of its own."""
    for turned, singular, plural in ((False, "row", "rows"), (True, "column", "columns")):
        try:
            factors = [
                own_factors(actual.T, expected.T) if turned else own_factors(actual, expected)
                for _, actual, expected in wrong_pairs(evidence)
            ]
        except NoNumbersError:
            return None
        if any(factor is None for factor in factors):
            continue
        if not any(
            not is_near(factor, np.full_like(factor, factor[0])) for factor in factors if factor is not None
        ):
            continue
        sentence = (
            f"Each {singular} of {join_names(evidence.wrong_names)} is off by a factor of its own: check what you "
            f"divide or multiply the {plural} by."
        )
        return Diagnosis(f"{plural}_scaled", sentence)
    return None


PATTERNS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    nothing,
    not_yet_values,
    missing_keys,
    lengths,
    _everywhere(
        "not_finite",
        is_not_finite,
        "{names} {are} nan or infinite in every case: look for a division by zero, a logarithm of 0 or of a negative "
        "number, or an overflow.",
    ),
    _everywhere("all_zeros", is_all_zero, "{names} {are} all zeros: what you compute never gets there."),
    _everywhere(
        "transposed",
        is_transposed,
        "{names} {are} transposed: the numbers are right, but rows and columns are exchanged.",
    ),
    _everywhere(
        "axis_lost",
        is_flattened,
        "The numbers in {names} are right, but an axis is lost: keep it (keepdims=True, or a reshape).",
    ),
    _everywhere(
        "reshaped",
        is_reshaped,
        "The numbers in {names} are right and in the right order, but the shape is not the one asked for.",
    ),
    _everywhere(
        "total_repeated",
        is_total_repeated,
        "Every entry of {names} is the sum over everything; each row should have its own sum.",
    ),
    _everywhere(
        "mean_repeated",
        is_mean_repeated,
        "Every entry of {names} is the mean over everything; each row should have its own mean.",
    ),
    _everywhere(
        "column_repeated",
        is_column_repeated,
        "The columns of {names} are all the same: only one column is asked for.",
    ),
    _everywhere(
        "first_row_only",
        is_first_row_right,
        "Only the first row of {names} is right: the other rows are not computed the same way.",
    ),
    _everywhere("complement", is_complement, "{names} {are} 1 minus what is expected everywhere."),
    _everywhere(
        "magnitude",
        is_magnitude,
        "{names} {have} the right absolute values, but the signs are lost: look for an absolute value or the root "
        "of a square that does not belong there.",
    ),
    unchanged_input,
    exchange,
    _everywhere("other_order", is_reordered, "{names} {have} the right numbers, but in another order."),
    _everywhere(
        "cut_off",
        is_cut_off,
        "The decimals of {names} are cut off: an array of integers, or int, drops them.",
    ),
    stale,
    rows_or_columns_scaled,
    one_step,
    term,
    _everywhere(
        "rounded", is_rounded, "{names} {have} only whole numbers: the values are rounded or cut off."
    ),
)
