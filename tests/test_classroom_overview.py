"""The class overview: its statistics, its groups, and a page that no student's text gets out of its place in."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import class_samples
import numpy as np
import pytest
from click.testing import Result

from grader.classroom.cohort import cohort
from grader.classroom.fingerprint import winnow
from grader.classroom.marks import marks
from grader.classroom.overview import overview
from grader.classroom.similar import similar_groups
from grader.classroom.statistics import histogram, measure_item, suspicion
from grader.classroom.store import Store

Grader = Callable[..., Result]

COPY = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    # forward
    A = sigmoid(np.dot(w.T, X) + b)
    parts = [float(-np.log(A[0, i])) if Y[0, i] == 1 else float(-np.log(1 - A[0, i])) for i in range(m)]
    total = 0
    for part in parts:
        total = total + part
    grads = {"dw": sum(X[:, i:i + 1] * (A[0, i] - Y[0, i]) for i in range(m)) / m}
    grads["db"] = sum(A[0, i] - Y[0, i] for i in range(m)) / m
    return grads, total / m
"""


def embedded(html: str) -> dict[str, object]:
    return json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1]
    )


def test_discrimination_is_the_correlation_with_the_rest() -> None:
    draw = np.random.default_rng(1)
    rest = draw.uniform(0, 90, 200)
    told = (rest + draw.normal(0, 10, 200) > 45).astype(float)
    found = measure_item(told, rest)
    assert found.discrimination == pytest.approx(np.corrcoef(told, rest)[0, 1])
    assert (found.upper, found.lower) == (1.0, 0.0)
    assert found.mean == pytest.approx(told.mean())
    assert suspicion(found) == ""


def test_items_that_tell_the_wrong_way_are_suspicious() -> None:
    rest = np.arange(100.0)
    assert "strongest students fail it" in suspicion(measure_item((rest < 40).astype(float), rest))
    assert "Weak students do better" in suspicion(measure_item((rest < 90).astype(float), rest))
    assert suspicion(measure_item(np.zeros(100), rest)) == "None of 100 students passes it."
    assert suspicion(measure_item(np.ones(100), rest)) == ""
    assert suspicion(measure_item(np.zeros(9), rest[:9])) == ""  # too few to say anything


def test_equal_students_are_all_strong_or_none() -> None:
    rest = np.array([10.0] * 50 + [20.0] * 50)
    shares = np.array([0.0] * 75 + [1.0] * 25)
    assert measure_item(shares, rest).upper == 0.5
    assert measure_item(shares[::-1], rest[::-1]).upper == 0.5


def test_full_marks_have_a_bin_of_their_own() -> None:
    assert histogram(np.array([0, 0.0499, 0.05, 0.999, 1.0]))[:2] == [2, 1]
    assert histogram(np.array([0, 0.0499, 0.05, 0.999, 1.0]))[-2:] == [1, 1]


def test_another_editions_exercise_counts_for_those_who_have_it(tmp_path: Path) -> None:
    """Where it is absent it has no points and the others have more: neither may enter a mean."""
    draw, made = random.Random(3), []
    for number in range(20, 50):
        one = class_samples.row("pair", number, draw)
        first, *rest = one.record["exercises"]
        if number % 2:
            gone = [case | {"verdict": "missing", "share": 0.0} for case in first["cases"]]
            first.update(verdict="skipped", score=0.0, max_score=0.0, cases=gone, diagnosis=None)
            for other in rest:
                other.update(score=12 * other["score"] / 10, max_score=12.0)
        else:
            whole = [case | {"verdict": "passed", "share": 1.0} for case in first["cases"]]
            first.update(verdict="passed", score=10.0, cases=whole, diagnosis=None)
        made.append(one)
    with Store(tmp_path / "grades.sqlite") as store:
        store.add(made)
        found = cohort(store, "pair", marks(store))
    first, *rest = found.exercises
    assert (first.points, first.item.students, first.item.mean, sum(first.kinds)) == (10.0, 15, 1.0, 15)
    assert all(one.points == 10.0 and one.item.students == 30 and one.item.mean <= 1 for one in rest)
    assert first.name not in {one.exercise for one in found.suspects}


