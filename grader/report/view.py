"""What a student may see of a result and of its exercises; what of a case, case_view.py decides."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.memo import memoize_object
from grader.model import Note, Outcome, Status, Verdict
from grader.report.case_view import case_view
from grader.report.page import CodeView, ExecutionView, ExerciseView, Limits, Page
from grader.report.text import shorten
from grader.report.verdict_labels import ABSENT, WORDS, label_of, summary
from grader.wording import join_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.model import CaseResult, Definition, Execution, ExerciseResult, Result

FIGURE_ROOM = 160_000  # characters of base64: a page stays below 300 KB


def page(result: Result, limits: Limits | None = None) -> Page:
    """Reduce a result to what its student may see; a reason that names our own failure is not theirs."""
    limits = limits or Limits()
    graded, assignment = result.status is Status.GRADED, result.assignment
    exercises = tuple(_exercises(result, limits)) if graded else ()
    return Page(
        title=assignment.title if assignment else "",
        week=assignment.week if assignment else "",
        student=shorten(result.student, 120),
        path=shorten(result.path, 300),
        status=result.status,
        message=shorten(result.message, limits.sentence) if result.status is Status.UNREADABLE else "",
        summary=summary(result.status, *_counts(exercises)),
        score=result.score,
        points=result.max_score,
        exercises=exercises,
        first=_first(result.exercises, exercises) if graded else None,
        notes=tuple(_note(note, limits) for note in result.notes[: 4 * limits.items]),
        environment=dict(result.environment),
        limits=limits,
        execution=_execution(result.execution, limits) if result.execution else None,
    )


def _counts(exercises: tuple[ExerciseView, ...]) -> tuple[int, int]:
    """Count the exercises that are right, and those that this edition asks for."""
    asked = [exercise for exercise in exercises if exercise.word is not ABSENT]
    return sum(exercise.right for exercise in asked), len(asked)


def _execution(run: Execution, limits: Limits) -> ExecutionView:
    """Say whether a fresh kernel gets through the notebook, and take the figures that fit."""
    if run.ok:
        text = "A fresh kernel runs your notebook from top to bottom."
    elif not run.begun:
        text = f"Your notebook was not run: {shorten(run.error, limits.sentence)}."
    else:
        where = f" at {shorten(run.cell, 40)}" if run.cell else ""
        text = (
            f"A fresh kernel does not get through your notebook{where}: {shorten(run.error, limits.sentence)}"
        )
    shown: list[str] = []
    for figure in run.figures:
        encoded = b64encode(figure).decode()
        if sum(map(len, shown)) + len(encoded) > FIGURE_ROOM:
            break
        shown.append(encoded)
    return ExecutionView(run.ok, text, tuple(shown), len(run.figures) - len(shown))


def _exercises(result: Result, limits: Limits) -> Iterator[ExerciseView]:
    needs = [
        (exercise_result.exercise.name, exercise_result.exercise.needs)
        for exercise_result in result.exercises
    ]
    for exercise_result in result.exercises:
        needed_by = tuple(name for name, needed in needs if exercise_result.exercise.name in needed)
        shown = _exercise(exercise_result, needed_by, limits)
        yield (
            replace(shown, instead=_instead(exercise_result, result.notes, limits))
            if _unwritten(exercise_result)
            else shown
        )


def _unwritten(result: ExerciseResult) -> bool:
    return label_of(result) is ABSENT or result.verdict in {Verdict.NOT_ATTEMPTED, Verdict.MISSING}


@memoize_object
def _exercise(result: ExerciseResult, needed_by: tuple[str, ...], limits: Limits) -> ExerciseView:
    exercise, label = result.exercise, label_of(result)
    passed = label.tone == "good"
    carried = result.diagnosis is not None and result.diagnosis.source != "own"
    absent = label is ABSENT
    unwritten = _unwritten(result)
    weights = sum(case.case.weight for case in result.cases) or 1.0
    return ExerciseView(
        name=exercise.name,
        title=exercise.title,
        score=result.score,
        points=exercise.points,
        word=label,
        right=passed,
        cases=()
        if unwritten
        else tuple(
            case_view(case, exercise.points * case.case.weight / weights, limits) for case in result.cases
        ),
        diagnosis=shorten(result.diagnosis.message, limits.sentence)
        if result.diagnosis and not passed
        else "",
        diagnosis_from=shorten(result.diagnosis.source, 80)
        if carried and result.diagnosis and not passed
        else "",
        followed_through=_followed_through(result, passed, carried),
        needed_by=needed_by,
        hints=() if passed or absent else exercise.hints,
        notes=tuple(shorten(note, limits.sentence) for note in result.notes[: limits.items]),
        code=_code(result.definition, () if unwritten else result.cases, limits)
        if result.definition
        else None,
        counterexample=case_view(result.counterexample, 0.0, limits) if result.counterexample else None,
    )


def _followed_through(result: ExerciseResult, passed: bool, carried: bool) -> str:
    """Say whose fault a failure was; a carried-over diagnosis of what still lacks points says it already."""
    if not result.followed_through or (carried and not passed):
        return ""
    if carried and result.diagnosis:
        return result.diagnosis.message
    names = join_words(result.followed_through)
    better = f"Part of what went wrong came from {names}; with that right, this function does better."
    return better if passed else f"{better} What you see of it here is what it did with your {names}."


def _instead(result: ExerciseResult, notes: tuple[Note, ...], limits: Limits) -> str:
    """Say why there is nothing to judge; what became of the function, the reader's notes may know."""
    if label_of(result) is ABSENT:
        return ABSENT.means
    name = re.compile(rf"\b(?:{'|'.join(map(re.escape, result.exercise.names))})\b")
    note_text = next((note.text for note in notes if name.search(note.text)), "")
    if result.verdict is Verdict.MISSING and note_text:
        return shorten(note_text, limits.sentence)
    details = [
        case.observation.detail
        for case in result.cases
        if case.observation.outcome is Outcome.MISSING and not case.case.hidden
    ]
    means = WORDS[result.verdict].means
    return f"{means.removesuffix('.')}: {shorten(details[0], limits.sentence)}" if any(details) else means


