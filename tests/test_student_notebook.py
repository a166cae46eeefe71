"""The self-check in a real kernel, from a released folder alone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from long import few_or_all
from nbclient import NotebookClient

from grader.course import load, names
from grader.course.edit import function_source
from grader.course.key import AnswerKey, answer_key
from grader.model import Assignment, ExerciseResult, Observation, Verdict
from grader.student.check.judging import judge
from grader.student.check.locate import packs
from grader.student.pack import Pack
from grader.student.release.folder import release
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., list[str]]
Released = Callable[[str], Path]
pytestmark = pytest.mark.filterwarnings("ignore")  # of the notebook tools


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory, worker: Worker) -> Released:
    """Release an assignment of the course into an otherwise empty folder, once."""
    out = tmp_path_factory.mktemp("released")

    def folder(id: str) -> Path:
        if not (out / id).exists():
            assignment = load(ROOT, id)
            release(assignment, answer_key(assignment, worker.observe), worker.observe, out, force=False)
        return out / id

    return folder


@pytest.fixture
def run(tmp_path: Path, released: Released) -> Run:
    """Run cells in a fresh kernel in a copy of a released folder; return what each shows."""

    def outputs(id: str, *cells: str, starter: bool = False, html: bool = False) -> list[str]:
        folder = shutil.copytree(released(id), tmp_path / id, dirs_exist_ok=True)
        notebook = nbformat.read(folder / f"{id}.ipynb", 4) if starter else nbformat.v4.new_notebook()
        first = ["import numpy as np\nfrom grader import check"] if not starter else []
        notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in [*first, *cells]]
        client = NotebookClient(
            notebook, resources={"metadata": {"path": str(folder)}}, allow_errors=True, timeout=600
        )
        client.execute(env={**os.environ, "PYTHONPATH": str(ROOT)})
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        return [_shown(cell, html) for cell in code][len(first) :]

    return outputs


def _shown(cell: Any, html: bool) -> str:
    parts = []
    for output in cell.outputs:
        data = output.get("data", {})
        text = data.get("text/html" if html else "text/plain", output.get("text", ""))
        parts.append(text or "\n".join(output.get("traceback", [])))
    return "".join(parts)


def reference_cells(assignment: Assignment) -> list[str]:
    return [
        function_source(assignment.reference, exercise.names[0]).text for exercise in assignment.exercises
    ]


def mistake_cell(assignment: Assignment, name: str) -> str:
    """Put in every mistake that the pack knows, one after the other, and tell what is said of each."""
    exercise = assignment.exercise(name)
    function = exercise.names[0]
    wrong = {mistake.name: function_source(mistake.source, function).text for mistake in exercise.mistakes}
    return (
        f"import json\nwrong = {json.dumps(wrong)}\nsaid = {{}}\nright = {function}\n"
        "for name, source in wrong.items():\n"
        "    exec(source)\n"
        f"    answer = check({function})\n"
        "    found = answer.results[0].diagnosis\n"
        "    said[name] = [found.name if found else None, answer.passed]\n"
        f"{function} = right\n"
        "print(json.dumps(said))"
    )


@pytest.mark.parametrize("id", few_or_all(names(ROOT), "planar_classification", "python_basics"))
def test_starter_then_reference_then_every_known_mistake(
    id: str, run: Run, released: Released, worker: Worker
) -> None:
    assignment = load(ROOT, id)
    key = answer_key(assignment, worker.observe)
    pack = packs(released(id))[0]
    asked = [exercise for exercise in assignment.exercises if exercise.points]
    right = reference_cells(assignment)
    wrong = [mistake_cell(assignment, exercise.name) for exercise in assignment.exercises]
    shown = run(id, *right, "check()", *wrong, starter=True)
    starter, solved, found = (
        shown[: -len(right) - len(wrong) - 1],
        shown[-len(wrong) - 1],
        shown[-len(wrong) :],
    )
    checks = [text for text in starter if "Public cases only" in text]
    assert len(checks) == len(asked) + 1
    assert all("not attempted" in text for text in checks), checks
    assert not any(word in text for text in starter for word in ("right yet", "Traceback", "✓", "✗"))
    assert f"all {len(asked)} functions are right" in solved, solved
    told = []
    for exercise, text in zip(assignment.exercises, found, strict=True):
        for name, (named, passed) in json.loads(text).items():
            observed = on_public_cases(assignment, key, exercise.name, name)
            expected = judged(pack, exercise.name, observed)
            assert passed == (expected.verdict is Verdict.PASSED), (exercise.name, name)
            assert named == (expected.diagnosis and expected.diagnosis.name), (exercise.name, name)
            told += [named is not None] * (not passed)
    assert sum(told) >= 0.8 * len(told)  # of the others nothing is sure


def on_public_cases(assignment: Assignment, key: AnswerKey, name: str, mistake: str) -> list[Observation]:
    """Return what the full grade's worker saw a mistake do."""
    seen = zip(assignment.exercise(name).cases, key.mistakes[name][mistake], strict=True)
    return [observation for case, observation in seen if not case.hidden]


