"""What holds for every assignment of the course, through the whole pipeline and real workers."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from long import few_or_all

from grader.author.context import VerificationContext
from grader.author.expectations import expectations
from grader.author.findings import Level
from grader.course import load, names
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Assignment, Cell, Exercise, ExerciseResult, Result, Status, Submission, Verdict
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
IDS = names(ROOT)
Grade = Callable[[str, str], Result]


@cache
def assignment(id: str) -> Assignment:
    return load(ROOT, id)


@pytest.fixture(scope="module")
def graded(worker: Worker) -> Grade:
    """Grade a module's text as a submission of an assignment."""
    benches: dict[str, GradingContext] = {}

    def run(id: str, source: str) -> Result:
        if id not in benches:
            benches[id] = GradingContext(assignment(id), answer_key(assignment(id), worker.observe), worker)
        result = grade(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), benches[id])
        assert result.status is Status.GRADED, result.message
        return result

    return run


def exercise(result: Result, name: str) -> ExerciseResult:
    return next(outcome for outcome in result.exercises if outcome.exercise.name == name)


def starter(source: str) -> str:
    """Take the body out of every function, docstrings left."""
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.body = [*node.body[:1], ast.Expr(ast.Constant(...))]
    return ast.unparse(tree)


def test_the_course_has_its_eleven_assignments_of_100_points() -> None:
    assert len(IDS) == 11
    assert {id: assignment(id).points for id in IDS} == dict.fromkeys(IDS, 100)


FEW = few_or_all(
    IDS, "logistic_regression", "python_basics", "deep_network_steps"
)  # `grader verify` asks all
SLOW = (
    "mutants are killed",
    "mutation score",
    "verdicts stay",
)  # .ci/run calls `grader verify`, which asks all


@pytest.mark.parametrize("id", few_or_all(IDS, "logistic_regression", "python_basics"))
def test_what_verifying_demands_is_met(id: str, worker: Worker) -> None:
    context = VerificationContext(ROOT, id, worker)
    asked = [item for item in expectations(context) if not any(title in item.id for title in SLOW)]
    findings = [finding for item in asked for finding in item.findings()]
    assert {"trivial answers score 0", "reference is in time"} <= {item.id.split("::")[-1] for item in asked}
    assert not [finding for finding in findings if finding.level in {Level.ERROR, Level.SKIPPED}]


@pytest.mark.parametrize("id", FEW)
def test_the_reference_scores_100_and_the_starter_0(id: str, graded: Grade) -> None:
    assert graded(id, assignment(id).reference).score == 100
    empty = graded(id, starter(assignment(id).reference))
    assert empty.score == 0
    assert {outcome.verdict for outcome in empty.exercises} <= {Verdict.NOT_ATTEMPTED}


@pytest.mark.parametrize("id", FEW)
def test_every_variant_scores_full_marks(id: str, graded: Grade) -> None:
    for asked in assignment(id).exercises:
        for variant in asked.variants:
            outcome = exercise(graded(id, variant.source), asked.name)
            lost = [case.difference for case in outcome.cases if case.share < 1]
            assert outcome.score == asked.points, (
                f"{asked.name}, {variant.name} of line {variant.line}: {lost[:1]}"
            )
            assert outcome.diagnosis is None


@pytest.mark.parametrize("id", FEW)
def test_every_mistake_loses_marks_and_is_named(id: str, graded: Grade) -> None:
    for asked in assignment(id).exercises:
        for mistake in asked.mistakes:
            outcome = exercise(graded(id, mistake.source), asked.name)
            assert outcome.score < asked.points or not asked.points, f"{asked.name}: {mistake.name}"
            assert outcome.diagnosis is not None, f"{asked.name}: {mistake.name} is not named"
            assert outcome.diagnosis.name == mistake.name, f"{asked.name}: {mistake.name}"


@pytest.mark.parametrize("id", FEW)
def test_a_wrong_helper_costs_its_own_points_only(id: str, graded: Grade) -> None:
    for helper in helpers(assignment(id)):
        result = graded(id, helper.mistakes[0].source)
        lost = {
            outcome.exercise.name for outcome in result.exercises if outcome.score < outcome.exercise.points
        }
        assert lost <= {helper.name}, f"{helper.mistakes[0].name} in {helper.name}"
        callers = [item for item in result.exercises if helper.name in item.followed_through]
        assert all("failed only because" in item.diagnosis.message for item in callers if item.diagnosis)


def helpers(assignment: Assignment) -> list[Exercise]:
    """Return the exercises that others need and that have a known mistake."""
    needed = {name for item in assignment.exercises for name in item.needs}
    return [item for item in assignment.exercises if item.name in needed and item.mistakes]


CACHES = [  # whose arrays must agree with each other
    ("planar_classification", "backward_propagation"),
    ("deep_network_steps", "linear_activation_backward"),
    ("deep_network_steps", "L_model_backward"),
    ("regularization", "backward_propagation_with_regularization"),
    ("regularization", "backward_propagation_with_dropout"),
    ("gradient_checking", "backward_propagation_n"),
    ("batch_normalization", "batch_norm_backward"),
]


@pytest.mark.parametrize(("id", "name"), CACHES)
def test_a_cache_that_contradicts_itself_is_noticed(id: str, name: str) -> None:
    arguments = {item.name: item.value for item in assignment(id).exercise(name).cases[0].arguments}
    cache = "caches" if "caches" in arguments else "cache"
    holds = invariant(id, name)
    assert holds(*arguments.values()) is None
    changed = [{**arguments, cache: shifted} for shifted in with_one_array_shifted(arguments[cache])]
    noticed = [isinstance(holds(*some.values()), str) for some in changed]
    # what the cache of batch normalization holds beside Z_norm may have any positive value
    assert noticed.count(True) >= (1 if id == "batch_normalization" else len(noticed))


def invariant(id: str, name: str) -> Callable[..., str | None]:
    """Return what the author declared of an exercise's arguments."""
    assignment(id)
    hw = sys.modules[f"assignments.{id}.checks"].hw
    [invariant] = next(item for item in hw.declarations if item.name == name).decorations.invariants
    return invariant.value


def with_one_array_shifted(value: Any) -> list[Any]:
    """Return copies of a value, in each of which another of its arrays is no longer what it was."""
    if isinstance(value, np.ndarray):
        return [~value if value.dtype == bool else value + 0.5]
    if isinstance(value, dict):
        return [{**value, key: shifted} for key in value for shifted in with_one_array_shifted(value[key])]
    return [
        type(value)((*value[:at], shifted, *value[at + 1 :]))
        for at, item in enumerate(value)
        for shifted in with_one_array_shifted(item)
    ]
