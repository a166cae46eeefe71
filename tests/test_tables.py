"""Whoever writes the public answers down and understands nothing earns a quarter of the points at most."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from table_samples import OTHERWISE, table

from grader.author.checks.answer_tables import earns_little
from grader.author.context import VerificationContext
from grader.course import load, names
from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Result, Status, Submission
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
MOST = 25


@pytest.fixture(scope="module")
def graded(worker: Worker) -> Callable[[Path, str, str], tuple[Result, float]]:
    """Grade the table of an assignment."""
    benches: dict[str, GradingContext] = {}

    def run(course: Path, id: str, otherwise: str) -> tuple[Result, float]:
        name = f"{course}/{id}"
        if name not in benches:
            assignment = load(course, id)
            benches[name] = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
        source = table(benches[name].assignment, benches[name].key, otherwise)
        result = grade(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), benches[name])
        assert result.status is Status.GRADED, result.message
        return result, result.score or 0.0

    return run


@pytest.mark.parametrize("id", names(ROOT))
@pytest.mark.parametrize("otherwise", OTHERWISE)
def test_a_table_of_the_public_answers_earns_a_quarter_at_most(
    id: str, otherwise: str, graded: Callable[[Path, str, str], tuple[Result, float]]
) -> None:
    result, score = graded(ROOT, id, otherwise)
    assert 15 < score <= MOST  # the table works: what is public is right
    public = [case for one in result.exercises for case in one.cases if not case.case.hidden]
    assert all(case.share == 1 for case in public)


def test_so_it_is_in_a_new_assignment_whatever_its_cases_weigh(
    course: Path, graded: Callable[[Path, str, str], tuple[Result, float]]
) -> None:
    assert graded(course, "pair", "wrong")[1] == pytest.approx(20)
    path = course / "assignments" / "pair" / "checks.py"
    path.write_text(path.read_text().replace("call(3.5)", "call(3.5, weight=50)"))
    weighed = load(course, "pair").exercise("double")
    assert [case.weight for case in weighed.cases] == pytest.approx([0.2, 0.8])


def test_weights_are_relative_among_the_public_and_among_the_hidden(course: Path) -> None:
    path = course / "assignments" / "pair" / "checks.py"
    more = "    yield call(7, weight=3)\n    yield call(rng.normal(size=9), hidden=True, weight=3)\n"
    path.write_text(
        path.read_text().replace('"""Doubles numbers and arrays."""\n', f'"""Doubles."""\n{more}')
    )
    weights = [(case.hidden, case.weight) for case in load(course, "pair").exercise("double").cases]
    assert weights == [
        (False, pytest.approx(0.15)), (True, pytest.approx(0.6)),
        (False, pytest.approx(0.05)), (True, pytest.approx(0.2)),
    ]  # fmt: skip


def test_where_nothing_is_hidden_the_public_cases_carry_all(course: Path) -> None:
    path = course / "assignments" / "pair" / "checks.py"
    path.write_text(path.read_text().replace(", hidden=True", ""))
    assert [case.weight for case in load(course, "pair").exercise("double").cases] == [1, 1]


# what an author may write; each time a table of the public answers earns too much
TOO_EASY = {
    "nothing is hidden": (", hidden=True", ""),
    "hidden answers are public ones": (
        "yield call(rng.normal(size=4), scale=3.0, hidden=True)", "yield call(rng.normal(size=2) * 0 + 1, hidden=True)"
    ),
    "a part is the same in every case": ("call(rng.normal(size=4), scale=3.0", "call(np.array([4.0, 2.0])"),
}  # fmt: skip


@pytest.mark.parametrize("way", TOO_EASY)
def test_verify_says_where_a_table_earns_more(way: str, course: Path, worker: Worker) -> None:
    path = course / "assignments" / "pair" / "checks.py"
    text = path.read_text().replace("yield call(rng.normal(size=2))", "yield call(np.array([2.0, 1.0]))")
    if way == "hidden answers are public ones":
        text = text.replace("np.array([2.0, 1.0])", "np.array([1.0, 1.0])")
    assert TOO_EASY[way][0] in text
    path.write_text(text.replace(*TOO_EASY[way]))
    [problem] = earns_little(VerificationContext(course, "pair", worker))
    assert "a table of the public answers earns" in problem.message
    assert "norm" in problem.message
    assert problem.line == load(course, "pair").exercise("norm").line or way == "nothing is hidden"


def test_verify_says_nothing_of_a_sound_assignment(course: Path, worker: Worker) -> None:
    assert not list(earns_little(VerificationContext(course, "pair", worker)))