def judged(pack: Pack, name: str, observed: Sequence[Observation]) -> ExerciseResult:
    """Judge as the full grade does."""
    authors: dict[str, Any] = {}
    exec(pack.code, authors)
    return judge(pack, name, observed, None, authors.__getitem__)


TRIPLED = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
LR = "logistic_regression"


def test_a_failure_says_where_and_why_and_offers_hints_in_steps(run: Run) -> None:
    answer, *hints = run(LR, TRIPLED + "\ncheck(sigmoid)", *["check.hint(sigmoid)"] * 4)
    assert "case 1: the result" in answer or "case 1: s" in answer
    assert "You used e^z where the formula has e^-z" in answer
    assert "2 hints: check.hint(sigmoid)" in answer
    assert [hint[:28] for hint in hints[:2]] == [
        "Hint 1 of 2 for sigmoid: The",
        "Hint 2 of 2 for sigmoid: Min",
    ]
    assert "no more hints" in hints[2]
    assert hints[3] == hints[0]


def test_a_function_that_is_not_found_is_told_where_it_is(run: Run) -> None:
    method, slip = "class Model:\n    def propagate(self):\n        pass", "def optimise(w):\n    return w"
    renamed = "X = np.ones((2, 3))\ndef initialize_with_zeros(n):\n    return np.zeros((len(X), 1)), X.sum()"
    shown, told = run(LR, f"{method}\n\n{slip}\n\ncheck()", f"{renamed}\ncheck(initialize_with_zeros)")
    assert "reads the notebook's variable X and never its parameter n. It is called with other" in told
    assert "It reads X" not in told
    assert "propagate is a method of the class Model; what is asked for is a function" in shown
    assert "There is no optimize, but a function optimise: if that is it, call it optimize." in shown
    assert shown.count("There is no") == 1


def test_names_strings_and_magics_ask_alike(run: Run) -> None:
    shown = run(
        LR, SIGMOID, "check(sigmoid)", 'check("sigmoid")', "%load_ext grader", "%check sigmoid", "%check"
    )
    assert shown[1] == shown[2] == shown[4]
    assert "10 of 100 points so far; left: initialize_with_zeros" in shown[1]
    assert "✓ sigmoid" in shown[5]
    assert "? propagate" in shown[5]


def test_the_answer_is_html_where_that_can_be_shown(run: Run) -> None:
    answer, hint = run(LR, TRIPLED + "\ncheck(sigmoid)", "check.hint(sigmoid)", html=True)
    assert "<section" in answer
    assert "gr-tone-bad" in answer
    assert "<script" not in answer
    assert "Hint 1 of 2" in hint


def test_points_of_a_function_written_anew_are_not_kept(run: Run) -> None:
    shown = run(
        LR, SIGMOID + "\ncheck(sigmoid)", TRIPLED, "def predict(w, b, X):\n    return 1\ncheck(predict)"
    )
    assert "10 of 100 points so far" in shown[0]
    assert "\n0 of 100 points so far" in shown[2]
    assert "predict needs sigmoid, which is not right yet" in shown[2]


def test_an_exception_is_shown_with_its_cell_and_line(run: Run) -> None:
    shown = run(LR, "def sigmoid(z):\n    x = 1\n    return z.wrong\ncheck(sigmoid)")[0]
    assert "AttributeError" in shown
    assert "cell [2], line 3: return z.wrong" in shown