def _note(note: Note, limits: Limits) -> Note:
    return Note(shorten(note.text, limits.sentence), shorten(note.origin, 80), note.line)


def _code(definition: Definition, cases: tuple[CaseResult, ...], limits: Limits) -> CodeView:
    """Show the function, and mark the innermost line of it where each public case stopped."""
    source = definition.source.rstrip("\n")
    span = range(definition.first_line, definition.first_line + source.count("\n") + 1)
    errors = set()
    for case in cases:
        raised = case.observation.raised
        if raised and not case.case.hidden:
            own = [f.line for f in raised.frames if f.origin == definition.origin and f.line in span]
            errors.update(own[-1:])
    return CodeView(
        definition.name,
        shorten(definition.origin, 120),
        definition.first_line,
        source[: limits.code],
        tuple(sorted(errors)),
        len(source) > limits.code,
    )


def _first(results: tuple[ExerciseResult, ...], views: tuple[ExerciseView, ...]) -> ExerciseView | None:
    """Choose what to fix first: what no other failure is to blame for, and most other exercises wait for.

    What is worth nothing comes after what is.
    """
    failed = {
        d.exercise.name: d.exercise.needs
        for d, view in zip(results, views, strict=True)
        if not view.right and view.word is not ABSENT
    }
    waiting = failed | {d.exercise.name: d.followed_through for d in results if d.followed_through}
    roots = [name for name, needs in failed.items() if not any(need in failed for need in needs)]
    if not roots:
        return None
    by_name = {view.name: view for view in views}
    return by_name[
        max(
            roots,
            key=lambda root: (by_name[root].points > 0, sum(root in needs for needs in waiting.values())),
        )
    ]
