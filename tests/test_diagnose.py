"""Diagnoses of wrong functions: the bank as a whole, and each kind of reasoning by itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from long import few_or_all

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # benchmarks are no package of the grader's

from benchmarks.diagnosis import (  # noqa: E402
    Bank,
    Finding,
    bank,
    findings,
    judged,
    right_with_diagnosis,
    second_bank,
    submitted,
)
from grader.course import load, names  # noqa: E402
from grader.course.conventions_file import load_conventions  # noqa: E402
from grader.course.edit import function_source  # noqa: E402
from grader.course.key import answer_key  # noqa: E402
from grader.grading.grade import GradingContext, grade  # noqa: E402
from grader.judge.cause_table import Cause, CauseTable, empty_table  # noqa: E402
from grader.judge.diagnose import diagnose  # noqa: E402
from grader.judge.score import score_exercise  # noqa: E402
from grader.judge.signature import Layout, stack  # noqa: E402
from grader.model import (  # noqa: E402
    Argument,
    Assignment,
    Case,
    Cell,
    Definition,
    Diagnosis,
    Exercise,
    Frame,
    Observation,
    Outcome,
    Part,
    Raised,
    Submission,
)
from grader.worker import Worker  # noqa: E402
from tests.wrong.read_by_hand import FIRST, SECOND  # noqa: E402

IDS = names(ROOT)
FEW = ("logistic_regression", "planar_classification", "deep_network_steps")
QUANTITIES = load_conventions(ROOT).quantities


# --- the bank ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(worker: Worker) -> list[Finding]:
    return every(bank, worker)


@pytest.fixture(scope="module")
def found_second(worker: Worker) -> list[Finding]:
    return every(second_bank, worker)


def every(source: Bank, worker: Worker) -> list[Finding]:
    """Judge a bank's functions; those that lose no points are not wrong for these cases."""
    found: list[Finding] = []
    for id in IDS:
        assignment = load(ROOT, id)
        found += findings(assignment, answer_key(assignment, worker.observe), worker, source)
    return [finding for finding in found if finding.lost]


def test_of_wrong_functions_85_percent_are_told_why_and_95_percent_of_those_rightly(
    found: list[Finding],
) -> None:
    told = [finding for finding in found if finding.given]
    assert len(found) >= 300
    assert len(told) >= 0.85 * len(found)
    assert sum(finding.named for finding in told) >= 0.95 * len(told)


def test_of_real_mistakes_85_percent_are_told_why_and_95_percent_of_those_rightly(
    found: list[Finding],
) -> None:
    real = [finding for finding in found if finding.wrong.cause.startswith("real:")]
    told = [finding for finding in real if finding.given]
    assert len(real) >= 40
    assert len(told) >= 0.85 * len(real)
    assert sum(finding.named for finding in told) >= 0.95 * len(told)


def test_of_the_second_bank_85_percent_are_told_why_and_95_percent_of_those_rightly(
    found_second: list[Finding],
) -> None:
    told = [finding for finding in found_second if finding.given]
    assert len(found_second) >= 80
    assert len(told) >= 0.85 * len(found_second)
    assert sum(finding.named for finding in told) >= 0.95 * len(told)


def test_sentences_read_by_hand_are_those_that_are_told(
    found: list[Finding], found_second: list[Finding]
) -> None:
    for read, findings_ in ((FIRST, found), (SECOND, found_second)):
        told = {
            one.wrong.name: one.diagnosis.message for one in findings_ if one.diagnosis and not one.matched
        }
        assert {name: told.get(name) for name in read} == read


@pytest.mark.parametrize("id", few_or_all(IDS, *FEW))
def test_right_variants_get_no_diagnosis(id: str, worker: Worker) -> None:
    assignment = load(ROOT, id)
    count, told = right_with_diagnosis(assignment, answer_key(assignment, worker.observe), worker)
    assert count
    assert not told


@pytest.mark.parametrize("id", few_or_all(IDS, *FEW))
def test_a_wrong_helper_of_the_bank_costs_its_own_points_only(id: str, worker: Worker) -> None:
    assignment = load(ROOT, id)
    bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
    needed = {name for exercise in assignment.exercises for name in exercise.needs}
    for wrong in [wrong for wrong in bank(assignment) if wrong.exercise in needed]:
        cell = Cell("ada.py", submitted(assignment, wrong))
        result = grade(Submission("ada", "ada.py", (cell,), ""), bench)
        lost = {one.exercise.name for one in result.exercises if one.score < one.exercise.points}
        assert lost <= {wrong.exercise}, wrong.name
        for caller in [one for one in result.exercises if one.followed_through]:
            assert caller.diagnosis is not None
            assert f"failed only because {wrong.exercise} is not" in caller.diagnosis.message


