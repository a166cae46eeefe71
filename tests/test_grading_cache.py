"""Equal programs are judged once, and each is told so as if it had been run itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.course import load
from grader.course.key import answer_key
from grader.grading import cache
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Result, Submission
from grader.report import as_html, as_json
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "submissions" / "logistic_regression"
KURT = (SAMPLES / "kurt.py").read_text(encoding="utf-8")  # propagate and predict raise


class Counting(Worker):
    """Counts the exercises that it is asked to run."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def observe(self, program: Any, exercises: Any, **options: Any) -> Any:
        self.asked += len(exercises)
        return super().observe(program, exercises, **options)


@pytest.fixture(scope="module")
def bench() -> Iterator[GradingContext]:
    assignment = load(ROOT, "logistic_regression")
    with Counting() as worker:
        yield GradingContext(assignment, answer_key(assignment, worker.observe), worker)


def asked(bench: GradingContext) -> int:
    assert isinstance(bench.worker, Counting)
    return bench.worker.asked


def graded(bench: GradingContext, name: str, *cells: tuple[str, str]) -> Result:
    return grade(Submission(name, name, tuple(Cell(*cell) for cell in cells), ""), bench)


def told(result: Result) -> tuple[str, dict[str, Any]]:
    """Return all that a student and an instructor read, but for which exercises were run."""
    return as_html(result), {key: value for key, value in as_json(result).items() if key != "reused"}


def test_a_result_that_tells_lines_is_recalled_in_a_file_of_another_name(bench):
    remembering = replace(bench, cache=ResultCache())
    first = graded(remembering, "one", ("one.py", KURT))
    before = asked(bench)
    second = graded(remembering, "two", ("two.py", KURT))
    assert asked(bench) == before
    assert told(second) == told(graded(bench, "two", ("two.py", KURT)))
    assert told(first) == told(graded(bench, "one", ("one.py", KURT)))
    assert "two.py, line" in as_html(second)
    assert "one.py" not in as_html(second)


def test_a_function_in_another_cell_is_the_same_program(bench):
    remembering = replace(bench, cache=ResultCache())
    head, body = KURT.split("def propagate")
    graded(remembering, "one", ("cell 1", head), ("cell 2", "def propagate" + body))
    before = asked(bench)
    cells = ("cell 1", head), ("cell 2", "# a remark\n"), ("cell 3", "def propagate" + body)
    second = graded(remembering, "two", *cells)
    assert asked(bench) == before
    assert told(second) == told(graded(bench, "two", *cells))


def test_a_program_is_the_same_in_one_file_and_in_two_cells(bench):
    remembering = replace(bench, cache=ResultCache())
    source = bench.assignment.reference
    head, body = source.split("def propagate")
    graded(remembering, "one", ("one.py", source))
    before = asked(bench)
    cells = ("cell 1", head), ("cell 2", "def propagate" + body)
    second = graded(remembering, "two", *cells)
    assert asked(bench) == before
    assert told(second) == told(graded(bench, "two", *cells))


def test_two_kinds_that_differ_in_their_lines_alone_are_both_remembered(bench):
    remembering = replace(bench, cache=ResultCache())
    shifted = KURT.replace("def propagate", "\n\ndef propagate")
    for source in (KURT, shifted):
        graded(remembering, "first", ("first.py", source))
    for source in (KURT, shifted, KURT):
        before = asked(bench)
        again = graded(remembering, "again", ("again.py", source))
        assert asked(bench) == before
        assert told(again) == told(graded(bench, "again", ("again.py", source)))


def test_a_result_whose_own_words_name_its_file_stays_that_file_s(bench):
    remembering = replace(bench, cache=ResultCache())
    source = "def sigmoid(z):\n    raise ValueError('see one.py')\n"
    graded(remembering, "one", ("one.py", source))
    before = asked(bench)
    second = graded(remembering, "two", ("two.py", source))
    assert asked(bench) > before
    assert told(second) == told(graded(bench, "two", ("two.py", source)))


def test_a_program_that_looks_at_its_own_place_is_run_again_elsewhere(bench):
    remembering = replace(bench, cache=ResultCache())
    source = "import inspect\ndef sigmoid(z):\n    return len(inspect.stack()[0].filename)\n"
    graded(remembering, "one", ("one.py", source))
    before = asked(bench)
    graded(remembering, "long", ("a_longer_name.py", source))
    assert asked(bench) > before


def test_a_program_that_catches_errors_is_run_again(bench):
    remembering = replace(bench, cache=ResultCache())
    nested = "".join(f"{' ' * at}try: pass\n{' ' * at}finally:\n" for at in range(4, 9))
    source = f"def sigmoid(z):\n{nested}{' ' * 9}return 0 * z\n"
    graded(remembering, "one", ("one.py", source))
    before = asked(bench)
    second = graded(remembering, "two", ("two.py", source))
    assert asked(bench) > before
    assert told(second) == told(graded(bench, "two", ("two.py", source)))


def test_a_memory_holds_no_more_than_it_has_room_for(bench, monkeypatch):
    monkeypatch.setattr(cache, "ROOM", 200_000)
    memory = ResultCache()
    remembering = replace(bench, cache=memory)
    for number in range(4):
        source = f"import numpy as np\ndef sigmoid(z):\n    return np.full(1_000, {number}.0)\n"
        graded(remembering, "one", ("one.py", source))
    assert 0 < memory._results.size <= 200_000
    assert len(memory._results) < 4 * len(bench.assignment.exercises)
    before = asked(bench)
    graded(remembering, "two", ("two.py", source))  # the last is still there
    assert asked(bench) == before
