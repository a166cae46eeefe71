"""The instructor's record of a result, `result.json`, as `result.schema.json` describes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.report.text import plain_text, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model import CaseResult, Diagnosis, Execution, ExerciseResult, Note, Result

SCHEMA = Path(__file__).with_name("result.schema.json")
OUTPUT_LIMIT = 2_000

_dumps = json.JSONEncoder().encode  # without an indent it is written in C, several times as fast


def as_json(result: Result) -> dict[str, Any]:
    """Return the record of one graded submission, hidden cases included, as plain_text JSON values."""
    return {
        "schema": "grader/result/1",
        "assignment": result.assignment.id if result.assignment else None,
        "student": plain_text(result.student),
        "path": plain_text(result.path),
        "status": str(result.status),
        "message": plain_text(result.message) or None,
        "score": result.score,
        "max_score": result.max_score,
        "exercises": [_exercise(exercise) for exercise in result.exercises],
        "notes": [_note(note) for note in result.notes],
        "execution": _execution(result.execution) if result.execution else None,
        "reused": [plain_text(name) for name in result.reused],
        "environment": {plain_text(key): plain_text(text) for key, text in result.environment.items()},
    }


def as_text(record: Mapping[str, Any]) -> str:
    """Write a record as JSON for people too: a line for each of its keys, each exercise and each case."""
    lines = (f"{_dumps(key)}: {_dumps(value)}" for key, value in record.items() if key != "exercises")
    exercises = ",\n".join(map(_lines, record["exercises"]))
    return "{\n" + ",\n".join(lines) + f',\n"exercises": [\n{exercises}\n]}}\n'


def _lines(exercise: Mapping[str, Any]) -> str:
    head = _dumps({key: value for key, value in exercise.items() if key != "cases"})
    cases = ",\n  ".join(map(_dumps, exercise["cases"]))
    return f' {head[:-1]}, "cases": [\n  {cases}]}}'


def _execution(run: Execution) -> dict[str, Any]:
    return {
        "ok": run.ok,
        "cell": plain_text(run.cell),
        "error": plain_text(run.error),
        "stopped_by": plain_text(run.stopped_by),
        "memory": plain_text(run.memory),
    }


def _exercise(done: ExerciseResult) -> dict[str, Any]:
    return {
        "name": done.exercise.name,
        "title": plain_text(done.exercise.title),
        "score": round(done.score, 6),
        "max_score": done.exercise.points,
        "verdict": str(done.verdict),
        "cases": [_case(case) for case in done.cases],
        "diagnosis": _diagnosis(done.diagnosis) if done.diagnosis else None,
        "followed_through": list(done.followed_through),
        "notes": [plain_text(note) for note in done.notes],
        "counterexample": _counterexample(done, done.counterexample) if done.counterexample else None,
    }


def _counterexample(done: ExerciseResult, counterexample: CaseResult) -> dict[str, Any]:
    from grader.report.page import Limits  # few records have one, and this loads numpy
    from grader.report.reproduce import reproducer
    from grader.report.view import case_view

    name, source = (
        (done.definition.name, done.definition.source) if done.definition else (done.exercise.name, "")
    )
    shown = case_view(counterexample, 0.0, Limits())
    return {
        "case": counterexample.case.number,
        "difference": shorten(counterexample.difference.text, OUTPUT_LIMIT)
        if counterexample.difference
        else None,
        "error": _error(counterexample) if counterexample.observation.raised else None,
        "reproducer": plain_text(reproducer(name, shown, source)),
    }


def _case(done: CaseResult) -> dict[str, Any]:
    saw = done.observation
    return {
        "number": done.case.number,
        "hidden": done.case.hidden,
        "verdict": str(done.verdict),
        "share": round(done.share, 6),
        "difference": shorten(done.difference.text, OUTPUT_LIMIT) if done.difference else None,
        "differences": [shorten(difference.text, OUTPUT_LIMIT) for difference in done.differences],
        "error": _error(done) if saw.raised else None,
        "changed": [plain_text(name) for name in saw.changed],
        "output": shorten(saw.output, OUTPUT_LIMIT),
        "detail": plain_text(saw.detail),
    }


def _error(done: CaseResult) -> dict[str, Any]:
    raised = done.observation.raised
    assert raised is not None
    frame = raised.frames[-1] if raised.frames else None
    return {
        "type": plain_text(raised.type),
        "message": shorten(raised.message, OUTPUT_LIMIT),
        "origin": plain_text(frame.origin) if frame else None,
        "line": frame.line if frame else None,
    }


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "name": plain_text(diagnosis.name),
        "message": plain_text(diagnosis.message),
        "from": plain_text(diagnosis.source),
    }


def _note(note: Note) -> dict[str, Any]:
    return {"text": plain_text(note.text), "origin": plain_text(note.origin) or None, "line": note.line}
