"""Values with numbers in their names (W1, W2, W3): which step of a calculation went wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from grader.judge.evidence import Evidence
from grader.model import Diagnosis

Case = Mapping[int, set[bool]]  # number -> whether the values with that number are wrong


def one_step(evidence: Evidence) -> Diagnosis | None:
    """In calculations of several lengths all steps but the first, or all but the last, are wrong."""
    cases = _cases(evidence)
    last = {max(case) for case in cases}
    if len(last) < 2 or min(last) < 2:  # one length tells little: it may be a number of its own that is wrong
        return None
    step = evidence.exercise.quantities.numbered
    if all(_right_at(case) == min(case) for case in cases):
        return _diagnosis("first", step, f"check what the loop uses for the {step or 'step'}s after it")
    if all(_right_at(case) == max(case) for case in cases):
        return _diagnosis("last", step, f"check what it hands back to the {step or 'step'}s before it")
    return None


def _cases(evidence: Evidence) -> list[Case]:
    """Return what is wrong in every case by its number; nothing where some value has none, or a call raised."""
    cases: dict[int, dict[int, set[bool]]] = {}
    for index, slot in enumerate(evidence.slots):
        match = re.fullmatch(r"[A-Za-z_]+(\d+)", slot.key)
        if not match or not evidence.returned[index]:
            return []
        cases.setdefault(slot.case, {}).setdefault(int(match[1]), set()).add(bool(evidence.wrong[index]))
    return list(cases.values())


def _right_at(case: Case) -> int | None:
    """Return the one number whose values are all right while all others are wrong."""
    right = [number for number, states in case.items() if states == {False}]
    wrong = [number for number, states in case.items() if states == {True}]
    return right[0] if len(right) == 1 and len(right) + len(wrong) == len(case) else None


def _diagnosis(which: str, step: str, advice: str) -> Diagnosis:
    name = "_".join(re.findall(r"\w+", step)) or "step"
    return Diagnosis(
        f"{which}_{name}_only", f"Only the {which} {step or 'step'} is right, in every case: {advice}."
    )