def test_what_cannot_be_checked_is_said_in_a_sentence(run: Run) -> None:
    shown = run(
        LR,
        SIGMOID,
        "check(sigmoid(3))",
        "check([sigmoid])",
        "check('sigmoi')",
        "check.hint('x')",
        "check(np.dot)",
    )
    assert all(len(text.splitlines()) == 1 for text in shown[1:]), shown
    assert "this is a value of type float64: write the function's name alone" in shown[1]
    assert "a value of type list" in shown[2]
    assert "no function sigmoi; did you mean 'sigmoid'? There are: sigmoid, initialize_with_zeros" in shown[3]
    assert "no function x" in shown[4]
    assert "no function dot" in shown[5]


def test_a_function_is_known_under_the_name_that_it_was_given(run: Run) -> None:
    shown = run(
        LR,
        "sigmoid = lambda z: 1 / (1 + np.exp(-z))",
        "check(sigmoid)",
        "def f(z):\n    return z\nsigmoid = f\ncheck(f)",
    )
    assert "✓ sigmoid" in shown[1]
    assert "✗ sigmoid" in shown[2]


def test_the_case_shown_is_one_of_what_is_said(run: Run) -> None:
    wrong_then_refused = (
        "def optimize(w, b, X, Y, num_iterations, learning_rate):\n    return w\ncheck(optimize)"
    )
    shown = run(LR, wrong_then_refused)[0]
    assert "stopped with an error" in shown
    assert "case 2: TypeError: optimize takes 6 arguments" in shown


def test_what_only_the_full_grade_can_tell_says_what_to_do(run: Run) -> None:
    assignment = load(ROOT, "planar_classification")
    source = function_source(assignment.reference, "nn_model").text
    assert "np.random.seed(3)" in source
    other = source.replace("np.random.seed(3)", "np.random.seed(5)") + "\ncheck(nn_model)"
    shown = run("planar_classification", *reference_cells(assignment), "check(nn_model)", other, starter=True)
    assert "✓ nn_model" in shown[-2]
    assert "? nn_model" in shown[-1]
    assert "not decided here" in shown[-1]
    assert (
        "If your function sets that seed and draws as the brief says, something in it is wrong" in shown[-1]
    )


def test_an_endless_loop_is_stopped_and_named(run: Run) -> None:
    patient = "from grader.student.check import limit\nlimit.PATIENCE = 1000.0\n"  # with a busy machine
    slow = patient + "def optimize(*a, **k):\n    while True:\n        pass\ncheck(optimize)"
    shown = run(LR, slow, "1 + 1")
    assert "after 3 seconds of computing it was stopped in cell [2], line " in shown[0]
    assert shown[1] == "2"


def test_a_student_who_interrupts_is_told_what_was_running(run: Run) -> None:
    interrupts = (
        "import os, signal, threading\n"
        "interrupt = threading.Timer(0, lambda: os.kill(os.getpid(), signal.SIGINT))\n"
        "def sigmoid(z):\n    interrupt.start()\n    while True:\n        pass\n"
        "check(sigmoid)"
    )
    shown = run(LR, interrupts, "1 + 1")
    assert "sigmoid did not finish: stopped in cell [2], line " in shown[0]
    assert shown[1] == "2"


def test_a_notebook_is_left_as_it_was(run: Run) -> None:
    before = "np.random.seed(5); np.seterr(all='raise'); np.set_printoptions(precision=3); 0"
    after = "print(np.random.rand(), np.geterr()['over'], np.get_printoptions()['precision'])"
    plain = run(LR, SIGMOID, before, after)[2]
    checked = run(LR, SIGMOID, before, "check(sigmoid)", after)[3]
    assert plain == checked


def test_data_of_the_notebook_read_by_a_function_is_named(run: Run) -> None:
    shown = run(LR, "X_all = np.ones((2, 3))", "def sigmoid(z):\n    return X_all * z\ncheck(sigmoid)")[1]
    assert "It reads X_all from the notebook" in shown


def test_without_checks_the_error_says_where_they_belong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader import check
    from grader.errors import InputError

    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"no checks in .* keep the notebook in the folder"):
        check("sigmoid")
