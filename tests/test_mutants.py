"""Mutants of a reference function: which there are, that they run, and that what they are told by is theirs."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

from grader.course import load, names
from grader.course.calls import Call, TooLongError, within
from grader.course.conventions_file import load_conventions
from grader.course.edit import function_source
from grader.course.key import answer_key
from grader.course.mutants import Mutant, Operator, mutants
from grader.course.mutants.tables import tables
from grader.errors import GraderError
from grader.judge.cause_table import MISTAKE
from grader.judge.signature import Layout, alike
from grader.model import Argument, Case, Observation, Outcome
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
CONVENTIONS = load_conventions(ROOT)

GRADIENTS = '''def gradients(dZ2, A1, dZ1, X, beta, v):
    """Twins: the same formula for two layers, weights and biases."""
    m = X.shape[1]
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    v = beta * v + (1 - beta) * dW1
    return dW1, db1, dW2, db2, v
'''


def made(operator: Operator, text: str = GRADIENTS) -> list[Mutant]:
    return [mutant for mutant in mutants(text, CONVENTIONS) if mutant.operator is operator]


def lines(mutant: Mutant) -> list[str]:
    return [line.strip() for line in mutant.apply_to(GRADIENTS).splitlines()]


def test_one_idea_is_tried_at_one_place_on_twin_lines_and_everywhere() -> None:
    dropped = [mutant for mutant in made(Operator.TERM) if "division by m" in mutant.effect]
    assert {mutant.targets for mutant in dropped} == {
        ("dW2",), ("db2",), ("dW1",), ("db1",), ("dW2", "dW1"), ("db2", "db1"), ("dW2", "db2", "dW1", "db1"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "line"),
    [
        (Operator.SIGN, "dW1 = -(np.dot(dZ1, X.T) / m)"),
        (Operator.AXIS, "db1 = np.sum(dZ1, axis=0, keepdims=True) / m"),
        (Operator.AXIS, "db1 = np.sum(dZ1) / m"),
        (Operator.AXIS, "db1 = np.sum(dZ1, axis=1) / m"),
        (Operator.OPERATION, "dW1 = np.dot(dZ1, X) / m"),
        (Operator.OPERATION, "dW1 = (np.dot(dZ1, X.T) * m)"),
        (Operator.WEIGHTS, "v = ((1 - beta) * v + beta * dW1)"),
        (Operator.INDEX, "m = X.shape[0]"),
        (Operator.SIBLING, "dW2 = np.dot(dZ1, A1.T) / m"),
        (Operator.STATEMENT, "v = v"),
    ],
)
def test_an_operator_makes_its_edit(operator: Operator, line: str) -> None:
    assert any(line in lines(mutant) for mutant in made(operator))


def test_mutants_are_deterministic_distinct_and_parse() -> None:
    first, second = mutants(GRADIENTS, CONVENTIONS), mutants(GRADIENTS, CONVENTIONS)
    assert first == second
    texts = [mutant.apply_to(GRADIENTS) for mutant in first]
    assert len(set(texts)) == len(texts)
    assert GRADIENTS not in texts
    assert all(ast.parse(text) for text in texts)


def test_offsets_count_characters_in_text_that_is_not_ascii() -> None:
    text = 'def area(r):\n    name = "größe"; return 3 * r ** 2\n'
    assert any(
        'name = "größe"; return 3 * r' in mutant.apply_to(text) for mutant in made(Operator.TERM, text)
    )


def test_an_endless_mutant_is_stopped() -> None:
    def endless() -> None:
        while True:
            pass

    with pytest.raises(TooLongError), within(0.05):
        endless()


def test_mutants_that_do_not_end_are_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.course.mutants.tables.CHILD_SECONDS", 0.0)
    with pytest.raises(GraderError, match="the mutants of python_basics did not end in 0 s"):
        tables(load(ROOT, "python_basics"), [])


def observed(*values: object) -> list[Observation]:
    return [Observation(Outcome.RETURNED, value) for value in values]


def test_a_signature_tells_values_apart_and_forgives_rounding() -> None:
    exercise = load(ROOT, "logistic_regression").exercise("propagate")
    rng = np.random.default_rng(1)
    expected = observed(*(({"dw": rng.normal(size=(3, 1)), "db": 0.5}, 1.0) for _ in exercise.cases))
    layout = Layout(exercise, expected)
    right = layout.read(expected)
    for shift, same in ((1e-9, True), (1e-3, False)):
        moved = observed(
            *(({"dw": observation.value[0]["dw"] + shift, "db": 0.5}, 1.0) for observation in expected)
        )
        same_slots = alike(layout.read(moved), right, 1e-6)
        assert bool(same_slots.all()) is same
    squeezed = observed(
        *(
            ({"dw": observation.value[0]["dw"].ravel(), "db": np.array([[0.5]])}, 1)
            for observation in expected
        )
    )
    names_of_wrong = {
        slot.name
        for slot, same in zip(layout.slots, alike(layout.read(squeezed), right, 1e-6), strict=True)
        if not same
    }
    assert names_of_wrong == {"dw"}


@pytest.mark.parametrize(
    "value", [None, 3, "x", [], {}, (1, 2), {"dw": None}, ({"dw": np.full((3, 1), np.nan)}, np.inf)]
)
def test_a_signature_is_read_from_anything(value: object) -> None:
    exercise = load(ROOT, "logistic_regression").exercise("propagate")
    expected = observed(*(({"dw": np.ones((3, 1)), "db": 0.5}, 1.0) for _ in exercise.cases))
    layout = Layout(exercise, expected)
    strange = layout.read(observed(*(value for _ in exercise.cases)))
    assert not alike(strange, layout.read(expected), 1e-6).all()
    assert alike(strange, strange, 1e-6).all()


@pytest.mark.parametrize("id", names(ROOT))
def test_a_key_holds_mistakes_first_and_mutants_that_are_told_apart(id: str, worker: Worker) -> None:
    assignment = load(ROOT, id)
    key = answer_key(assignment, worker.observe)
    for exercise in assignment.exercises:
        table = key.causes[exercise.name]
        kinds = [cause.operator == MISTAKE for cause in table.causes]
        assert kinds == sorted(kinds, reverse=True)
        for index in range(len(table.causes)):
            same = alike(table.signatures[index], table.signatures, 1e-5).all(axis=1)
            assert same.sum() == 1, (exercise.name, table.causes[index].message)


@pytest.mark.parametrize("id", names(ROOT))
def test_no_message_quotes_a_formula_of_the_reference(id: str, worker: Worker) -> None:
    """A sentence may show a name, a number or 1 - name; never a whole expression of a right line."""
    assignment = load(ROOT, id)
    key = answer_key(assignment, worker.observe)
    for exercise in assignment.exercises:
        text = function_source(assignment.reference, exercise.names[0]).text
        formulas = {
            ast.unparse(node)
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.BinOp | ast.Call | ast.Compare) and len(ast.unparse(node)) > 12
        }
        for cause in key.causes[exercise.name].causes:
            if cause.operator != MISTAKE:
                assert not [formula for formula in formulas if formula in cause.message], cause.message


def test_an_idea_keeps_its_number_at_all_places() -> None:
    text = "def sizes(dims, layer):\n    W = dims[layer] * 2\n    b = dims[layer] * 2\n    return W, b\n"
    texts = [mutant.apply_to(text) for mutant in mutants(text, CONVENTIONS)]
    for new in ("dims[0]", "dims[1]", "dims[-1]", "dims[layer - 1]"):
        assert text.replace("dims[layer]", new) in texts
    for number in ("1", "4", "3"):
        assert text.replace("* 2", f"* {number}") in texts


STEPS = '''def steps(w, X, rate, turns):
    """A loop whose steps depend on each other."""
    np.random.seed(3)
    m = X.shape[1]
    D = np.random.rand(2, 3)
    for turn in range(turns):
        grads = slope(w, X)
        u = w + rate * m
        w = w - rate * grads
    return {"w": w, "u": u}
'''


LOOP = "    for turn in range(turns):\n"
FIRST = "        grads = slope(w, X)\n"
THEN = "        u = w + rate * m\n        w = w - rate * grads\n"


@pytest.mark.parametrize(
    ("operator", "old", "new"),
    [
        (Operator.ORDER, LOOP + FIRST, f"{FIRST[4:]}{LOOP}        pass\n"),
        (Operator.ORDER, FIRST + THEN, THEN + FIRST),
        (Operator.TERM, "w = w - rate * grads", "w = w"),
        (Operator.SLIP, "X.shape[1]", "(X.shape[1] - 1)"),
        (Operator.SLIP, "    D = ", "    np.random.seed(3)\n    D = "),
        (Operator.SLIP, "    D = ", "    np.random.rand(2, 3)\n    D = "),
        (Operator.SLIP, "seed(3)", "seed(3 + 1)"),
        (Operator.SLIP, '"u": u', '"u": 0 * u'),
        (Operator.SLIP, "w + rate * m", "np.maximum(w, (rate * m))"),
        (Operator.SLIP, "rate * m", "(rate * m ** 2)"),
    ],
)  # fmt: skip
def test_steps_and_slips_are_made(operator: Operator, old: str, new: str) -> None:
    texts = {mutant.apply_to(STEPS) for mutant in made(operator, STEPS)}
    assert STEPS.replace(old, new) in texts


def test_a_call_that_leaves_a_default_out_is_made_with_its_own_arguments() -> None:
    def asked(x: int, epsilon: float = 0.5, loud: bool = False) -> tuple[float, bool]:
        return x * epsilon, loud

    arguments = tuple(Argument(name, value) for name, value in (("x", 4), ("loud", True)))
    call = Call(Case(1, arguments, hidden=False, seed=1), asked)
    assert call.make(asked).value == (2.0, True)
