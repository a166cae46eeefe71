"""What is optional follows the edition handed in: it must show itself, and what is missing shows nothing."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.author.checks.editions import is_asked_for
from grader.author.context import VerificationContext
from grader.course import load
from grader.course.key import answer_key
from grader.errors import AssignmentError
from grader.grading.grade import GradingContext, grade
from grader.model import Assignment, Verdict
from grader.student.release.starter import starter
from grader.submission import read
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
RMSPROP = ("initialize_rmsprop", "update_parameters_with_rmsprop")
DECAY = ("update_lr", "schedule_lr_decay")
IMPORTS = "import numpy as np\nimport math\nfrom opt_utils import *\n"
OLDER = f"{IMPORTS}from opt_utils import load_params_and_grads\nfrom testCases import *\n"
NEWER = f"{OLDER.replace('opt_utils', 'opt_utils_v1a')}from public_tests import *\n"
# how a solution looks that is of the older edition
AS_OLDER = {
    "parameters, v, s, v_corrected, s_corrected": "parameters, v, s",
    "    decay=None,\n    decay_rate=1,\n": "",
    "    decay, decay_rate -- a function like update_lr, called after each epoch, and its argument\n": "",
    "        if decay:\n            learning_rate = decay(learning_rate0, i, decay_rate)\n": "",
}
Graded = Callable[[str | Path], dict[str, Any]]


@cache
def optimization() -> Assignment:
    return load(ROOT, "optimization")


@pytest.fixture
def graded(worker: Worker, tmp_path: Path) -> Graded:
    """Grade a module's text, or a file, and return its score and the verdicts."""
    assignment = optimization()
    bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker)

    def run(given: str | Path) -> dict[str, Any]:
        path = given if isinstance(given, Path) else tmp_path / "ada.py"
        if isinstance(given, str):
            path.write_text(given)
        result = grade(read(path), bench)
        return {one.exercise.name: one.verdict for one in result.exercises} | {"score": result.score}

    return run


def without(source: str, *names: str) -> str:
    """Take functions out, as a whole."""
    lines = source.splitlines(keepends=True)
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            lines[node.lineno - 1 : node.end_lineno] = []
    return "".join(lines)


def solution(imports: str, *left_out: str, older: bool = False) -> str:
    """Return the reference as a student of an edition would hand it in."""
    source = without(optimization().reference, *left_out)
    source = imports + source[source.index("def ") :]
    for old, new in AS_OLDER.items() if older else ():
        assert old in source
        source = source.replace(old, new)
    return source


def test_right_students_of_every_edition_keep_all(graded: Graded) -> None:
    assert graded(solution(OLDER, *RMSPROP, *DECAY, older=True))["score"] == 100
    assert graded(solution(NEWER, *RMSPROP))["score"] == pytest.approx(100)
    assert graded(solution(IMPORTS))["score"] == 100
    assert graded(ROOT / "submissions" / "optimization" / "new_edition.ipynb")["score"] == 100


# --- who deletes what is asked of him ------------------------------------------------------------------


DELETED = {
    "from this course's own module": (IMPORTS, (*RMSPROP, *DECAY), 80),
    "the decay from the newer edition": (NEWER, (*RMSPROP, *DECAY), 100 * 80 / 90),  # it has no RMSprop
    "half of the decay": (NEWER, (*RMSPROP, "update_lr"), 100 * 86 / 90),
    "half of RMSprop": (OLDER, ("initialize_rmsprop",), 97),
}


@pytest.mark.parametrize("way", DELETED)
def test_what_is_deleted_costs_its_points(way: str, graded: Graded) -> None:
    imports, names, score = DELETED[way]
    assert graded(solution(imports, *names))["score"] == pytest.approx(score)


def test_four_deleted_functions_cost_four_functions(graded: Graded) -> None:
    found = graded(without(optimization().reference, *RMSPROP, *DECAY))
    assert found["score"] == 80
    assert {found[name] for name in (*RMSPROP, *DECAY)} == {Verdict.MISSING}


def test_a_text_cell_that_names_the_function_shows_that_it_was_asked_for(
    graded: Graded, tmp_path: Path
) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in (OLDER, solution("", *RMSPROP, *DECAY, older=True))
    ]
    path = tmp_path / "ada.ipynb"
    for heading, score in (
        ("## Adam, and other methods", 100),
        ("### Exercise 9: `update_lr`", 100 * 80 / 90),
    ):
        book = {"cells": [*cells, {"cell_type": "markdown", "metadata": {}, "source": heading}]}
        path.write_text(json.dumps({**book, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
        found = graded(path)
        assert found["score"] == pytest.approx(score), heading
        assert (found["update_lr"] is Verdict.MISSING) is (score < 100)


@pytest.mark.parametrize("now", ["def my_own(", "# def update_lr(", "def _update_lr(", "class update_lr: #"])
def test_a_function_that_is_no_longer_there_was_there(now: str, graded: Graded) -> None:
    source = solution(NEWER, *RMSPROP).replace("def update_lr(", now, 1)
    found = graded(source)
    assert found["update_lr"] in {Verdict.MISSING, Verdict.NOT_ATTEMPTED, Verdict.RUNTIME_ERROR}
    assert found["score"] == pytest.approx(100 * 86 / 90, abs=10)  # another function may break with it


def test_the_released_starter_asks_for_everything(graded: Graded, tmp_path: Path) -> None:
    """Its cells deleted, what is left of it still is no other edition's."""
    brief = (ROOT / "assignments" / "optimization" / "README.md").read_text()
    book = json.loads(starter(optimization(), brief))
    book["cells"] = [
        cell
        for cell in book["cells"]
        if not any(name in "".join(cell["source"]) for name in (*RMSPROP, *DECAY))
    ]
    path = tmp_path / "ada.ipynb"
    path.write_text(json.dumps(book))
    found = graded(path)
    assert {found[name] for name in (*RMSPROP, *DECAY)} == {Verdict.MISSING}


# --- what an author says ---------------------------------------------------------------------------------


def test_optional_says_how_the_other_edition_is_known(course: Path) -> None:
    path = course / "assignments" / "pair" / "checks.py"
    path.write_text(path.read_text().replace('returns="d")', 'returns="d", optional=True)'))
    with pytest.raises(AssignmentError, match="optional takes what tells another edition by its text"):
        load(course, "pair")


@pytest.mark.parametrize("told", ["True", "'numpy' in text", "'rest' not in text"])
def test_verify_says_where_the_courses_own_starter_is_taken_for_another_editions(
    told: str, course: Path, worker: Worker
) -> None:
    path = course / "assignments" / "pair" / "checks.py"
    path.write_text(path.read_text().replace('returns="d")', f'returns="d", optional=lambda text: {told})'))
    context = VerificationContext(course, "pair", worker)
    problems = list(is_asked_for(context, context.assignment.exercise("double")))
    assert problems
    assert all("for an edition without double" in one.message for one in problems)


def test_verify_says_nothing_of_optimization(worker: Worker) -> None:
    context = VerificationContext(ROOT, "optimization", worker)
    assert not [problem for one in context.assignment.exercises for problem in is_asked_for(context, one)]
