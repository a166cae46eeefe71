"""Every released folder in a fresh virtual environment and an empty folder: starter, solved, with mistakes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from long import few_or_all

from grader.course import load, names
from grader.course.edit import function_source
from grader.course.key import answer_key
from grader.model import Assignment
from grader.student.check.locate import packs
from grader.student.pack import Pack
from grader.student.release.folder import release
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
DISTRIBUTION = ("grader", "pyproject.toml", "README.md", "LICENSE")
RUN = """
import json, sys, nbformat
from nbclient import NotebookClient
path, *cells = json.load(sys.stdin)
notebook = nbformat.read(path, 4)
notebook.cells += map(nbformat.v4.new_code_cell, cells)
NotebookClient(notebook, resources={"metadata": {"path": "."}}).execute()
code = [cell for cell in notebook.cells if cell.cell_type == "code"]
print(json.dumps(["".join(each.get("data", {}).get("text/plain", "") for each in cell.outputs) for cell in code]))
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the grader as it is installed, made once for all test processes; its programs."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    venv = shared / "fresh"
    with FileLock(shared / "fresh.lock"):
        if not (venv / "made").exists():
            _make(venv, shared / "distribution")
            (venv / "made").touch()
    return venv / ("Scripts" if os.name == "nt" else "bin")


def _make(venv: Path, sources: Path) -> None:
    sources.mkdir(exist_ok=True)
    for name in DISTRIBUTION:  # a build leaves files behind
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, sources / name)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    python = venv / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]
    done = subprocess.run([*pip, sources, "ipykernel"], env=_variables(), capture_output=True, text=True)
    if done.returncode and "CI" not in os.environ and "No matching distribution" in done.stderr:
        pytest.skip("no package index can be reached to make a fresh environment from")
    assert done.returncode == 0, done.stderr


def _variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _named_mistakes(assignment: Assignment, pack: Pack) -> dict[str, tuple[str, str]]:
    """Return for each exercise the first mistake that its public cases can tell, as source and sentence."""
    found = {}
    for exercise in assignment.exercises:
        told = {cause.name for cause in pack.public[exercise.name].table().causes}
        for mistake in exercise.mistakes:
            if mistake.name in told:
                source = function_source(mistake.source, exercise.names[0]).text
                found[exercise.names[0]] = source, mistake.message
                break
    return found


@pytest.mark.parametrize("id", few_or_all(names(ROOT), "logistic_regression"))
def test_a_released_folder_needs_the_grader_package_alone(
    id: str, environment: Path, tmp_path: Path, worker: Worker
) -> None:
    assignment = load(ROOT, id)
    release(assignment, answer_key(assignment, worker.observe), worker.observe, tmp_path, force=False)
    folder = tmp_path / id
    right = {
        each.names[0]: function_source(assignment.reference, each.names[0]).text
        for each in assignment.exercises
    }
    wrong = _named_mistakes(assignment, packs(folder)[0])
    tried = [cell for name, (source, _) in wrong.items() for cell in (source, f"check({name})", right[name])]

    def shown(*command: str | Path, given: Any = None) -> str:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_variables(),
            input=json.dumps(given),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    asked = [each for each in assignment.exercises if each.points]
    assert shown(environment / "grader", "check", f"{id}.ipynb").count("not attempted") == len(asked)
    cells = [*right.values(), "check()", *tried]
    said = json.loads(shown(environment / "python", "-c", RUN, given=[f"{id}.ipynb", *cells]))
    before = [text for text in said[: -len(cells)] if text]
    assert len(before) == len(asked) + 1
    assert sum(text.count("not attempted") for text in before) == 2 * len(asked)
    assert f"all {len(asked)} functions are right." in said[-len(tried) - 1]
    answers = dict(zip(wrong, said[-len(tried) :][1::3], strict=True))
    assert len(answers) > len(asked) / 2
    for name, (_, sentence) in wrong.items():
        assert sentence in answers[name], name
