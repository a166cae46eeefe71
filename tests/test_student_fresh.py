"""A released folder in a fresh virtual environment and an empty folder; slow, so only where it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import load
from grader.course.edit import function_source
from grader.course.key import answer_key
from grader.student.release import release
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
ID = "logistic_regression"
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
notebook.cells += [nbformat.v4.new_code_cell(source) for source in sys.argv[2:]]
NotebookClient(notebook, resources={"metadata": {"path": "."}}).execute()
for cell in notebook.cells:
    for output in cell.get("outputs", []):
        print(output.get("data", {}).get("text/plain", ""))
"""


@pytest.mark.skipif(not os.environ.get("GRADER_FRESH"), reason="makes an environment: set GRADER_FRESH=1")
def test_a_released_folder_needs_the_grader_package_alone(tmp_path: Path, worker: Worker) -> None:
    assignment = load(ROOT, ID)
    release(assignment, answer_key(assignment, worker.observe), worker.observe, tmp_path / "out", force=False)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [scripts / "python", "-m", "pip", "install", "--quiet", ROOT, "ipykernel"]
    subprocess.run(install, check=True, env=environment)

    def shown(*command: str | Path) -> str:
        folder = tmp_path / "out" / ID
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert shown(scripts / "grader", "check", f"{ID}.ipynb").count("not attempted") == 6
    right = [function_source(assignment.reference, each.names[0]).text for each in assignment.exercises]
    wrong = assignment.exercise("propagate").mistakes[0]
    cells = [*right, "check()", function_source(wrong.source, "propagate").text, "check(propagate)"]
    said = shown(scripts / "python", "-c", RUN, f"{ID}.ipynb", *cells)
    assert said.count("not attempted") == 12
    assert "100 of 100 points so far: all 6 functions are right." in said
    assert wrong.message in said