# --- each kind of reasoning --------------------------------------------------------------------------

SIZES = (3, 5, 7)


def exercise(parts: tuple[str, ...] = ("",)) -> Exercise:
    """An exercise with three public cases of X, with 3, 5 and 7 columns, and a rate."""
    rng = np.random.default_rng(5)
    cases = tuple(
        Case(
            number,
            (Argument("X", rng.normal(size=(2, size))), Argument("rate", 0.1 * number), Argument("W", rng.normal(size=(4, 3)))),  # noqa: E501
            hidden=False,
            seed=1,
        )
        for number, size in enumerate(SIZES, 1)
    )  # fmt: skip
    return Exercise("f", ("f",), "f", 10, tuple(Part(part) for part in parts), cases, quantities=QUANTITIES)


def answered(asked: Exercise, function: Callable[..., Any]) -> list[Observation]:
    return [
        Observation(Outcome.RETURNED, function(*(a.value for a in case.arguments))) for case in asked.cases
    ]


def said(
    right: Callable[..., Any], wrong: Callable[..., Any], parts: tuple[str, ...] = ("",)
) -> Diagnosis | None:
    asked = exercise(parts)
    expected, observed = answered(asked, right), answered(asked, wrong)
    return diagnose(asked, score_exercise(asked, expected, observed, None), expected)


def square(X: Any, rate: float, W: Any) -> Any:
    return X @ X.T + 1


