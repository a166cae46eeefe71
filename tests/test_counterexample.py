"""Counterexamples: found where only hidden cases fail, right to show, and nothing of the hidden case in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from grader.course import load
from grader.course.key import answer_key
from grader.grading.cache import ResultCache
from grader.grading.counterexample import SEEDS
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, ExerciseResult, Result, Submission
from grader.report import SCHEMA, as_html, as_json
from grader.worker import Worker

REFERENCE = '''
import numpy as np


def mean(x, scale=1.0):
    """Return the mean of each row, a column, scaled."""
    return scale * np.mean(x, axis=1, keepdims=True)


def fixed(x):
    return x.sum()
'''
CHECKS = '''
import numpy as np

from grader import Assignment, call

hw = Assignment("Means", week="W1")


@hw.exercise(points=60, returns="means")
def mean(rng):
    """Means of rows."""
    yield call(rng.normal(size=(1, 3)))
    yield call(rng.normal(size=(3, 4)), scale=0.5, hidden=True)
    yield call(rng.normal(size=(1, 4)))
    yield call(rng.normal(size=(5, 4)), scale=0.25, hidden=True)


@hw.exercise(points=40)
def fixed(rng):
    """Sums."""
    yield call(np.array([1.0, 2.0]))
    yield call(np.array([-3.25, 17.5, 0.125]), hidden=True)
'''
RIGHT = REFERENCE
TOTAL = REFERENCE.replace("np.mean(x, axis=1, keepdims=True)", "np.array([[np.mean(x)]])")
RAISES = REFERENCE.replace("return scale", "assert x.shape[0] == 1\n    return scale")
PUBLIC_TOO = REFERENCE.replace("return scale * ", "return 2 * scale * ")
ABSOLUTE = REFERENCE.replace("x.sum()", "np.abs(x).sum()")


@pytest.fixture
def bench(tmp_path: Path, worker: Worker) -> GradingContext:
    (tmp_path / "assignments" / "means").mkdir(parents=True)
    (tmp_path / "assignments" / "means" / "checks.py").write_text(CHECKS)
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "__init__.py").touch()
    (tmp_path / "reference" / "means.py").write_text(REFERENCE)
    assignment = load(tmp_path, "means")
    return GradingContext(assignment, answer_key(assignment, worker.observe), worker)


def graded(bench: GradingContext, source: str) -> Result:
    return grade(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), bench)


def of(result: Result, name: str) -> ExerciseResult:
    return next(one for one in result.exercises if one.exercise.name == name)


def test_a_function_that_only_hidden_cases_catch_gets_a_counterexample_that_fails(
    bench: GradingContext,
) -> None:
    result = graded(bench, TOTAL)
    counterexample = of(result, "mean").counterexample
    assert counterexample is not None
    assert counterexample.case.number == 2  # the smaller of the two
    assert not counterexample.case.hidden
    x, scale = (argument.value for argument in counterexample.case.arguments)
    assert x.shape == (3, 4)
    right = scale * x.mean(axis=1, keepdims=True)
    assert not np.allclose(right, scale * x.mean())
    assert counterexample.difference is not None
    assert np.array_equal(counterexample.difference.expected, right)


def test_page_and_record_hold_the_counterexample_and_nothing_hidden(bench: GradingContext) -> None:
    result = graded(bench, TOTAL)
    page, record = as_html(result), as_json(result)
    told = record["exercises"][0]["counterexample"]
    jsonschema.validate(record, json.loads(SCHEMA.read_text()), jsonschema.Draft202012Validator)
    assert told["case"] == 2
    assert "mean(x, scale)" in told["reproducer"]
    assert "An input like that of hidden case 2" in page
    counterexample = of(result, "mean").counterexample
    assert counterexample is not None
    for number in counterexample.case.arguments[0].value.ravel():
        assert repr(float(number)) in page
        assert repr(float(number)) in told["reproducer"]
    hidden = [case for case in bench.assignment.exercise("mean").cases if case.hidden]
    assert len(hidden) == 2
    for case in hidden:
        for number in case.arguments[0].value.ravel():
            assert f"{number:.6}" not in page
            assert f"{number:.6}" not in told["reproducer"]


def test_the_pasted_lines_show_the_failure(bench: GradingContext) -> None:
    lines = as_json(graded(bench, TOTAL))["exercises"][0]["counterexample"]["reproducer"].splitlines()
    call = next(line for line in lines if line.startswith("mean("))
    values = []
    for source in (TOTAL, REFERENCE):
        names: dict[str, object] = {}
        exec(source, names)
        for line in lines:
            exec(line if line != call else f"value = {call}", names)
        values.append(names["value"])
    assert not np.allclose(*values)  # type: ignore[arg-type]


def test_an_error_that_only_hidden_cases_meet_has_a_counterexample(bench: GradingContext) -> None:
    result = graded(bench, RAISES)
    counterexample = of(result, "mean").counterexample
    assert counterexample is not None
    assert counterexample.observation.raised is not None
    assert as_json(result)["exercises"][0]["counterexample"]["error"]["type"] == "AssertionError"
    diagnosis = of(result, "mean").diagnosis  # says where this one fails, which of a hidden case is not told
    assert diagnosis is not None
    assert diagnosis.message == "In ada.py, line 7: an assert in your own code fails."


@pytest.mark.parametrize("source", [RIGHT, PUBLIC_TOO])
def test_no_child_is_started_for_others(
    bench: GradingContext, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = children(bench, monkeypatch)
    result = graded(bench, source)
    assert of(result, "mean").counterexample is None
    assert len(started) == 1


def test_one_child_is_started_for_the_counterexample(
    bench: GradingContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded(bench, TOTAL)  # draws, and asks the reference, once for all
    started = children(bench, monkeypatch)
    assert of(graded(bench, TOTAL), "mean").counterexample is not None
    assert len(started) == 2


def children(bench: GradingContext, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count the children that a bench's worker starts from now on."""
    started: list[object] = []
    fork: Callable[[], object] = bench.worker.warm.fork

    def counted() -> object:
        started.append(None)
        return fork()

    monkeypatch.setattr(bench.worker.warm, "fork", counted)
    return started


def test_a_case_that_is_not_drawn_has_no_counterexample(bench: GradingContext) -> None:
    result = graded(bench, ABSOLUTE)
    one = of(result, "fixed")
    assert one.score < one.exercise.points
    assert one.counterexample is None
    assert "17.5" not in as_html(result)


def test_a_draw_that_is_the_hidden_case_is_not_shown(bench: GradingContext) -> None:
    folder = Path(bench.assignment.folder)
    same = load(folder.parents[1], folder.name, SEEDS[0])
    key = answer_key(same, bench.worker.observe)
    counterexample = of(graded(GradingContext(same, key, bench.worker), TOTAL), "mean").counterexample
    assert counterexample is not None
    secrets = [case.arguments[0].value for case in same.exercise("mean").cases if case.hidden]
    assert not any(np.array_equal(counterexample.case.arguments[0].value, secret) for secret in secrets)


def test_a_remembered_program_keeps_its_counterexample(bench: GradingContext) -> None:
    bench = replace(bench, cache=ResultCache())
    first, second = (of(graded(bench, TOTAL), "mean").counterexample for _ in range(2))
    assert first is not None
    assert second is first
