"""A submission tells its assignment by the functions it defines and the modules it imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import load_all, names
from grader.model import Assignment, Cell, Submission
from grader.submission import Delivery, Recognition, assignment_of, recognise

COURSE = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def assignments() -> dict[str, Assignment]:
    return {each.id: each for each in load_all(COURSE)}


def recognised(assignments: dict[str, Assignment], *sources: str) -> Recognition:
    cells = tuple(Cell(f"cell {number}", source) for number, source in enumerate(sources, 1))
    return recognise(Submission("ada", "ada.ipynb", cells, ""), list(assignments.values()))


def functions(assignment: Assignment) -> list[str]:
    return [f"def {exercise.name}(*arguments):\n    pass" for exercise in assignment.exercises]


@pytest.mark.parametrize("id", names(COURSE))
def test_every_assignment_is_recognised_by_its_functions(id: str, assignments: dict[str, Assignment]) -> None:
    found = recognised(assignments, *functions(assignments[id]))
    assert (found.assignment, found.runner_up) == (id, None)


@pytest.mark.parametrize("id", names(COURSE))
def test_one_function_missing_makes_no_difference(id: str, assignments: dict[str, Assignment]) -> None:
    written = functions(assignments[id])
    for missing in range(len(written)):
        rest = written[:missing] + written[missing + 1 :]
        if rest:
            assert recognised(assignments, *rest).assignment == id


def test_a_support_module_is_enough(assignments: dict[str, Assignment]) -> None:
    for assignment in assignments.values():
        for module in assignment.modules:
            found = recognised(assignments, f"from {module}_v9 import *", "def broken(:")
            assert found.assignment == assignment.id


def test_cells_that_do_not_parse_count(assignments: dict[str, Assignment]) -> None:
    source = "%matplotlib inline\ndef propagate(w, b, X, Y):\n    A = \n    return grads, cost"
    assert recognised(assignments, source).assignment == "logistic_regression"


def test_an_assignment_built_on_another_is_not_taken_for_it(assignments: dict[str, Assignment]) -> None:
    both = functions(assignments["deep_network_steps"]) + functions(assignments["deep_network_application"])
    found = recognised(assignments, *both)
    assert (found.assignment, found.runner_up) == ("deep_network_application", "deep_network_steps")


def test_what_many_assignments_share_leaves_a_doubt(assignments: dict[str, Assignment]) -> None:
    found = recognised(assignments, "def predict(parameters, X):\n    return X")
    assert found.assignment
    assert found.runner_up


def test_nothing_of_any_assignment_is_nothing(assignments: dict[str, Assignment]) -> None:
    assert recognised(assignments, "print('hello')") == Recognition(None)
    assert recognised(assignments).assignment is None


def test_a_delivery_that_tells_nothing_belongs_to_its_folder(
    assignments: dict[str, Assignment], tmp_path: Path
) -> None:
    path = tmp_path / "ada.py"
    every = list(assignments.values())
    path.write_text("def propagate(w, b, X, Y):\n    return w\n")
    assert assignment_of(Delivery("ada", path, group="monday"), every) == "logistic_regression"
    path.write_text("x = 1\n")
    assert assignment_of(Delivery("ada", path, group="monday"), every) == "monday"
    path.write_text("")
    assert assignment_of(Delivery("ada", path, group="monday"), every) == "monday"
