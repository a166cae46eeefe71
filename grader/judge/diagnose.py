"""Name the cause of wrong values, or say nothing: only ever what all cases support.

First of all, a function that reads variables of the notebook and never its parameters is told so: all it gives
follows from those. Else in this order: a mistake of the author's that gives the same values in every call; one
factor that every wrong value is off by; a mutant of the reference that gives the same values; what the numbers
themselves give away; different causes of different parts, of which the first is told; a mistake or mutant that
explains all wrong values while the rest is right; why calls raised. A factor comes before the mutants because
renaming or dropping something may give that factor by coincidence. Where nothing is found but some values are
right, the first wrong one in computing order is named.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.judge import ratios
from grader.judge.cause_table import MISTAKE, Cause, CauseTable, empty_table, raised_in
from grader.judge.error_messages import explain
from grader.judge.evidence import Evidence, are, join_names
from grader.judge.patterns import PATTERNS
from grader.judge.signature import FREE, alike
from grader.model import Diagnosis, Exercise, ExerciseResult, Observation, Outcome, Verdict

SILENT = {
    Verdict.PASSED,
    Verdict.MISSING,
    Verdict.NOT_ATTEMPTED,
    Verdict.INTERNAL_ERROR,
}


def diagnose(
    exercise: Exercise,
    result: ExerciseResult,
    expected: Sequence[Observation],
    table: CauseTable | None = None,
) -> Diagnosis | None:
    """Return the cause of an exercise's wrong values or errors, if one explains all of them.

    Mistakes and mutants are in a key's `table`; without one, the numbers alone tell.
    """
    if result.verdict in SILENT:
        return None
    if result.definition and result.definition.bypass:
        return Diagnosis("globals_for_parameters", result.definition.bypass)
    with np.errstate(all="ignore"):  # what a student returns may overflow anywhere
        return _diagnosis(exercise, result, expected, table)


def _diagnosis(
    exercise: Exercise, result: ExerciseResult, expected: Sequence[Observation], table: CauseTable | None
) -> Diagnosis | None:
    if not any(case.observation.outcome is Outcome.RETURNED for case in result.cases):
        return explain(result)
    evidence = Evidence(exercise, result, expected, table or empty_table(exercise, expected))
    if not evidence.wrong_slots:
        return _raises_like(evidence) or explain(result)
    return _cause(evidence) or explain(result) or _first_wrong(evidence)


def _raises_like(evidence: Evidence) -> Diagnosis | None:
    """Return the author's mistake that is right in the same cases and raises the same, to the letter, in others."""
    errors = raised_in(evidence.observations)
    for index, cause in enumerate(evidence.table.causes):
        same = alike(evidence.signature, evidence.table.signatures[index], evidence.match).all()
        if cause.operator == MISTAKE and cause.raised == errors and same:
            return _diagnosis_of(cause)
    return None


def _cause(evidence: Evidence) -> Diagnosis | None:
    whole = _whole(evidence)
    if whole and whole.operator == MISTAKE:
        return _diagnosis_of(whole)
    diagnosis = ratios.factor(evidence)
    if diagnosis or whole:
        return diagnosis or (_diagnosis_of(whole) if whole else None)
    for pattern in PATTERNS:
        diagnosis = pattern(evidence)
        if diagnosis:
            return diagnosis
    return _where_wrong(evidence) or _first_of_several(evidence) or ratios.constant(evidence)


def _diagnosis_of(cause: Cause, addition: str = "") -> Diagnosis:
    return Diagnosis(cause.name, f"{cause.message}{addition}")


def _whole(evidence: Evidence) -> Cause | None:
    """Return the first cause that does what the student's function does, call by call."""
    hits = alike(evidence.signature, evidence.table.signatures, evidence.match).all(axis=1)
    causes = (evidence.table.causes[index] for index in np.flatnonzero(hits))
    return next((cause for cause in causes if evidence.telling or cause.operator == MISTAKE), None)


def _where_wrong(evidence: Evidence) -> Diagnosis | None:
    """Return the cause that gives all the wrong values, where the student is right in what else it spoils."""
    hit = _matching(evidence, evidence.wrong_slots)
    if hit is None or len({evidence.slots[index].case for index in evidence.wrong_slots}) < 2:
        return None
    names = evidence.wrong_names
    return _diagnosis_of(
        evidence.table.causes[hit], f" This concerns {join_names(names)}; the rest is right."
    )


def _matching(evidence: Evidence, slots: Sequence[int]) -> int | None:
    """Return the cause that gives the student's values in some slots and spoils the least elsewhere."""
    table = evidence.table
    rows = alike(evidence.signature[slots], table.signatures[:, slots], evidence.match[slots]).all(axis=1)
    hits = np.flatnonzero(rows)
    if not hits.size:
        return None
    spoiled = (~alike(table.signatures[hits], table.reference, 1e-5)).sum(axis=1)
    return int(hits[np.argmin(spoiled)])


def _first_of_several(evidence: Evidence) -> Diagnosis | None:
    """Where each wrong value has a cause of its own, tell that of the first one computed."""
    names = evidence.wrong_names
    if len(names) < 2:
        return None
    causes = []
    for name in names:
        slots = [index for index in evidence.wrong_slots if evidence.slots[index].name == name]
        hit = _matching(evidence, slots)
        if hit is None or len(slots) < 2:
            return None
        causes.append(evidence.table.causes[hit])
    first = causes[0]
    is_told = first.operator == MISTAKE or (
        names[0] in first.targets and len({c.operator for c in causes}) == 1
    )
    return _diagnosis_of(first, f" That explains {names[0]}; correct it first.") if is_told else None


def _first_wrong(evidence: Evidence) -> Diagnosis | None:
    """Say which values are right and which are not, and of the latter the first that is computed."""
    wrong = evidence.wrong_names
    codes = zip(evidence.slots, evidence.signature.codes, strict=True)
    returned = {slot.name for slot, code in codes if slot.name not in wrong and code != FREE}
    correct = [name for name in evidence.table.order if name in returned and name in evidence.returned_names]
    if not correct or not all([*wrong, *correct]):
        return None
    begin = (
        f" Begin with {wrong[0]}, which is computed first."
        if len(wrong) > 1 and evidence.table.ordered
        else ""
    )
    sentence = f"{join_names(correct)} {are(correct)} right; {join_names(wrong)} {are(wrong)} not.{begin}"
    return Diagnosis("only_some_values_wrong", sentence)
