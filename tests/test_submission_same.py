"""The same right solution scores the same, whatever state the notebook around it is in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from corpus.messy import clean, hostile, messy

from grader.course import load_all, names
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.submission import extract, read, recognise

if TYPE_CHECKING:
    from grader.model import Assignment
    from grader.worker import Worker

COURSE = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def assignments() -> list[Assignment]:
    return load_all(COURSE)


@pytest.mark.parametrize("id", names(COURSE))
def test_module_clean_and_messy_notebook_score_the_same(
    id: str, assignments: list[Assignment], worker: Worker, tmp_path: Path
) -> None:
    assignment = next(each for each in assignments if each.id == id)
    bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
    handed_in = {
        "module.py": assignment.reference.encode(),
        "clean.ipynb": clean(assignment.reference),
        "messy.ipynb": messy(assignment.reference),
        "hostile.ipynb": hostile(assignment.reference),
    }
    for name, content in handed_in.items():
        path = tmp_path / name
        path.write_bytes(content)
        submission = read(path)
        assert recognise(submission, assignments).assignment == id
        result = grade(submission, bench)
        failed = [each.exercise.name for each in result.exercises if each.verdict != "passed"]
        assert (name, failed, result.score) == (name, [], assignment.points)


@pytest.mark.parametrize("id", names(COURSE))
def test_no_right_solution_counts_as_not_attempted(
    id: str, assignments: list[Assignment], tmp_path: Path
) -> None:
    assignment = next(each for each in assignments if each.id == id)
    right = [assignment.reference]
    right += [variant.source for exercise in assignment.exercises for variant in exercise.variants]
    for source in right:
        path = tmp_path / "right.py"
        path.write_text(source, encoding="utf-8")
        program = extract(read(path), assignment)
        for exercise in assignment.exercises:
            assert program.definitions[exercise.name].attempted, source
