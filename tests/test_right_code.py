"""Right code keeps its marks, however it is written, and what is missing costs its own points alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from assignment_checks import assignment
from right_code import COPIES, RIGHT

from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Program, Result, Submission
from grader.submission import extract
from grader.worker import Worker

Grade = Callable[..., Result]


@pytest.fixture(scope="module")
def graded(worker: Worker) -> Grade:
    """Grade a module's text, or a notebook's cells, as a submission of an assignment."""
    contexts: dict[str, GradingContext] = {}

    def run(source: str, id: str = "logistic_regression", file: str = "ada.py") -> Result:
        if id not in contexts:
            contexts[id] = GradingContext(assignment(id), answer_key(assignment(id), worker.observe), worker)
        return grade(Submission("ada", file, (Cell(file, source),), ""), contexts[id])

    return run


WAYS = [pytest.param(way, id=f"{kind}: {name}") for kind, ways in RIGHT.items() for name, way in ways.items()]


def losses(result: Result) -> dict[str, str]:
    """Return what a student reads of each function that lost points."""
    return {
        exercise.exercise.name: exercise.diagnosis.message if exercise.diagnosis else str(exercise.verdict)
        for exercise in result.exercises
        if exercise.score < exercise.exercise.points
    }


@pytest.mark.parametrize("way", WAYS)
def test_right_code_keeps_its_marks(way: str | tuple[str, float], graded: Grade) -> None:
    source, points = way if isinstance(way, tuple) else (way, 100.0)
    result = graded(source)
    assert result.score == points, losses(result)


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_of_the_course_s_module_is_the_course_s_module(way: str) -> None:
    id, line, name = COPIES[way]
    program = extracted(with_import(line, id), id)
    [support] = assignment(id).modules
    assert program.modules[name] == assignment(id).modules[support]
    assert any(re.search(rf"(from|import) {name}\b", chunk.source) for chunk in program.chunks)


def extracted(source: str, id: str) -> Program:
    return extract(Submission("ada", "ada.ipynb", (Cell("cell 1", source),), ""), assignment(id))


def with_import(line: str, id: str) -> str:
    """Return the reference with another import of the course's module."""
    source = re.sub(
        r"^from assignments\.\w+\.\w+ import (\([^)]*\)|.*)",
        lambda _: line,
        assignment(id).reference,
        flags=re.MULTILINE,
    )
    assert line in source
    return source


@pytest.mark.parametrize("line", ["from my_helpers import *", "%run '../planar_utils_v2.py'"])
def test_a_copy_of_the_course_s_module_serves_in_its_place(line: str, graded: Grade) -> None:
    result = graded(with_import(line, "planar_classification"), "planar_classification", "ada.ipynb")
    assert result.score == 100, losses(result)


def test_a_copy_is_told_and_gives_no_function_that_is_asked_for() -> None:
    source = "import numpy as np\nfrom my_gc import *\ndef gradient_check_n(*_):\n    return sigmoid(dictionary_to_vector({}))\n"
    assert not extracted(source, "gradient_checking").modules
    assert extracted(f"{source}def forward_propagation_n(x): ...\n", "gradient_checking").modules
    program = extracted(
        "from dnn_utils_v3 import *\ndef two_layer_model(X):\n    return compute_cost(X, X)\n",
        "deep_network_application",
    )
    assert [note.text for note in program.notes] == [
        "cell 1 takes functions from dnn_utils_v3, which was not handed in; the course's dnn_app_utils, which defines "
        "functions of these names, took its place."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from torch import sigmoid",
        "import my_helpers",
        "from my_helpers import other",
        "from scipy.special import expit as sigmoid",
    ],
)
def test_what_is_no_copy_is_none(line: str) -> None:
    assert not extracted(with_import(line, "planar_classification"), "planar_classification").modules
