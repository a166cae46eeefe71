"""`grader check`: a file checked in a separate process, from a released folder or beside a course."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from corpus.making import code, notebook, packed, text

from grader.model import Outcome
from grader.student.check.locate import packs
from grader.student.check.remote import Remote, start_run
from grader.student.check.terminal import without_idle_imports
from grader.submission import extract, read
from grader.worker.local.processes import Processes
from grader.worker.local.spawned import SpawnedProcess

ROOT = Path(__file__).resolve().parents[1]
Grader = Callable[..., Result]
RIGHT = "import numpy as np\n\n\ndef double(x):\n    return x * 2\n"
NORM = "\n\ndef norm(x, scale=1.0):\n    d = double(x)\n    n = scale * np.sqrt(np.sum(d ** 2))\n    return n, d / n\n"


@pytest.fixture
def pair(course: Path, grader: Grader, tmp_path: Path) -> Path:
    """The released folder of the small assignment."""
    done = grader("--course", course, "release", "-o", tmp_path / "released")
    assert done.exit_code == 0, done.output
    return tmp_path / "released" / "pair"


@pytest.fixture
def checking(pair: Path, grader: Grader) -> Callable[..., str]:
    def run(source: str, *arguments: str) -> str:
        (pair / "mine.py").write_text(source)
        done = grader("check", pair / "mine.py", *arguments)
        assert done.exit_code == 0, done.output
        return done.output

    return run


def test_the_starter_is_not_attempted(pair: Path, grader: Grader) -> None:
    done = grader("check", pair / "pair.ipynb")
    assert done.exit_code == 0
    assert done.output.count("not attempted") == 2
    assert "0 of 100 points so far; left: double and norm." in done.output
    assert "Public cases only: the full grade also runs hidden ones." in done.output


def test_right_functions_pass(checking: Callable[..., str]) -> None:
    assert "100 of 100 points so far: all 2 functions are right." in checking(RIGHT + NORM)


def test_modules_and_data_beside_it_are_used_and_named(pair: Path, checking: Callable[..., str]) -> None:
    (pair / "own").mkdir()
    (pair / "own" / "__init__.py").write_text("from .twice import double\n")
    (pair / "own" / "twice.py").write_text("def double(x):\n    return x * int(open('two.txt').read())\n")
    (pair / "two.txt").write_text("2")
    output = checking("import numpy as np\nfrom own import double" + NORM)
    assert "100 of 100 points so far: all 2 functions are right." in output
    assert "mine.py uses own/__init__.py, own/twice.py and two.txt: hand them in as well." in output


def test_a_mistake_is_named_and_what_rests_on_it_is_said(checking: Callable[..., str]) -> None:
    shown = checking(RIGHT.replace("* 2", "* 3") + NORM)
    assert "You tripled x." in shown
    assert "case 1: d is 10.5, expected 7" in shown
    assert "norm needs double, which is not right yet: begin there." in shown


def test_a_terminal_that_knows_only_ascii_gets_ascii(pair: Path) -> None:
    (pair / "mine.py").write_text(RIGHT)
    command = [sys.executable, "-m", "grader", "check", str(pair / "mine.py")]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(command, capture_output=True, timeout=600, check=False, env=environment)
    assert not done.returncode, done.stderr.decode()
    assert b"+ double" in done.stdout
    assert done.stdout.isascii()


DOUBLE = "def double(x):\n    return x * 2\n"
METHOD = "class Net:\n    def double(self, x):\n        return x * 2\n"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (
            [text(f"```python\n{DOUBLE}```")],
            "cell 2 is a text cell, so its definition of double does not count.",
        ),
        (
            [code(METHOD, execution_count=7)],
            "double is a method of the class Net in cell 2 (In [7]), line 2; what is asked for is a function that "
            "stands by itself, outside of any class.",
        ),
        (
            [DOUBLE.replace("double", "duoble")],
            "There is no double, but a function duoble in cell 2, line 1: if that is it, call it double.",
        ),
    ],
    ids=["text", "method", "misspelt"],
)
def test_a_function_that_is_not_found_is_told_as_in_the_report(
    cells: list[Any], says: str, pair: Path, grader: Grader
) -> None:
    (pair / "mine.ipynb").write_bytes(packed(notebook("import numpy as np", *cells, NORM)))
    done = grader("check", pair / "mine.ipynb")
    assert done.output.count(says) == 1, done.output
    assert "Check its spelling" not in done.output
    assert "norm needs double, which is not right yet: begin there." in done.output


def test_hints_come_when_asked_for(pair: Path, checking: Callable[..., str]) -> None:
    wrong = RIGHT.replace("* 2", "* 5")
    assert f"1 hint: grader check {pair / 'mine.py'} double --hints 1" in checking(wrong, "double")
    assert "Hint: Twice as much." in checking(wrong, "double", "--hints", "1")


def test_one_function_is_checked_alone(checking: Callable[..., str]) -> None:
    shown = checking(RIGHT, "double")
    assert "norm  " not in shown
    assert "40 of 100 points so far; left: norm." in shown


def test_an_endless_loop_a_crash_and_an_exception_are_named(checking: Callable[..., str]) -> None:
    crash = RIGHT.replace("return x * 2", "import os\n    os._exit(3)")
    assert "it ended with exit status 3" in checking(crash, "double")
    wrong = RIGHT.replace("x * 2", "x * y")
    assert "NameError: name 'y' is not defined" in checking(wrong, "double")
    assert "mine.py, line 5: return x * y" in checking(wrong, "double")
    loop = RIGHT.replace("return x * 2", "while True:\n        pass")
    assert "ran too long" in checking(loop, "double")


@pytest.mark.parametrize(
    ("source", "arguments", "says"),
    [
        (
            RIGHT,
            ["cube"],
            "Two functions has no function cube; did you mean 'double'? There are: double, norm",
        ),
        ("", [], "empty"),
        (None, [], "cannot be opened"),
    ],
)
def test_invalid_input_is_one_line_and_status_1(
    source: str | None, arguments: list[str], says: str, pair: Path, grader: Grader
) -> None:
    if source is not None:
        (pair / "mine.py").write_text(source)
    done = grader("check", pair / "mine.py", *arguments)
    assert done.exit_code == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_a_pack_or_a_course_it_says_where_the_file_belongs(tmp_path: Path, grader: Grader) -> None:
    (tmp_path / "mine.py").write_text(RIGHT)
    done = grader("check", tmp_path / "mine.py")
    assert done.exit_code == 1
    assert "no checks in" in done.stderr


def test_beside_a_course_its_own_public_cases_are_used(course: Path, tmp_path: Path, grader: Grader) -> None:
    (tmp_path / "mine.py").write_text(RIGHT)
    done = grader("--course", course, "check", tmp_path / "mine.py")
    assert "✓ double" in done.output
    assert "Public cases only" in done.output


def test_watch_checks_again_at_each_save(pair: Path) -> None:
    mine = pair / "mine.py"
    mine.write_text(RIGHT.replace("* 2", "* 3"))
    command = [sys.executable, "-u", "-m", "grader", "check", str(mine), "double", "--watch"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any("You tripled x." in line for line in lines)
        assert any("Watching for the next save" in line for line in lines)
        mine.write_text(RIGHT)
        assert any("✓ double" in line for line in lines)
        assert any("Watching for the next save" in line for line in lines)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=600)
        assert process.returncode == 0


def test_ctrl_c_names_what_was_running(pair: Path) -> None:
    runs = pair / "runs"
    (pair / "mine.py").write_text(
        f"def double(x):\n    open({str(runs)!r}, 'w')\n    while True:\n        pass\n"
    )
    command = [sys.executable, "-m", "grader", "check", str(pair / "mine.py"), "double"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        while not runs.exists() and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=600)
    assert (process.returncode, said) == (1, "Error: double did not finish: stopped\n")


def test_processes_that_are_spawned_do_what_forked_ones_do(
    pair: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.worker.local.processes._start", SpawnedProcess)
    (pair / "mine.py").write_text("print('hello')\n" + RIGHT.replace("return", "print('hi')\n    return"))
    pack = packs(pair)[0]
    program = extract(read(pair / "mine.py"), pack.assignment)
    exercise = pack.assignment.exercise("double")
    with Processes() as processes:
        run = start_run(processes, program)
        seen = run.exercise(exercise, exercise.cases)
        run.close()
    assert [(one.outcome, one.value, one.output) for one in seen] == [(Outcome.RETURNED, 7.0, "hi\n")]


def test_an_authors_judge_runs_in_a_process_of_its_own(pair: Path) -> None:
    from dataclasses import replace

    pack = replace(
        packs(pair)[0], code="import os\n\ndef judge(value, x):\n    return f'{value} {x} {os.getpid()}'"
    )
    with Processes() as processes:
        remote = Remote(pack, processes)
        said = remote.function("judge")(3, [4])
        remote.close()
    value, x, pid = said.split(" ")
    assert (value, x) == ("3", "[4]")
    assert int(pid) != os.getpid()


def test_imports_that_nothing_mentions_are_not_made(pair: Path) -> None:
    (pair / "mine.py").write_text(
        "import scipy\nimport math as m\nfrom os import path\n" + RIGHT + "\nz = m.pi\n"
    )
    program = without_idle_imports(extract(read(pair / "mine.py"), packs(pair)[0].assignment))
    text = "".join(chunk.source for chunk in program.chunks)
    assert "scipy" not in text
    assert "path" not in text
    assert "def double" in text


def test_the_hint_can_be_pasted_whatever_the_file_is_called(pair: Path, grader: Grader) -> None:
    (pair / "my {work}.py").write_text("def double(x):\n    return x * 3\n")
    said = grader("check", pair / "my {work}.py", "double").output
    assert f"grader check '{pair / 'my {work}.py'}' double --hints 1" in said
