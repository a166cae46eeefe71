"""Patterns of values that are not there: nothing returned, placeholders, missing keys, lists of another length."""

from __future__ import annotations

from typing import Any

from grader.judge.evidence import Evidence, are, has, join_names
from grader.judge.signature import ABSENT
from grader.model import Diagnosis

MAKERS = {  # by the type of what a function returns
    "generator": "The function returns a generator, which makes values only when it is asked for them: write return "
    "instead of yield, or square brackets around a for instead of round ones.",
    **{
        name: f"The function returns a {name} object, which makes values only when it is asked for them: put list(...) "
        "or tuple(...) around it."
        for name in ("map", "zip", "filter")
    },
    **dict.fromkeys(
        ("function", "method", "builtin_function_or_method"),
        "The function returns a function instead of its value: call it, with round parentheses behind its name.",
    ),
}


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
            "still_none", f"{join_names(names)} {are(names)} None: the template's placeholder is still there."
        )
    return None


def _is_none(evidence: Evidence, index: int) -> bool:
    return evidence.values[index] is None and evidence.signature.codes[index] != ABSENT


def not_yet_values(evidence: Evidence) -> Diagnosis | None:
    """What would make the values once it is asked: a generator, a function that was not called."""
    wrong = [evidence.observations[evidence.slots[index].case].value for index in evidence.wrong_slots]
    types = {getattr(value, "type_name", "") for value in wrong}
    sentence = MAKERS.get(next(iter(types)), "") if len(types) == 1 else ""
    return Diagnosis("not_yet_values", sentence) if sentence else None


def missing_keys(evidence: Evidence) -> Diagnosis | None:
    """Keys that are not there, where all that is there is right."""
    if not evidence.wrong_slots or any(
        evidence.signature.codes[index] != ABSENT for index in evidence.wrong_slots
    ):
        return None
    values = [observation.value for observation in evidence.observations]
    if any(value is None for value in values) or not all(
        evidence.slots[i].path for i in evidence.wrong_slots
    ):
        return None
    names = evidence.wrong_names
    sentence = f"{join_names(names)} {are(names)} missing from what the function returns; the rest is right."
    return Diagnosis("missing_keys", sentence)


def lengths(evidence: Evidence) -> Diagnosis | None:
    """A list with too many or too few elements, where all else is right."""
    longer: dict[tuple[int, str, tuple[Any, ...]], bool] = {}
    for index in evidence.wrong_slots:
        slot, actual, expected = evidence.slots[index], evidence.values[index], evidence.right_values[index]
        if (
            isinstance(actual, list | tuple)
            and isinstance(expected, list | tuple)
            and len(actual) != len(expected)
        ):
            longer[slot.case, slot.part, slot.path] = len(actual) > len(expected)
    inside = all(
        any((slot.case, slot.part, slot.path[:depth]) in longer for depth in range(len(slot.path) + 1))
        for slot in (evidence.slots[index] for index in evidence.wrong_slots)
    )
    if not longer or not inside or len(set(longer.values())) > 1:
        return None
    names = evidence.wrong_names
    amount = "more" if next(iter(longer.values())) else "fewer"
    sentence = f"{join_names(names)} {has(names)} {amount} elements than asked for."
    return Diagnosis(f"{amount}_elements", sentence)