def test_a_copy_is_known_again_under_other_names_and_comments() -> None:
    renamed = (
        re.sub(r"\bparts?\b", "costs", COPY).replace("# forward", "# my own work").replace("total", "summe")
    )
    assert winnow(COPY) == winnow(renamed) != frozenset()
    assert len(winnow(COPY) & winnow("def f(x):\n    return x + 1\n")) == 0
    for text in ("", "'", '"""', "\\", "\x00", "def f(:\n é ∑", COPY[:-40]):
        winnow(text)


def test_what_many_share_makes_nobody_alike() -> None:
    common, rare = list(range(50)), list(range(1000, 1020))
    class_ = [common] * 40 + [common + rare, common + rare]
    owners = [str(number) for number in range(42)]
    [group] = similar_groups(class_, owners)
    assert (group.members, group.alike, group.shared) == ((40, 41), 1.0, 20)
    assert similar_groups(class_, [*owners[:40], "one", "one"]) == []  # two attempts of one student
    assert similar_groups([], []) == []


def test_likeness_is_found_in_time_that_grows_with_the_class() -> None:
    draw = random.Random(0)

    def seconds(students: int) -> float:
        prints = [sorted(draw.sample(range(students * 5), 100)) for _ in range(students)]
        started = time.process_time()
        similar_groups(prints, [str(number) for number in range(students)])
        return time.process_time() - started

    seconds(100)
    assert seconds(4_000) < 60 * seconds(500)  # 8 times the class: 64 times would be quadratic


def test_a_cohort_of_the_record(tmp_path: Path) -> None:
    with class_samples.class_of(tmp_path / "grades.sqlite", 300) as store:
        found = cohort(store, "logistic_regression", marks(store))
    assert len(found.marks) == 298  # one unreadable, one failed
    assert [one.name for one in found.exercises] == list(class_samples.EXERCISES)
    means = {one.name: one.item.mean for one in found.exercises}
    assert means["initialize_with_zeros"] > means["propagate"] > means["model"]
    assert all(sum(one.kinds) == 298 for one in found.exercises)
    assert ("predict", 3) in {(one.exercise, one.case) for one in found.suspects}
    assert {one.exercise for one in found.suspects} == {"predict"}
    assert found.diagnoses[0].message in class_samples.MISTAKES.values()
    assert not found.answers[0].explained
    assert all(len({found.marks[at].score for at in one.people}) >= 1 for one in found.answers)
    pairs = {tuple(found.marks[at].label for at in one.people) for one in found.similar_groups}
    assert ("student00050", "student00051") in pairs
    assert all(abs(int(a[-5:]) - int(b[-5:])) == 1 for a, b in pairs)


def test_the_page_is_the_same_whatever_order_the_rows_came_in(tmp_path: Path) -> None:
    with class_samples.class_of(tmp_path / "one.sqlite", 60) as one:
        first = overview(one)
    rows = [class_samples.row("logistic_regression", number, random.Random(number)) for number in range(60)]
    pages = []
    for order in (rows, rows[::-1]):
        with Store(tmp_path / f"{len(pages)}.sqlite") as store:
            store.add(order)
            pages.append(overview(store))
    assert pages[0] == pages[1]
    assert "student00050" in first


def test_no_text_of_a_students_leaves_its_place(tmp_path: Path) -> None:
    with class_samples.class_of(tmp_path / "grades.sqlite", 20) as store:
        html = overview(store)
    assert html.count("<script") == html.count("</script>") == 2
    assert "<img" not in html
    assert "\u202e" not in html
    assert "default-src 'none'" in html
    [hostile] = [row for row in embedded(html)["rows"] if row[1] == "hostile"]
    assert hostile[0].startswith("</script><img")


def test_an_empty_record_and_one_without_scores_have_a_page(tmp_path: Path) -> None:
    with Store(tmp_path / "grades.sqlite") as store:
        assert "0</b> students" in overview(store)
        failed = class_samples.row("hw", 13, random.Random(0))
        store.add([replace(failed, message="<disk full>")])
        html = overview(store)
    assert "The grader failed on 1 submission<" in html
    assert "&lt;disk full&gt;" in html


def test_a_run_leaves_an_overview(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    submit("ada.py", "def double(x):\n    return x * 2\n")
    folder = submit("bob.ipynb", "{").parent
    grader("--course", course, "grade", folder, "-o", tmp_path / "out", "-j", "1")
    html = (tmp_path / "out" / "index.html").read_text()
    assert 'href="pair/ada/report.html"' in html
    assert "1 file could not be read" in html
    assert {row[0] for row in embedded(html)["rows"]} == {"ada", "bob"}
