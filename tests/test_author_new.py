"""`grader new`, and a course of another subject that begins with it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from grader.author import scaffold
from grader.author.verify import verify_one
from grader.course import names

ROOT = Path(__file__).resolve().parents[1]

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


BRIEF = """# Matrices

`trace(A)`, `project(x, u)` and `residual(x, u)` (10 points each).
"""


@pytest.fixture
def course(tmp_path, grader):
    """A course of linear algebra that began as an empty folder."""
    outcome = grader("--course", tmp_path, "new", "matrices")
    assert outcome.exit_code == 0, outcome.output
    (tmp_path / "reference" / "matrices.py").write_text(REFERENCE)
    (tmp_path / "assignments" / "matrices" / "checks.py").write_text(CHECKS)
    (tmp_path / "assignments" / "matrices" / "README.md").write_text(BRIEF)
    return tmp_path


def test_scaffold_verifies_as_made(tmp_path, grader):
    grader("--course", tmp_path, "new", "vectors")
    assert (tmp_path / ".github" / "workflows" / "assignments.yml").is_file()
    outcome = grader("--course", tmp_path, "verify")
    assert outcome.exit_code == 0, outcome.output
    assert "sound" in outcome.output


def test_the_workflow_installs_the_grader_from_where_it_came(tmp_path, monkeypatch):
    """It is on no package index, so `pip install grader` would get something else, or nothing."""

    class Installed(Distribution):
        said = None

        def read_text(self, filename):
            return self.said

        def locate_file(self, path):
            return path

    monkeypatch.setattr(scaffold, "distribution", lambda name: Installed())
    scaffold.begin(tmp_path / "unknown", "vectors")
    text = (tmp_path / "unknown" / ".github" / "workflows" / "assignments.yml").read_text()
    assert 'GRADER: "grader @ git+https://github.com/OWNER/grader@main"' in text
    assert "Put its repository here" in text
    assert 'pip install "$GRADER" "${{ matrix.numpy }}"' in text
    Installed.said = '{"url": "https://git.example/g.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'
    scaffold.begin(tmp_path / "known", "vectors")
    text = (tmp_path / "known" / ".github" / "workflows" / "assignments.yml").read_text()
    assert 'GRADER: "grader @ git+https://git.example/g.git@abc"' in text
    assert "INSTALLED" not in text
    Installed.said = '{"url": "file:///home/ada/g", "vcs_info": {"vcs": "git", "commit_id": "abc"}}'
    assert not scaffold.install_source(), "nobody else reaches this place"


def test_new_overwrites_nothing_and_refuses_bad_names(course, grader):
    assert grader("--course", course, "new", "matrices").exit_code == 1
    assert grader("--course", course, "new", "Linear-Algebra").exit_code == 1
    assert (course / "reference" / "matrices.py").read_text() == REFERENCE


def test_another_subject_verifies_grades_and_releases(course, grader, tmp_path):
    outcome = grader(
        "--course", course, "verify", "--junit", tmp_path / "v.xml", "--json", tmp_path / "v.json"
    )
    assert outcome.exit_code == 0, outcome.output
    suite = ET.parse(tmp_path / "v.xml").getroot().find("testsuite")
    assert suite.get("failures") == "0"
    assert "matrices::project::trivial answers score 0" in {case.get("name") for case in suite}
    [record] = json.loads((tmp_path / "v.json").read_text())["assignments"]
    assert all(exercise["survived"] == 0 for exercise in record["mutation"]), record["mutation"]

    handed_in = tmp_path / "ada.py"
    handed_in.write_text(REFERENCE.replace(" / np.dot(u, u)", ""))
    outcome = grader("--course", course, "grade", handed_in, "-o", tmp_path / "out", "-j", 1)
    assert outcome.exit_code == 0, outcome.output
    result = json.loads((tmp_path / "out" / "matrices" / "ada" / "result.json").read_text())
    assert (result["score"], result["max_score"]) == (20.0, 30.0)
    assert "divide by the squared length" in result["exercises"][1]["diagnosis"]["message"]

    outcome = grader("--course", course, "release", "-o", tmp_path / "students")
    assert outcome.exit_code == 0, outcome.output
    assert (tmp_path / "students" / "matrices" / "matrices.ipynb").is_file()


def test_second_run_verifies_nothing_anew(course, grader):
    grader("--course", course, "verify")
    assert "unchanged" in grader("--course", course, "verify").output
    checks = course / "assignments" / "matrices" / "checks.py"
    checks.write_text(checks.read_text().replace("points=30)", "points=40)"))
    outcome = grader("--course", course, "verify")
    assert outcome.exit_code == 1
    assert "the points add up to 30, not 40" in outcome.output


def test_verdicts_that_flip_with_another_interpreter_are_errors(course, grader, tmp_path):
    interpreter = tmp_path / "elsewhere" / "python"  # the same NumPy, told apart by its environment
    interpreter.parent.mkdir()
    interpreter.write_text(f'#!/bin/sh\nELSEWHERE=1 exec "{sys.executable}" "$@"\n')
    interpreter.chmod(0o755)
    outcome = grader("--course", course, "verify", "--python", interpreter)
    assert outcome.exit_code == 0, outcome.output

    twice_there = '(1 + len(os.environ.get("ELSEWHERE", "")))'
    reference = REFERENCE.replace("import numpy as np", "import os\n\nimport numpy as np")
    reference = reference.replace("return np.sum(np.diag(A))", f"return np.sum(np.diag(A)) * {twice_there}")
    (course / "reference" / "matrices.py").write_text(reference)
    checks = CHECKS.replace("/ np.sum(u**2)", f"/ np.sum(u**2) * {twice_there}".replace('"', "'"))
    (course / "assignments" / "matrices" / "checks.py").write_text(checks)
    assert grader("--course", course, "verify").exit_code == 0
    outcome = grader("--course", course, "verify", "--python", interpreter)
    assert outcome.exit_code == 1
    assert f"trace: the reference answers otherwise in {interpreter} with NumPy" in outcome.output
    assert "project: variant 1 gets passed, passed here, but wrong_answer, wrong_answer in" in outcome.output


def test_an_interpreter_that_cannot_run_it_is_an_error(course, grader, tmp_path):
    outcome = grader("--course", course, "verify", "--python", tmp_path / "no-such-python")
    assert outcome.exit_code == 1
    assert "nothing could be run there" in outcome.output


OLDEST = "numpy==1.26.0"  # the lower bound in pyproject.toml


@pytest.mark.long
@pytest.mark.parametrize("id", names(ROOT))
@pytest.mark.parametrize("numpy", [OLDEST, "numpy"], scope="module")
def test_no_verdict_flips_with_the_oldest_and_the_newest_numpy(id, numpy, environments):
    report = verify_one(ROOT, id, [environments(numpy)])
    findings = [finding for finding in report.findings if "verdicts stay in" in finding.id]
    assert [(finding.level, finding.message) for finding in findings] == [("ok", "")]


@pytest.fixture(scope="module")
def environments(tmp_path_factory):
    """Make a virtual environment with a NumPy, once."""
    pythons = {}

    def make(numpy):
        if numpy not in pythons:
            folder = tmp_path_factory.mktemp("environment")
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            pythons[numpy] = str(folder / "bin" / "python")
            subprocess.run([pythons[numpy], "-m", "pip", "install", "--quiet", numpy], check=True)
        return pythons[numpy]

    return make


def test_on_github_findings_are_annotations_and_a_summary(course, grader, monkeypatch, tmp_path):
    checks = course / "assignments" / "matrices" / "checks.py"
    checks.write_text(checks.read_text().replace("points=30)", "points=40)"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    output = grader("--course", course, "verify").output
    assert "::error file=assignments/matrices/checks.py,line=1,title=matrices%3A%3Apoints add up::" in output
    assert "| matrices |" in (tmp_path / "summary.md").read_text()


def test_pytest_collects_expectations(course, monkeypatch):
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
        [*command, "--collect-only"], cwd=course, capture_output=True, text=True, check=False
    )
    assert "matrices/checks.py::residual::mistake the_projection_is_added_take_it" in listed.stdout, (
        listed.stdout
    )
    unrelated = course / "assignments" / "unrelated" / "checks.py"  # of a project that is none of ours
    unrelated.parent.mkdir()
    unrelated.write_text("raise SystemExit('imported')\n")
    (course / "reference" / "unrelated.py").write_text("")
    checks = course / "assignments" / "matrices" / "checks.py"
    checks.write_text(checks.read_text().replace('"""Adds up the diagonal."""', ""))
    chosen = subprocess.run(
        [*command, "-k", "trace or unrelated"], cwd=course, capture_output=True, text=True, check=False
    )
    assert chosen.returncode == 0, chosen.stdout
    assert "unrelated" not in chosen.stdout
    assert "warnings of assignments" in chosen.stdout
    assert "the function has no docstring" in chosen.stdout
    checks.write_text(checks.read_text().replace("How many times", "np.dot(x, u) / np.dot(u, u) times"))
    mistakes = subprocess.run(
        [*command, "-k", "project and mistake"], cwd=course, capture_output=True, text=True, check=False
    )
    assert mistakes.returncode == 0, mistakes.stdout
    failed = subprocess.run(
        [*command, "-k", "project and quotes"], cwd=course, capture_output=True, text=True, check=False
    )
    assert failed.returncode == 1, failed.stdout
    assert "assignments/matrices/checks.py:22: this sentence quotes the reference" in failed.stdout
