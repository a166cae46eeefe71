"""Wrong functions that someone wrote by hand to get past the cases: public ones alone notice each of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.author.answers import answers, namespace
from grader.course import load
from grader.course.importing import course_on_path
from grader.course.secret import OPEN
from grader.judge.score import score_exercise, share

ROOT = Path(__file__).resolve().parents[1]

MUTANTS = [
    ("python_basics", "normalize_rows", "x = x / x_norm", "x[:] = x / x_norm"),
    ("planar_classification", "initialize_parameters", "np.random.randn(n_h", "np.random.rand(n_h"),
    ("planar_classification", "nn_model", "n_x, _, n_y", "n_x, n_h, n_y"),
    ("planar_classification", "nn_model", "(n_x, n_h, n_y)", "(n_x, 5, n_y)"),
    ("planar_classification", "nn_model", "(n_x, n_h, n_y)", "(n_x, 3, n_y)"),
]


@pytest.mark.parametrize(("id", "name", "old", "new"), MUTANTS)
def test_public_cases_notice(id, name, old, new):
    assignment = load(ROOT, id, secret=OPEN)
    exercise = assignment.exercise(name)
    exercise = replace(exercise, cases=tuple(case for case in exercise.cases if not case.hidden))
    start = assignment.reference.index(f"def {name}(")
    wrong = assignment.reference[:start] + assignment.reference[start:].replace(old, new, 1)
    assert wrong != assignment.reference
    with course_on_path(ROOT):
        right, given = (answers(namespace(text)[name], exercise) for text in (assignment.reference, wrong))
    assert share(score_exercise(exercise, right, given, None)) < 1