@pytest.mark.parametrize(
    ("wrong", "name", "words"),
    [
        (lambda X, rate, W: square(X, rate, W) * X.shape[1], "factor_m_the_number_of", "m, the number of examples"),
        (lambda X, rate, W: square(X, rate, W) / X.shape[1], "factor_one_over_m_the_number_of", "divided by m"),
        (lambda X, rate, W: square(X, rate, W) * rate, "factor_rate", "rate times"),
        (lambda X, rate, W: -square(X, rate, W), "opposite_sign", "opposite sign"),
        (lambda X, rate, W: 2 * square(X, rate, W), "factor_2", "2 times"),
        (lambda X, rate, W: 0.37 * square(X, rate, W), "constant_factor", "same factor"),
        (lambda X, rate, W: None, "nothing_returned", "return"),
        (lambda X, rate, W: square(X, rate, W) * 0, "all_zeros", "zeros"),
        (lambda X, rate, W: square(X, rate, W).ravel(), "axis_lost", "axis"),
        (lambda X, rate, W: np.full((2, 2), 3.5), "same_for_all_calls", "the same whatever the arguments are"),
        (lambda X, rate, W: square(X, rate, W)[::-1], "other_order", "another order"),
        (lambda X, rate, W: square(X, rate, W) / 0.0, "not_finite", "infinite"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_numbers_give_their_cause_away(wrong: Callable[..., Any], name: str, words: str) -> None:
    diagnosis = said(square, wrong)
    assert diagnosis is not None
    assert diagnosis.name == name
    assert words in diagnosis.message


def test_a_transpose_is_told() -> None:
    diagnosis = said(lambda X, rate, W: W @ W.T[:, :2], lambda X, rate, W: (W @ W.T[:, :2]).T)
    assert diagnosis is not None
    assert diagnosis.name == "transposed"


def test_an_input_that_comes_back_is_told() -> None:
    diagnosis = said(lambda X, rate, W: {"W": W - rate}, lambda X, rate, W: {"W": W})
    assert diagnosis is not None
    assert diagnosis.name == "unchanged_input"


def test_a_missing_term_is_told() -> None:
    diagnosis = said(lambda X, rate, W: {"dW": np.exp(W) + 3 * W}, lambda X, rate, W: {"dW": np.exp(W)})
    assert diagnosis is not None
    assert diagnosis.name == "term_missing"


def test_exchanged_parts_are_told() -> None:
    parts = ("u", "w")
    diagnosis = said(lambda X, rate, W: (np.exp(W), W**2), lambda X, rate, W: (W**2, np.exp(W)), parts)
    assert diagnosis is not None
    assert diagnosis.name == "other_part"


def test_what_fits_not_all_cases_is_not_claimed() -> None:
    def wrong(X: Any, rate: float, W: Any) -> Any:
        return square(X, rate, W) * (X.shape[1] if X.shape[1] < 6 else 2.5)

    assert said(square, wrong) is None


def test_quantities_equal_in_all_cases_are_not_guessed_between() -> None:
    asked = exercise()
    cases = tuple(
        replace(case, arguments=(case.arguments[0], Argument("a", float(n)), Argument("b", float(n))))
        for n, case in enumerate(asked.cases, 2)
    )
    asked = replace(asked, cases=cases)
    expected = answered(asked, lambda X, a, b: X @ X.T)
    observed = answered(asked, lambda X, a, b: a * X @ X.T)
    assert diagnose(asked, score_exercise(asked, expected, observed, None), expected) is None


def test_only_the_wrong_values_are_named_where_nothing_explains_them() -> None:
    rng = np.random.default_rng(2)
    diagnosis = said(
        lambda X, rate, W: {"Z": X.sum(), "A": np.exp(W)},
        lambda X, rate, W: {"Z": X.sum(), "A": rng.normal(size=W.shape)},
    )
    assert diagnosis is not None
    assert (diagnosis.name, diagnosis.message) == ("only_some_values_wrong", "Z is right; A is not.")


def test_right_values_get_no_diagnosis() -> None:
    assert said(square, lambda X, rate, W: square(X, rate, W) * (1 + 1e-9)) is None


def test_a_table_may_hold_nothing() -> None:
    asked = exercise()
    expected = answered(asked, square)
    table: CauseTable = empty_table(asked, expected)
    assert not table.causes
    assert diagnose(asked, score_exercise(asked, expected, expected, None), expected, table) is None


def sevenths(X: Any, rate: float, W: Any) -> Any:
    return {"s": 7 * np.exp(W) / rate}


def only_first_row(X: Any, rate: float, W: Any) -> Any:
    s = 7 * np.exp(W) / rate
    s[1:] = s[1:] + np.arange(3) + 1
    return {"s": s}


def scaled_rows(X: Any, rate: float, W: Any) -> Any:
    return {"s": 7 * np.exp(W) / rate * np.array([[5.0], [2.0], [3.0], [4.0]])}


def scaled_columns(X: Any, rate: float, W: Any) -> Any:
    return {"s": 7 * np.exp(W) / rate * np.array([[5.0, 2.0, 3.0]])}


@pytest.mark.parametrize(
    ("wrong", "name", "words"),
    [
        (only_first_row, "first_row_only", "first row of s"),
        (scaled_rows, "rows_scaled", "Each row of s"),
        (scaled_columns, "columns_scaled", "Each column of s"),
        (lambda X, rate, W: {"s": sevenths(X, rate, W)["s"].astype(int)}, "cut_off", "decimals of s"),
        (lambda X, rate, W: {"s": np.ceil(sevenths(X, rate, W)["s"])}, "rounded", "whole numbers"),
    ],
)
def test_rows_and_fractions_give_their_cause_away(wrong: Callable[..., Any], name: str, words: str) -> None:
    diagnosis = said(sevenths, wrong)
    assert diagnosis is not None
    assert diagnosis.name == name
    assert words in diagnosis.message


@pytest.mark.parametrize("deep", [only_first_row, scaled_rows])
def test_what_one_case_contradicts_is_not_told_of_rows(deep: Callable[..., Any]) -> None:
    def wrong(X: Any, rate: float, W: Any) -> Any:
        return deep(X, rate, W) if X.shape[1] < 7 else {"s": np.cos(W)}

    assert said(sevenths, wrong) is None


def layered(depths: tuple[int, ...], right: Callable[[int, int], bool]) -> Diagnosis | None:
    """Diagnose a function of networks of several depths whose layers are right as told."""
    rng = np.random.default_rng(3)
    cases = tuple(Case(n, (Argument("L", depth),), hidden=False, seed=1) for n, depth in enumerate(depths, 1))
    asked = replace(exercise(), cases=cases)
    values = {layer: (rng.normal(size=(3, 3)), rng.normal(size=(3, 3))) for layer in range(1, 9)}

    def answer(L: int) -> dict[str, Any]:
        return {f"dW{layer}": values[layer][not right(layer, L)] for layer in range(1, L + 1)}

    observed = answered(asked, answer)
    expected = answered(asked, lambda L: {f"dW{n}": values[n][0] for n in range(1, L + 1)})
    return diagnose(asked, score_exercise(asked, expected, observed, None), expected)


@pytest.mark.parametrize(
    ("depths", "right", "name"),
    [
        ((2, 3, 4), lambda layer, L: layer == 1, "first_layer_only"),
        ((2, 3, 4), lambda layer, L: layer == L, "last_layer_only"),
        ((3, 3, 3), lambda layer, L: layer == 1, "only_some_values_wrong"),
        ((2, 3, 4), lambda layer, L: layer == 2, "only_some_values_wrong"),
    ],
)
def test_one_right_layer_is_told_where_depths_differ(
    depths: tuple[int, ...], right: Callable[[int, int], bool], name: str
) -> None:
    diagnosis = layered(depths, right)
    assert diagnosis is not None
    assert diagnosis.name == name


def test_numbers_that_are_none_do_not_choose_between_mutants() -> None:
    asked = exercise()
    expected, observed = answered(asked, square), answered(asked, lambda X, rate, W: np.full((2, 2), np.nan))
    known = empty_table(asked, expected)
    row = Layout(asked, expected).read(observed)
    cause = Cause("log_dropped", "A logarithm is missing.", "function_not_applied")
    table = replace(known, causes=(cause,), signatures=stack([row], row))
    result = score_exercise(asked, expected, observed, None)
    diagnosis = diagnose(asked, result, expected, table)
    assert diagnosis is not None
    assert diagnosis.name == "not_finite"


# --- parts that one edition returns ----------------------------------------------------------------------


@pytest.mark.parametrize("model", ["two_layer_model", "L_layer_model"])
@pytest.mark.parametrize(
    ("edits", "name"),
    [
        ({"if i % 100 == 0:": "if True:"}, "every_cost"),
        ({"i % 100 == 0": "i % 100 == 0 and i > 0"}, "costs_lacks_its_first_value_the"),
        ({"grads, learning_rate)": "grads, 0.0075)"}, "the_learning_rate_is_fixed_at"),
        (
            {"grads, learning_rate)": "grads, 0.0075)", "return parameters, costs": "return parameters"},
            "the_learning_rate_is_fixed_at",
        ),
    ],
)
def test_a_part_of_one_edition_counts_where_it_is_returned(
    model: str, edits: dict[str, str], name: str, worker: Worker
) -> None:
    assignment = load(ROOT, "deep_network_application")
    key = answer_key(assignment, worker.observe)
    source = function_source(assignment.reference, model).edit(list(edits.items()))
    exercise = assignment.exercise(model)
    result = judged(assignment, exercise, key, worker, source)
    diagnosis = diagnose(exercise, result, key.expected[model], key.causes[model])
    assert diagnosis is not None
    assert diagnosis.name == name


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("bits", [0x7FA00000, 0x7FC00000, 0x7F800000])
def test_numbers_that_fit_no_double_warn_nobody(bits: int) -> None:
    strange = np.frombuffer(np.full(4, bits, np.uint32).tobytes(), np.float32).reshape(2, 2)
    largest = np.full((2, 2), np.finfo(np.longdouble).max, np.longdouble)
    for values in (strange, largest):
        diagnosis = said(square, lambda X, rate, W, values=values: values)
        assert diagnosis is not None
        assert diagnosis.name == "not_finite"


# --- errors ------------------------------------------------------------------------------------------


def raising(type_: str, message: str, *, hidden: bool = False, source: str = "") -> str:
    asked = exercise()
    asked = replace(asked, cases=tuple(replace(case, hidden=hidden) for case in asked.cases))
    error = Raised(type_, message, (Frame("cell 3", 12, "f", "Z = W @ X"),))
    observed = [Observation(Outcome.RAISED, raised=error) for _ in asked.cases]
    result = score_exercise(
        asked, answered(asked, square), observed, Definition("f", "cell 3", 1, source, True)
    )
    diagnosis = diagnose(asked, result, answered(asked, square))
    assert diagnosis is not None
    return f"{diagnosis.name} {diagnosis.message}"


@pytest.mark.parametrize(
    ("type_", "message", "words"),
    [
        ("ValueError", "operands could not be broadcast together with shapes (3,) (4,) ", ["(3,)", "(4,)", "cell 3, line 12"]),  # noqa: E501
        ("ValueError", "shapes (4,3) and (5,3) not aligned: 3 (dim 1) != 5 (dim 0)", ["(4,3)", "transpose"]),
        ("KeyError", "'dW1'", ["dW1", "key"]),
        ("TypeError", "unsupported operand type(s) for *: 'NoneType' and 'float'", ["None", "placeholder"]),
        ("TypeError", "sum() got an unexpected keyword argument 'keepdim'", ["keepdim", "spelling"]),
        ("TypeError", "only length-1 arrays can be converted to Python scalars", ["numpy"]),
        ("ValueError", "not enough values to unpack (expected 4, got 2)", ["4 values"]),
        ("IndexError", "tuple index out of range", ["shape[1]"]),
        ("NameError", "name 'W1' is not defined", ["W1", "parameters"]),
        ("NameError", "name 'np' is not defined", ["not imported"]),
    ],
)  # fmt: skip
def test_an_error_is_explained_with_its_line(type_: str, message: str, words: list[str]) -> None:
    text = raising(type_, message)
    assert all(word in text for word in words), text


def test_a_name_used_before_it_is_set_is_told() -> None:
    text = raising("NameError", "name 'dw' is not defined", source="def f():\n    g = dw\n    dw = 1\n")
    assert "used_before_set" in text


def test_sizes_of_a_hidden_case_are_not_told() -> None:
    text = raising(
        "ValueError", "operands could not be broadcast together with shapes (3,) (4,) ", hidden=True
    )
    assert "(3,)" not in text
    assert "do not fit" in text


@pytest.mark.parametrize(
    ("type_", "message", "name"),
    [
        ("KeyError", "0.8731 -1.25", "key_missing"),
        ("KeyError", "'a a b a b b a'", "key_missing"),
        ("ModuleNotFoundError", "No module named 'x8731'", "module_missing"),
        ("AttributeError", "'x8731' object has no attribute 'y1'", "attribute_missing"),
        ("AttributeError", "module 'x8731' has no attribute 'y1'", "name_in_module"),
        ("TypeError", "f() got an unexpected keyword argument 'x8731'", "option_unknown"),
        ("TypeError", "x8731() missing 2 required positional arguments: 'y1' and 'y2'", "arguments_missing"),
        ("TypeError", "x8731() takes 2 positional arguments but 31 were given", "arguments_count"),
        ("TypeError", "'x8731' object is not callable", "not_a_function"),
        ("TypeError", "'x8731' object is not subscriptable", "not_subscriptable"),
        ("TypeError", "unsupported operand type(s) for 8731: 'y1' and 'float'", "operand_kinds"),
        ("TypeError", "bad operand type for unary 8731: 'y1'", "operand_kinds"),
        ("IndexError", "index 8731 is out of bounds for axis 0 with size 4", "index_out_of_range"),
        ("ValueError", "not enough values to unpack (expected 8731, got 2)", "unpacking"),
        ("ValueError", "cannot reshape array of size 8731 into shape (2,)", "reshape_does_not_fit"),
        ("ValueError", "axis 8731 is out of bounds for array of dimension 2", "axis_missing"),
    ],
)
def test_what_a_hidden_call_says_about_itself_is_not_repeated(type_: str, message: str, name: str) -> None:
    text = raising(type_, message, hidden=True, source="def f(a, b):\n    return a")
    assert text.startswith(name)
    assert not any(said in text for said in ("8731", "1.25", "y1", "y2", "a a b")), text
    assert "8731" not in raising("NameError", "name 'x8731' is not defined", hidden=True)


@pytest.mark.parametrize(
    ("type_", "message"),
    [
        ("AttributeError", "'w8731' object has no attribute 'w125'"),
        ("KeyError", "'w8731'"),
        ("NameError", "name 'w8731' is not defined"),
        ("UnboundLocalError", "local variable 'w8731' referenced before assignment"),
        ("TypeError", "unsupported operand type(s) for **: 'w8731' and 'slice'"),
    ],
)
def test_of_a_hidden_call_not_even_a_student_s_own_words_or_lines_are_told(type_: str, message: str) -> None:
    """Of ten thousand words or lines, which one it is tells a number."""
    source = "def f(A):\n    '" + " ".join(f"w{number}" for number in range(10_000)) + "'\n"
    text = raising(type_, message, hidden=True, source=source)
    assert "In a hidden case: " in text
    assert not any(word in text for word in ("w8731", "w125", "slice", "**", "cell 3", "12")), text


def test_a_factor_of_hidden_cases_alone_is_not_told() -> None:
    """Its student can have chosen it by what a hidden case was given."""
    asked = exercise()
    asked = replace(asked, cases=(asked.cases[0], *(replace(case, hidden=True) for case in asked.cases[1:])))
    expected, observed = answered(asked, square), answered(asked, lambda *args: 327.8 * square(*args))
    raising_first = Observation(Outcome.RAISED, raised=Raised("OwnError", ""))
    for first, name in ((observed[0], "constant_factor"), (raising_first, None)):
        result = score_exercise(asked, expected, [first, *observed[1:]], None)
        diagnosis = diagnose(asked, result, expected)
        assert (diagnosis.name if diagnosis else None) == name


def used(assignment: Assignment) -> set[str]:
    return {exercise.name for exercise in assignment.exercises}


@pytest.mark.parametrize("id", IDS)
def test_every_function_of_the_bank_belongs_to_an_exercise(id: str) -> None:
    assignment = load(ROOT, id)
    assert {wrong.exercise for wrong in bank(assignment)} <= used(assignment)
