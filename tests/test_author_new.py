"""`grader new`, and a course of another subject that begins with it."""

from __future__ import annotations

import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

REFERENCE = '''"""Three functions of linear algebra."""

import numpy as np


def trace(A):
    """Add up the diagonal of a square matrix."""
    return np.sum(np.diag(A))


def project(x, u):
    """Project x on the line through u."""
    return np.dot(x, u) / np.dot(u, u) * u


def residual(x, u):
    """Return what the projection leaves of x, and its length."""
    r = x - project(x, u)
    return r, np.linalg.norm(r)
'''

CHECKS = '''"""The rubric of `matrices`, as code."""

import numpy as np

from grader import Assignment, call, hint, invariant, mistake, variant

hw = Assignment("Matrices", points=30)


@hw.exercise(points=10, returns="t")
@hint("Which entries have equal row and column?")
@mistake("np.diag(A)", "A", "All entries are added up; the trace adds those of the diagonal.")
@variant("np.sum(np.diag(A))", "sum(A[i, i] for i in range(len(A)))")
@invariant(lambda A: None if A.shape[0] == A.shape[1] else "A is not square")
def trace(rng):
    """Adds up the diagonal."""
    yield call(rng.normal(size=(3, 3)))
    yield call(rng.normal(size=(4, 4)), hidden=True)


@hw.exercise(points=10, returns="p")
@hint("How many times u is the projection?")
@mistake(" / np.dot(u, u)", "", "This is right for unit vectors only: divide by the squared length of u.")
@variant("np.dot(x, u) / np.dot(u, u) * u", "np.outer(u, u) @ x / np.sum(u**2)")
def project(rng):
    """Projects a vector on a line."""
    yield call(np.array([1.0, 2.0]), np.array([3.0, 1.0]))
    yield call(rng.normal(size=4), rng.normal(size=4), hidden=True)


@hw.exercise(points=10, returns=("r", "length"), needs=["project"])
@hint("What is left when the projection is taken away?")
@mistake("x - project(x, u)", "x + project(x, u)", "The projection is added; take it away.")
@mistake("x - project(x, u)", "x - project(u, x)", "u is projected on x; it is the other way round.")
def residual(rng):
    """Measures what a projection leaves."""
    yield call(np.array([1.0, 2.0]), np.array([3.0, 1.0]))
    yield call(rng.normal(size=4), rng.normal(size=4), hidden=True)
'''


@pytest.fixture
def made(tmp_path, grader):
    """A course of linear algebra that began as an empty folder."""
    done = grader("--course", tmp_path, "new", "matrices")
    assert done.exit_code == 0, done.output
    (tmp_path / "reference" / "matrices.py").write_text(REFERENCE)
    (tmp_path / "assignments" / "matrices" / "checks.py").write_text(CHECKS)
    return tmp_path


def test_scaffold_verifies_as_made(tmp_path, grader):
    grader("--course", tmp_path, "new", "vectors")
    assert (tmp_path / ".github" / "workflows" / "assignments.yml").is_file()
    done = grader("--course", tmp_path, "verify")
    assert done.exit_code == 0, done.output
    assert "sound" in done.output


def test_new_overwrites_nothing_and_refuses_bad_names(made, grader):
    assert grader("--course", made, "new", "matrices").exit_code == 1
    assert grader("--course", made, "new", "Linear-Algebra").exit_code == 1
    assert (made / "reference" / "matrices.py").read_text() == REFERENCE


def test_another_subject_verifies_grades_and_releases(made, grader, tmp_path):
    done = grader("--course", made, "verify", "--junit", tmp_path / "v.xml", "--json", tmp_path / "v.json")
    assert done.exit_code == 0, done.output
    suite = ET.parse(tmp_path / "v.xml").getroot().find("testsuite")
    assert suite.get("failures") == "0"
    assert "matrices::project::trivial answers score 0" in {case.get("name") for case in suite}
    [record] = json.loads((tmp_path / "v.json").read_text())["assignments"]
    assert all(exercise["survived"] == 0 for exercise in record["mutation"]), record["mutation"]

    handed_in = tmp_path / "ada.py"
    handed_in.write_text(REFERENCE.replace(" / np.dot(u, u)", ""))
    done = grader("--course", made, "grade", handed_in, "-o", tmp_path / "out", "-j", 1)
    assert done.exit_code == 0, done.output
    result = json.loads((tmp_path / "out" / "matrices" / "ada" / "result.json").read_text())
    assert (result["score"], result["max_score"]) == (20.0, 30.0)
    assert "divide by the squared length" in result["exercises"][1]["diagnosis"]["message"]

    done = grader("--course", made, "release", "-o", tmp_path / "students")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "students" / "matrices" / "matrices.ipynb").is_file()


def test_second_run_verifies_nothing_anew(made, grader):
    grader("--course", made, "verify")
    assert "unchanged" in grader("--course", made, "verify").output
    checks = made / "assignments" / "matrices" / "checks.py"
    checks.write_text(checks.read_text().replace("points=30)", "points=40)"))
    done = grader("--course", made, "verify")
    assert done.exit_code == 1
    assert "the points add up to 30, not 40" in done.output


def test_on_github_findings_are_annotations_and_a_summary(made, grader, monkeypatch, tmp_path):
    checks = made / "assignments" / "matrices" / "checks.py"
    checks.write_text(checks.read_text().replace("points=30)", "points=40)"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    output = grader("--course", made, "verify").output
    assert "::error file=assignments/matrices/checks.py,line=1,title=matrices%3A%3Apoints add up::" in output
    assert "| matrices |" in (tmp_path / "summary.md").read_text()


def test_pytest_collects_expectations(made, monkeypatch):
    monkeypatch.setenv(
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1"
    )  # whether or not it is installed: -p loads it once
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "grader.author.plugin",
        "assignments",
        "-p",
        "no:cacheprovider",
    ]
    listed = subprocess.run(
        [*command, "--collect-only"], cwd=made, capture_output=True, text=True, check=False
    )
    assert "matrices/checks.py::residual::mistake the_projection_is_added_take_it" in listed.stdout, (
        listed.stdout
    )
    chosen = subprocess.run([*command, "-k", "trace"], cwd=made, capture_output=True, text=True, check=False)
    assert chosen.returncode == 0, chosen.stdout
    checks = made / "assignments" / "matrices" / "checks.py"
    checks.write_text(checks.read_text().replace("Which entries have", "np.dot(x, u) / np.dot(u, u) * u"))
    failed = subprocess.run(
        [*command, "-k", "project and mistake"], cwd=made, capture_output=True, text=True, check=False
    )
    assert failed.returncode == 0, failed.stdout
