"""The instructor's record of a result, `result.json`, as `result.schema.json` describes it.

Its types are what whoever reads a record back goes by, so that a key that is renamed here is noticed there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from grader.report.text import plain_text, shorten

if TYPE_CHECKING:
    from grader.model import CaseResult, Diagnosis, Execution, ExerciseResult, Note, Result

SCHEMA = Path(__file__).with_name("result.schema.json")
OUTPUT_LIMIT = 2_000

_dumps = json.JSONEncoder().encode  # without an indent it is written in C, several times as fast


class ErrorRecord(TypedDict):
    type: str
    message: str
    origin: str | None
    line: int | None


class CaseRecord(TypedDict):
    number: int
    hidden: bool
    verdict: str
    share: float  # 0 to 1
    difference: str | None
    differences: list[str]
    error: ErrorRecord | None
    changed: list[str]
    output: str
    detail: str


class CounterexampleRecord(TypedDict):
    case: int
    difference: str | None
    error: ErrorRecord | None
    reproducer: str


# "from" is no name that a class can give a field
DiagnosisRecord = TypedDict("DiagnosisRecord", {"name": str, "message": str, "from": str})


class ExerciseRecord(TypedDict):
    name: str
    title: str
    score: float
    max_score: float
    verdict: str
    cases: list[CaseRecord]
    diagnosis: DiagnosisRecord | None
    followed_through: list[str]
    notes: list[str]
    counterexample: CounterexampleRecord | None


class NoteRecord(TypedDict):
    text: str
    origin: str | None
    line: int | None


class ExecutionRecord(TypedDict):
    ok: bool
    cell: str
    error: str
    stopped_by: str
    memory: str


class ResultRecord(TypedDict):
    """One submission's result.json."""

    schema: str
    assignment: str | None
    student: str
    path: str
    status: str
    message: str | None
    score: float | None  # None where the submission was not graded
    max_score: float | None  # None where the assignment was not recognised
    exercises: list[ExerciseRecord]
    notes: list[NoteRecord]
    execution: ExecutionRecord | None
    reused: list[str]
    environment: dict[str, str]


def as_json(result: Result) -> ResultRecord:
    """Return the record of one graded submission, hidden cases included, as plain JSON values."""
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


def read_record(path: Path) -> ResultRecord:
    """Read what `as_text` wrote."""
    record: ResultRecord = json.loads(path.read_text(encoding="utf-8"))
    return record


def as_text(record: ResultRecord) -> str:
    """Write a record as JSON for people too: a line for each of its keys, each exercise and each case."""
    lines = (f"{_dumps(key)}: {_dumps(value)}" for key, value in record.items() if key != "exercises")
    exercises = ",\n".join(map(_lines, record["exercises"]))
    return "{\n" + ",\n".join(lines) + f',\n"exercises": [\n{exercises}\n]}}\n'


def _lines(exercise: ExerciseRecord) -> str:
    head = _dumps({key: value for key, value in exercise.items() if key != "cases"})
    cases = ",\n  ".join(map(_dumps, exercise["cases"]))
    return f' {head[:-1]}, "cases": [\n  {cases}]}}'


def _execution(run: Execution) -> ExecutionRecord:
    return {
        "ok": run.ok,
        "cell": plain_text(run.cell),
        "error": plain_text(run.error),
        "stopped_by": plain_text(run.stopped_by),
        "memory": plain_text(run.memory),
    }


def _exercise(result: ExerciseResult) -> ExerciseRecord:
    return {
        "name": result.exercise.name,
        "title": plain_text(result.exercise.title),
        "score": round(result.score, 6),
        "max_score": result.exercise.points,
        "verdict": str(result.verdict),
        "cases": [_case(case) for case in result.cases],
        "diagnosis": _diagnosis(result.diagnosis) if result.diagnosis else None,
        "followed_through": list(result.followed_through),
        "notes": [plain_text(note) for note in result.notes],
        "counterexample": _counterexample(result, result.counterexample) if result.counterexample else None,
    }


def _counterexample(result: ExerciseResult, counterexample: CaseResult) -> CounterexampleRecord:
    from grader.report.case_view import case_view  # few records have one, and this loads numpy
    from grader.report.page import Limits
    from grader.report.reproduce import reproducer

    name, source = (
        (result.definition.name, result.definition.source)
        if result.definition
        else (result.exercise.name, "")
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


def _case(result: CaseResult) -> CaseRecord:
    observation = result.observation
    return {
        "number": result.case.number,
        "hidden": result.case.hidden,
        "verdict": str(result.verdict),
        "share": round(result.share, 6),
        "difference": shorten(result.difference.text, OUTPUT_LIMIT) if result.difference else None,
        "differences": [shorten(difference.text, OUTPUT_LIMIT) for difference in result.differences],
        "error": _error(result) if observation.raised else None,
        "changed": [plain_text(name) for name in observation.changed],
        "output": shorten(observation.output, OUTPUT_LIMIT),
        "detail": plain_text(observation.detail),
    }


def _error(result: CaseResult) -> ErrorRecord:
    raised = result.observation.raised
    assert raised is not None
    frame = raised.frames[-1] if raised.frames else None
    return {
        "type": plain_text(raised.type),
        "message": shorten(raised.message, OUTPUT_LIMIT),
        "origin": plain_text(frame.origin) if frame else None,
        "line": frame.line if frame else None,
    }


def _diagnosis(diagnosis: Diagnosis) -> DiagnosisRecord:
    return {
        "name": plain_text(diagnosis.name),
        "message": plain_text(diagnosis.message),
        "from": plain_text(diagnosis.source),
    }


def _note(note: Note) -> NoteRecord:
    return {"text": plain_text(note.text), "origin": plain_text(note.origin) or None, "line": note.line}
