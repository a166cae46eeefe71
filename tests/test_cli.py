from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.model import Tier
from grader.worker import best_tier

Grader = Callable[..., Result]
Submit = Callable[[str, str], Path]
RIGHT = "def double(x):\n    return x * 2\n"


def grades(out: Path) -> list[dict[str, str]]:
    with (out / "grades.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_list_shows_exercises_and_points(course: Path, grader: Grader) -> None:
    shown = grader("--course", course, "list").output
    assert "pair  W1  100 points  Two functions" in shown
    assert "40  double: Doubles numbers and arrays." in shown


def test_build_names_the_key(course: Path, grader: Grader) -> None:
    done = grader("--course", course, "build", "pair")
    assert (done.exit_code, Path(done.output.split(": ")[1].strip()).is_file()) == (0, True)


def test_grade_writes_a_report_a_record_and_the_grades(
    course: Path, submit: Submit, grader: Grader, tmp_path: Path
) -> None:
    done = grader("--course", course, "grade", submit("ada.py", RIGHT), "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert "ada: 40 of 100" in done.output
    folder = tmp_path / "out" / "pair" / "ada"
    assert {path.name for path in folder.iterdir()} == {"report.html", "result.json"}
    rows = grades(tmp_path / "out")
    assert [(row["student"], row["score"], row["double"], row["norm"]) for row in rows] == [
        ("ada", "40", "40", "0")
    ]


BAD = {
    "missing.py": None,
    "empty.py": "",
    "empty.ipynb": "",
    "not_json.ipynb": "{cells: ",
    "not_a_notebook.ipynb": '{"cells": 3}',
    "a_list.ipynb": "[1, 2]",
    "prose.txt": "I could not do it.",
    "nothing_of_ours.py": "x = 1\n",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_clear_line_and_the_rest_is_graded(
    name: str, course: Path, submit: Submit, grader: Grader, tmp_path: Path
) -> None:
    text = BAD[name]
    bad = tmp_path / name if text is None else submit(name, text)
    done = grader("--course", course, "grade", bad, submit("ada.py", RIGHT), "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "Traceback" not in done.output + done.stderr
    lines = [line for line in done.stderr.splitlines() if name.split(".")[0] in line]
    assert len(lines) == 1
    assert "ada: 40 of 100" in done.output


def test_a_folder_without_submissions_is_named(course: Path, grader: Grader, tmp_path: Path) -> None:
    (tmp_path / "nobody").mkdir()
    done = grader("--course", course, "grade", tmp_path / "nobody", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "nobody" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("grade",), 2),
        (("grade", "x.py"), 2),
        (("grade", "x.py", "-o", "out", "--policy", "kind"), 2),
        (("nothing",), 2),
        (("grade", "no/such/folder", "-o", "out"), 1),
        (("--course", "/", "list"), 1),
        (("--help",), 0),
        (("grade", "--help"), 0),
    ],
)
def test_exit_status(arguments: tuple[str, ...], status: int, grader: Grader) -> None:
    assert grader(*arguments).exit_code == status


def test_an_unknown_assignment_is_one_line(
    course: Path, submit: Submit, grader: Grader, tmp_path: Path
) -> None:
    done = grader("--course", course, "grade", submit("a.py", RIGHT), "-o", tmp_path / "out", "-a", "pairs")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "no assignment 'pairs'" in done.stderr
    assert "did you mean 'pair'? There are: pair" in done.stderr


def test_help_starts_without_numpy() -> None:
    code = (
        "import sys; from grader.cli import main; assert not {'numpy', 'h5py', 'jinja2'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_names_in_the_grades_are_no_formulas(
    course: Path, submit: Submit, grader: Grader, tmp_path: Path
) -> None:
    grader("--course", course, "grade", submit("=1+1.py", RIGHT), "-o", tmp_path / "out")
    rows = grades(tmp_path / "out")
    assert rows[0]["student"] == "'=1+1"


def test_execute_says_whether_the_notebook_runs_on_the_released_data_and_decides_no_mark(
    course: Path, submit: Submit, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if best_tier() is not Tier.FULL:
        pytest.skip("a notebook is only run where bubblewrap can confine its kernel")
    (course / "assignments" / "pair" / "numbers.txt").write_text("1 2 4")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "more.txt").write_text("3 5")
    monkeypatch.setenv("GRADER_DATA", str(tmp_path / "data"))
    reads = "import numpy as np\nassert np.loadtxt('numbers.txt').sum() + np.loadtxt('datasets/more.txt').sum() == 15"
    cells = [RIGHT, f"{reads}\nopen('mine.txt', 'w').close()", "import cv2"]
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [
            {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source, "outputs": []}
            for number, source in enumerate(cells)
        ],
    }
    path = submit("ada.ipynb", json.dumps(notebook))
    done = grader("--course", course, "grade", path, "-o", tmp_path / "out", "--execute")
    assert "ada: 40 of 100" in done.output
    record = json.loads((tmp_path / "out" / "pair" / "ada" / "result.json").read_text())
    assert (record["execution"]["ok"], record["execution"]["cell"]) == (False, "cell 3")
    assert record["execution"]["error"] == (
        "ModuleNotFoundError: No module named 'cv2': the package opencv-python is not installed where notebooks are "
        "run (pip install opencv-python)"
    )
    assert (
        "does not get through your notebook at cell 3"
        in (tmp_path / "out" / "pair" / "ada" / "report.html").read_text()
    )


def test_one_student_in_two_folders_loses_no_submission(course: Path, grader: Grader, tmp_path: Path) -> None:
    for folder in ("monday", "tuesday"):
        (tmp_path / "class" / folder).mkdir(parents=True)
        (tmp_path / "class" / folder / "ada.py").write_text(RIGHT)
        (tmp_path / "class" / folder / "bob.py").write_text(RIGHT)
    done = grader("--course", course, "grade", tmp_path / "class", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out" / "pair").iterdir()) == [
        "ada",
        "ada#2",
        "bob",
        "bob#2",
    ]


def test_a_mistyped_path_is_nobodys_submission(
    course: Path, submit: Submit, grader: Grader, tmp_path: Path
) -> None:
    out, ada = tmp_path / "out", submit("ada.py", RIGHT)
    alone = grader("--course", course, "grade", tmp_path / "claas", "-o", out)
    assert (alone.exit_code, alone.stderr.count("\n"), out.exists()) == (1, 1, False)
    beside = grader("--course", course, "grade", tmp_path / "claas", ada, "-o", out)
    assert (beside.exit_code, "claas: no such file" in beside.stderr) == (1, True)
    assert [row["student"] for row in grades(out)] == ["ada"]
    assert "\n1 submission: 1 graded." in beside.output
    assert grader("--course", course, "regrade", out).exit_code == 0


def test_an_out_that_is_a_file_is_told(course: Path, submit: Submit, grader: Grader, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = grader("--course", course, "grade", submit("ada.py", RIGHT), "-o", tmp_path / "out")
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: {tmp_path / 'out'}: a file, not a folder; name another OUT\n",
    )


def help_with(change: str, command: str) -> str:
    """Return a command's help as it is after a change to what defines its choices."""
    code = f"{change}; from grader.cli import main; main([{command!r}, '--help'])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("change", "command"),
    [
        ("from grader.classroom import export; export.FORMATS['abacus'] = export.FORMATS['junit']", "export"),
        ("from grader.classroom import job; job.POLICIES['abacus'] = job.POLICIES['strict']", "grade"),
        ("from grader.classroom import rules; rules.ATTEMPTS = ('best', 'abacus')", "grade"),
        (
            "import enum, grader.classroom.job, grader.model as model; model.Tier = enum.StrEnum('Tier', ['ABACUS'])",
            "grade",
        ),
    ],
    ids=["formats", "policies", "attempts", "tiers"],
)
def test_what_may_be_chosen_is_what_is_defined(change: str, command: str) -> None:
    assert "abacus" in help_with(change, command)
    assert "abacus" not in help_with("pass", command)


