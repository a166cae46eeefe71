"""An assignment and its answer key become a pack: hidden cases, and what only they can show, are left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.course.key import must_be_settled, program
from grader.judge.cause_table import CauseTable
from grader.judge.signature import RAISED, Layout, alike
from grader.model import Assignment, Exercise, Observation, Outcome
from grader.student.pack import STAYED, Pack, PublicExercise, causes_frame
from grader.student.release.portable import find_portable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course.key import AnswerKey, Observe


def build_pack(assignment: Assignment, key: AnswerKey, observe: Observe, starter: str = "") -> Pack:
    """Return the pack of an assignment; `observe` runs right variants where a judge cannot leave the course."""
    checks = (Path(assignment.folder) / "checks.py").read_text(encoding="utf-8")
    judges = {exercise.name: exercise.judge for exercise in assignment.exercises if exercise.judge}
    forms = {
        f"form_of_{exercise.name}": exercise.canonical
        for exercise in assignment.exercises
        if exercise.canonical
    }
    code, names = find_portable(checks, judges | forms)
    public = {
        exercise.name: _public_exercise(assignment, exercise, key, names, observe)
        for exercise in assignment.exercises
        if any(not case.hidden for case in exercise.cases)
    }
    reduced = replace(
        assignment,
        exercises=tuple(public_exercise.exercise for public_exercise in public.values()),
        reference="",
        folder="",
        digest="",  # it follows from the hidden cases, and a pack from none of them
        secret=b"",
    )
    return Pack(reduced, public, code, starter)


def _public_exercise(
    assignment: Assignment, exercise: Exercise, key: AnswerKey, names: dict[str, str], observe: Observe
) -> PublicExercise:
    shown = [index for index, case in enumerate(exercise.cases) if not case.hidden]
    cases = tuple(exercise.cases[index] for index in shown)
    reduced = replace(exercise, cases=cases, variants=())
    expected = tuple(key.expected[exercise.name][index] for index in shown)
    form = names.get(f"form_of_{exercise.name}", "")
    judge = names.get(exercise.name, STAYED) if exercise.judge else ""
    if exercise.canonical and not form:
        judge = STAYED
    return PublicExercise(
        exercise=replace(reduced, mistakes=(), judge=None, canonical=None, line=0),
        expected=expected,
        causes=causes_frame(_public_causes(exercise, key, shown)),
        judge=judge,
        canonical=form,
        accepted=_accepted_values(assignment, exercise, cases, observe) if judge == STAYED else (),
    )


def _public_causes(exercise: Exercise, key: AnswerKey, shown: Sequence[int]) -> CauseTable:
    """Return the causes that public cases can tell from the truth: the others would speak of the hidden ones."""
    table = key.causes[exercise.name]
    layout = Layout(exercise, key.expected[exercise.name])
    slots = [index for index, slot in enumerate(layout.slots) if slot.case in shown]
    reference = table.reference[slots]
    rtol, atol = (tolerance[slots] for tolerance in layout.tolerances)
    versions = table.signatures[:, slots]
    wrong = ~alike(versions, reference, rtol, atol) & (versions.codes != RAISED)
    kept = [int(index) for index in np.flatnonzero(wrong.any(axis=1))]
    causes = tuple(table.causes[index] for index in kept)
    return CauseTable(causes, versions[kept], reference, table.order, table.ordered)


def _accepted_values(
    assignment: Assignment, exercise: Exercise, cases: Sequence[Any], observe: Observe
) -> tuple[Any, ...]:
    """Return what the author's right variants answer to the public cases."""
    asked = replace(exercise, cases=tuple(cases), scaling=())
    observed: list[Observation] = []
    for variant in exercise.variants:
        answered = observe(program(assignment, variant.source), [asked])[exercise.name]
        must_be_settled(exercise, {f"the variant {variant.name}": answered})
        observed += answered
    return tuple(observation.value for observation in observed if observation.outcome is Outcome.RETURNED)
