"""Right code keeps its marks, however it is written, and what is missing costs its own points alone."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable

import pytest
from assignment_checks import assignment
from rewrites import samples
from right_code import COPIES, RIGHT, in_training

from grader.course.key import answer_key
from grader.errors import SubmissionError
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Program, Result, Submission
from grader.submission import extract, read
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
    source = "from my_gc import *\ndef gradient_check_n(*_):\n    return sigmoid(dictionary_to_vector({}))\n"
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


TOLD = {  # in optimize; the top of the file, the body's line, and what its student reads
    "what could not be made": (
        "class Cfg:\n    def __init__(self):\n        self.rate = 1 / 0\ncfg = Cfg()",
        "cfg.rate",
        "In ada.py, line 37: cfg has no value, because ada.py, line 4 failed: ZeroDivisionError: division by zero.",
    ),
    "what is made of what could not be made": (
        "import tensorflow as tf\nclass Net(tf.Module):\n    rate = 0.1\nnet = Net()",
        "net.rate",
        "In ada.py, line 37: net has no value, because ada.py, line 2 failed: ImportError: tf is not available here: "
        "import tensorflow as tf failed: ModuleNotFoundError: No module named 'tensorflow'.",
    ),
    "numbers of a table": (
        "import pandas as pd",
        "costs = list(pd.Series(costs))",
        "In ada.py, line 34: there is no module pandas here: use NumPy instead or, if it is your own, hand it in "
        "with your work.",
    ),
    "what takes too long": (
        "def endless():\n    while True:\n        pass\nTABLE = [0]\nTABLE = endless()",
        "TABLE",
        "In ada.py, line 38: TABLE has no value, because ada.py, line 5 failed: TooManySteps: it takes more than "
        "100,000 steps.",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_why_something_is_not_there_is_told(name: str, graded: Grade) -> None:
    top, line, sentence = TOLD[name]
    assert sentence == losses(graded(in_training(line, top)))["optimize"]


NEWER = {  # the place, what is newer, and what becomes of it where Python 3.11 grades
    "def sigmoid(z):\n    return f'{z['a']}'\n": (
        *("line 2", "3.12 (quotes, a backslash or a comment between an f-string's braces)"),
        "it was read as a call of format",
    ),
    "x = 1\ndef sigmoid[T](z: T):\n    return z\n": (
        "line 2",
        "3.12 (type parameters)",
        "it was read without them",
    ),
    "type A[T] = list[T]\n": ("line 1", "3.12 (a type statement)", "it was read as a name for nothing"),
    "try:\n    x\nexcept ValueError, TypeError:\n    pass\n": (
        *("line 3", "3.14 (except without brackets)", "it was read with them"),
    ),
    "lazy import json\n": ("line 1", "3.15 (a lazy import)", "it was read as an import"),
    "def sigmoid(z):\n    return t'{z}'\n": (
        *("line 2", "3.14 (a t-string)", "the definition of sigmoid there does not count"),
    ),
}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="the Python that grades reads some of it")
@pytest.mark.parametrize("source", NEWER)
def test_syntax_that_is_newer_is_told_with_both_versions(source: str) -> None:
    place, newer, reading = NEWER[source]
    [note] = extracted(source, "logistic_regression").notes
    assert note.text == f"cell 1, {place} is Python {newer}, and Python 3.11 grades this; {reading}."


def test_no_sample_is_told_of_a_copy() -> None:
    for id, path in samples():
        with contextlib.suppress(SubmissionError):
            notes = extract(read(path), assignment(id)).notes
            assert not [
                note.text for note in notes if "took its place" in note.text and "_v3" not in note.text
            ]