def test_every_tier_policy_and_format_may_be_chosen(course: Path, submit: Submit, grader: Grader) -> None:
    from grader.classroom.export import FORMATS
    from grader.classroom.job import POLICIES

    for option, names in (("--require-isolation", Tier), ("--policy", POLICIES)):
        done = grader("grade", "ada.py", "-o", "out", option, "abacus")
        assert done.exit_code == 2
        assert all(f"'{name}'" in done.stderr for name in names)
    done = grader("export", "abacus", "out")
    assert done.exit_code == 2
    assert all(f"'{name}'" in done.stderr for name in FORMATS)


@pytest.mark.parametrize("command", ["grade", "regrade", "export", "check", "release", "build", "verify"])
def test_the_examples_of_a_command_stand_on_lines_of_their_own(command: str, grader: Grader) -> None:
    lines = grader(command, "--help").output.splitlines()
    examples = lines[lines.index("  Examples:") + 1 :][:2]
    assert all(line.startswith(f"    grader {command}") for line in examples)


def test_ctrl_c_is_no_invalid_input(course: Path, grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.course.load_all", stopped)
    done = grader("--course", course, "list")
    assert (done.exit_code, done.stderr) == (130, "Stopped.\n")


def test_the_version_is_one_everywhere(grader: Grader) -> None:
    import tomllib

    import grader as package
    from grader.version import __version__

    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert package.__version__ == __version__ == project["version"]
    assert __version__ in grader("--version").output
