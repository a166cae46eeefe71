"""The samples in other words earn what they earned before: right ones all, wrong ones no more and no less.

Each way is tried on a right and a wrong sample; `scripts/test-long` tries all on all, and on the references.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache

import pytest
from assignment_checks import assignment
from rewrites import REWRITES, ROOT, rewritten, samples

from grader.course.key import answer_key
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Submission
from grader.submission import read
from grader.worker import Worker

Scores = dict[str, float]
Scoring = Callable[[str, Submission], Scores]
LOGISTIC = "logistic_regression"
RIGHT = [(LOGISTIC, "ada.py"), (LOGISTIC, "grace.ipynb"), ("activation_functions", "in_other_words.ipynb")]
WRONG = [
    *((LOGISTIC, name) for name in ("alan.ipynb", "emmy.py", "rosa.py", "kurt.py", "lise.ipynb")),
    *(("activation_functions", "values_for_slopes.py"), ("python_basics", "unfinished.py")),
]
FEW = [
    pytest.param(*sample, way, id=f"{sample[1]}: {way}")
    for group in (RIGHT, WRONG)
    for sample, way in zip(itertools.cycle(group), REWRITES, strict=False)
]
ALL = [(id, path.name, way) for id, path in samples() for way in REWRITES]
ALL += [(id, "", way) for id in sorted({id for id, _ in samples()}) for way in REWRITES]


@cache
def submission(id: str, name: str) -> Submission:
    """Read a sample; without a name, the reference."""
    if not name:
        return Submission("reference", f"{id}.py", (Cell(f"{id}.py", assignment(id).reference),), "")
    return read(ROOT / "submissions" / id / name)


@pytest.fixture(scope="module")
def scores(worker: Worker) -> Scoring:
    contexts: dict[str, GradingContext] = {}

    def run(id: str, submission: Submission) -> Scores:
        if id not in contexts:
            contexts[id] = GradingContext(assignment(id), answer_key(assignment(id), worker.observe), worker)
        result = grade(submission, contexts[id])
        return {exercise.exercise.name: exercise.score for exercise in result.exercises}

    return run


@pytest.fixture(scope="module")
def scores_before(scores: Scoring) -> Callable[[str, str], Scores]:
    return cache(lambda id, name: scores(id, submission(id, name)))


@pytest.mark.parametrize(("id", "name", "way"), FEW)
def test_other_words_earn_the_same(
    id: str, name: str, way: str, scores: Scoring, scores_before: Scoring
) -> None:
    before = submission(id, name)
    after = rewritten(before, REWRITES[way])
    assert [cell.source for cell in after.cells] != [cell.source for cell in before.cells]
    assert scores(id, after) == scores_before(id, name)
    if (id, name) in RIGHT:
        assert sum(scores_before(id, name).values()) == pytest.approx(100)


@pytest.mark.long
@pytest.mark.parametrize(("id", "name", "way"), ALL)
def test_every_sample_in_all_other_words_earns_the_same(
    id: str, name: str, way: str, scores: Scoring, scores_before: Scoring
) -> None:
    assert scores(id, rewritten(submission(id, name), REWRITES[way])) == scores_before(id, name)
