"""What tests share: a small course of their own, and the real one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from small_disk import Disk

from grader.cli import main
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]

# the same hidden cases on every machine, in this process and in all that it starts
os.environ["GRADER_SECRET"] = "what the tests' hidden cases are drawn from"

# the same examples in every run, and as long for each as the machine takes
settings.register_profile(
    "any machine", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    and threading.current_thread() is threading.main_thread()
):
    # a shell's background job ignores Ctrl-C, and so would the processes that tests interrupt
    signal.signal(signal.SIGINT, signal.default_int_handler)

REFERENCE = '''
"""Two functions: one calls the other."""

import numpy as np


def double(x):
    """Double x."""
    return x * 2


def norm(x, scale=1.0):
    """Return the doubled array's length and its direction."""
    d = double(x)
    length = scale * np.sqrt(np.sum(d ** 2))
    return length, d / length
'''

CHECKS = '''
import numpy as np

from grader import Assignment, call, hint, mistake, variant

hw = Assignment("Two functions", week="W1")


@hw.exercise(points=40, returns="d")
@hint("Twice as much.")
@mistake("x * 2", "x * 3", "You tripled x.")
@variant("x * 2", "x + x")
def double(rng):
    """Doubles numbers and arrays."""
    yield call(3.5)
    yield call(rng.normal(size=3), hidden=True)


@hw.exercise(points=60, returns={"length": 1, "direction": 2}, needs=["double"])
@hint("Look at double first.")
@mistake("np.sqrt(np.sum(d ** 2))", "np.sum(d ** 2)", "The root is missing.")
def norm(rng):
    """Measures a doubled array."""
    yield call(rng.normal(size=2))
    yield call(rng.normal(size=4), scale=3.0, hidden=True)
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with one small assignment, `pair`."""
    root = tmp_path / "course"
    (root / "assignments" / "pair").mkdir(parents=True)
    (root / "reference").mkdir()
    (root / "reference" / "__init__.py").touch()
    (root / "reference" / "pair.py").write_text(REFERENCE)
    (root / "assignments" / "pair" / "checks.py").write_text(CHECKS)
    return root


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Mount a disk of 400 kB, where we may."""
    disk = Disk(tmp_path / "disk")
    disk.path.mkdir()
    if shutil.which("mount") is None or not disk.has("size=400k"):
        pytest.skip("a small disk is mounted here, which only root may do")
    yield disk
    subprocess.run(["umount", disk.path], check=True)


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    with Worker() as worker:
        yield worker


@pytest.fixture
def submit(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a submission and return its path."""

    def write(name: str, source: str) -> Path:
        path = tmp_path / "handed in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(source))
        return path

    return write


@pytest.fixture
def grader() -> Callable[..., Result]:
    """Run a command of the command line in this process."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def records(tmp_path: Path, grader: Callable[..., Result]) -> Callable[..., dict[str, dict[str, Any]]]:
    """Grade paths of a course and return each student's result.json."""

    def run(course: Path, *paths: Path, options: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
        out = tmp_path / "out"
        done = grader("--course", course, "grade", *paths, "-o", out, *options)
        assert done.exit_code in {0, 1}, done.output + done.stderr
        found = sorted(out.glob("*/*/result.json"))
        return {path.parent.name: json.loads(path.read_text()) for path in found}

    return run
