"""What a student reads of a function that could not be found, and of one whose surroundings explain its failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import load
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, ExerciseResult, Result, Submission, Verdict
from grader.report.view import page
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
ID = "logistic_regression"
RIGHT = (ROOT / "reference" / f"{ID}.py").read_text(encoding="utf-8")
STEP = 'w = w - learning_rate * grads["dw"]'
PREDICT = "Y_prediction = (A > 0.5).astype(float)"
PROPAGATE = "def propagate(w, b, X, Y):"
GLOBALS = f"X, Y = np.array([[1.0, -2.0, -1.0], [3.0, 0.5, -3.2]]), np.array([[1, 1, 0]])\n\n\n{PROPAGATE}"
CALLED = (
    "It is called with other values than those of your notebook, which come in through its parameters: "
    "compute with"
)
IN_PLACE = (
    "an array of whole numbers is changed in place (by -=, *= or the like), but cannot hold the fractions that come "
    "out. Create it as an array of floats (no dtype=int, 1.0 instead of 1), or write w = w - ... instead of w -= ..."
)
ASKS = (
    "input() waits for somebody to type, and nobody does while the function is graded: all that it needs comes in "
    "through its parameters."
)
DEBUGGER = "a call for the debugger is left in the function, which stops there: take out breakpoint() or set_trace()."
Grade = Callable[..., Result]


@pytest.fixture(scope="module")
def graded(worker: Worker) -> Grade:
    assignment = load(ROOT, ID)
    context = GradingContext(assignment, answer_key(assignment, worker.observe), worker)

    def run(*edits: tuple[str, str]) -> Result:
        source = RIGHT
        for old, new in edits:
            assert old in source
            source = source.replace(old, new)
        return grade(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), context)

    return run


def exercise(result: Result, name: str) -> ExerciseResult:
    return next(outcome for outcome in result.exercises if outcome.exercise.name == name)


def message(result: Result, name: str) -> str:
    diagnosis = exercise(result, name).diagnosis
    return diagnosis.message if diagnosis else ""


@pytest.mark.parametrize(
    ("name", "edits", "says"),
    [
        (
            "model",
            [
                (STEP, 'w -= learning_rate * grads["dw"]'),
                ("np.zeros((dim, 1))", "np.zeros((dim, 1), dtype=int)"),
            ],
            IN_PLACE,
        ),
        (
            "propagate",
            [("dw = np.dot(X", "dw = np.zeros(w.shape, int)\n    dw += np.dot(X")],
            IN_PLACE,
        ),
        ("predict", [(PREDICT, "Y_prediction = A > 0.5\n    Y_prediction *= 0.5")], IN_PLACE),
        ("predict", [(PREDICT, 'limit = float(input("limit? "))\n    Y_prediction = A > limit')], ASKS),
        ("propagate", [("m = X.shape[1]", "m = int(input())")], ASKS),
        ("predict", [(PREDICT, f"breakpoint()\n    {PREDICT}")], DEBUGGER),
        ("optimize", [("costs = []\n", "costs = []\n    import pdb; pdb.set_trace()\n")], DEBUGGER),
    ],
)
def test_what_stops_a_function_is_told(
    name: str, edits: list[tuple[str, str]], says: str, graded: Grade
) -> None:
    result = graded(*edits)
    assert exercise(result, name).verdict is Verdict.RUNTIME_ERROR
    assert message(result, name).endswith(f": {says}")


@pytest.mark.parametrize(
    ("name", "edits", "says"),
    [
        (
            "propagate",
            [(PROPAGATE, GLOBALS.replace("w, b, X, Y", "w, b, X_in, Y_in"))],
            f"propagate reads the notebook's variables X and Y and never its parameters X_in and Y_in. {CALLED} them.",
        ),
        (
            "propagate",
            [
                (PROPAGATE, PROPAGATE.replace("X, Y", "images, Y")),
                ("import copy", "import copy\nX = load('x.npy')"),
            ],
            f"propagate reads the notebook's variable X and never its parameter images. {CALLED} it.",
        ),
        (
            "predict",
            [
                ("def predict(w, b, X):", "weights = [[0.1], [0.2]]\n\n\ndef predict(w, b, X):"),
                (
                    "A = sigmoid(np.dot(w.T, X) + b)\n    Y_p",
                    "A = sigmoid(np.dot(np.transpose(weights), X) + b)\n    Y_p",
                ),
            ],
            f"predict reads the notebook's variable weights and never its parameter w. {CALLED} it.",
        ),
        (
            "initialize_with_zeros",
            [
                ("def initialize_with_zeros", "size = 3\n\n\ndef initialize_with_zeros"),
                ("np.zeros((dim, 1))", "np.zeros((size, 1))"),
            ],
            f"initialize_with_zeros reads the notebook's variable size and never its parameter dim. {CALLED} it.",
        ),
        (
            "optimize",
            [
                ("X, Y, num_iterations=100", "X_opt, Y_opt, num_iterations=100"),
                ("import copy", "import copy\nX, Y = np.eye(2), np.ones((1, 2))"),
            ],
            f"optimize reads the notebook's variables X and Y and never its parameters X_opt and Y_opt. {CALLED} them.",
        ),
    ],
)
def test_a_function_that_reads_the_notebook_and_not_its_parameters_is_told_that_first(
    name: str, edits: list[tuple[str, str]], says: str, graded: Grade
) -> None:
    assert message(graded(*edits), name) == says


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ([("np.dot(X, (A - Y).T) / m", "np.dot(X, (A - Y).T)"), ("import copy", "import copy\nM = 3")], "dw"),
        (
            [
                ("import copy", "import copy\nEPSILON = 1e-9"),
                ("np.log(A)", "np.log(A + EPSILON)"),
                ("/ m\n    db", "\n    db"),
            ],
            "dw",
        ),
    ],
)
def test_a_constant_of_the_notebook_is_no_cause(
    edits: list[tuple[str, str]], says: str, graded: Grade
) -> None:
    told = message(graded(*edits), "propagate")
    assert says in told
    assert "notebook" not in told


@pytest.mark.parametrize(
    ("labels", "points", "says"),
    [
        ("np.array([[1 if a > 0.5 else 0 for a in A[0]]], dtype=object)", 1, ""),
        ("(A > 0.5).astype(object)", 1, ""),
        (
            "np.where(A > 0.5, '1', '0')",
            0,
            'Y_prediction holds text, such as "0", where numbers are expected',
        ),
        (
            "np.where(A > 0.5, '1', '0').astype(object)",
            0,
            'Y_prediction holds text, such as "0", where numbers are expected',
        ),
        (
            "np.where(A > 0.5, 'cat', 'other')",
            0,
            'Y_prediction holds text, such as "other", where numbers are expected',
        ),
        (
            "(A > 0.5).astype('S1')",
            0,
            "Y_prediction holds bytes, such as b'F', where numbers are expected",
        ),
    ],
)
def test_labels_count_by_their_values_and_wrong_ones_are_told_by_their_type(
    labels: str, points: float, says: str, graded: Grade
) -> None:
    predict = exercise(graded((PREDICT, f"Y_prediction = {labels}")), "predict")
    assert predict.score == points * predict.exercise.points
    assert says == (predict.cases[0].difference.text if predict.cases[0].difference else "")


def test_costs_are_a_list_even_of_one(graded: Grade) -> None:
    optimize = exercise(graded(("params = {", "costs = costs[0]\n    params = {")), "optimize")
    assert optimize.score < optimize.exercise.points
    assert [case.difference.text for case in optimize.cases[1:2] if case.difference] == [
        "costs is a number, expected a list of 1; the number is right"
    ]


def test_a_function_that_is_not_found_costs_itself_alone_and_the_verdict_says_where_it_is(
    graded: Grade,
) -> None:
    result = graded(("propagate", "propogate"))
    line = RIGHT[: RIGHT.index(PROPAGATE)].count("\n") + 1
    assert result.score == 100 - exercise(result, "propagate").exercise.points
    view = next(view for view in page(result).exercises if view.name == "propagate")
    assert view.instead == (
        f"There is no propagate, but a function propogate in ada.py, line {line}: if that is it, call it propagate."
    )


@pytest.mark.parametrize(
    ("name", "edit", "says"),
    [
        (
            "initialize_with_zeros",
            ("return w, b", "yield w\n    yield b"),
            "The function returns a generator, which makes values only when it is asked for them: write return instead "
            "of yield, or square brackets around a for instead of round ones.",
        ),
        (
            "initialize_with_zeros",
            ("return w, b", "return map(np.asarray, (w, b))"),
            "The function returns a map object, which makes values only when it is asked for them: put list(...) or "
            "tuple(...) around it.",
        ),
        (
            "predict",
            (PREDICT, "Y_prediction = (A > 0.5).astype"),
            "The function returns a function instead of its value: call it, with round parentheses behind its name.",
        ),
    ],
)
def test_what_would_make_the_values_later_is_told(
    name: str, edit: tuple[str, str], says: str, graded: Grade
) -> None:
    assert message(graded(edit), name) == says
