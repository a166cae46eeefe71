"""A whole notebook is run in a confined kernel: it tells what happened, and nothing gets out."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from corpus.messy import HOSTILE
from worker_samples import busy

from grader.model import Cell, Submission
from grader.worker import Tier, best_tier
from grader.worker import execute as execution
from grader.worker.execute import GRACE, PATIENCE, Execution, ExecutionLimits, _execution, execute

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("ipykernel")
pytestmark = pytest.mark.skipif(best_tier() is not Tier.FULL, reason="no bubblewrap here")
SOON = ExecutionLimits(seconds=60, cell_seconds=4)


OVER = SOON.seconds * PATIENCE + GRACE  # wall time after which the whole notebook would have been stopped


def run(*cells: str, limits: ExecutionLimits = SOON, **options: object) -> Execution:
    numbered = tuple(Cell(f"cell {number}", source) for number, source in enumerate(cells, 1))
    return execute(Submission("ada", "ada.ipynb", numbered, ""), limits=limits, **options)


def test_a_good_notebook_runs_and_shows_its_figures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    (tmp_path / "numbers.txt").write_text("1 2 4")
    done = run(
        "%matplotlib inline\nimport numpy as np\nimport matplotlib.pyplot as plt",
        "from helpers_v2 import double\nx = double(np.loadtxt('datasets/numbers.txt'))",
        "plt.plot(x)\nplt.show()\nopen('mine.txt', 'w').write('kept nowhere')",
        modules={"helpers_v2": "def double(x):\n    return 2 * x\n"},
        data={"datasets": tmp_path},
        limits=ExecutionLimits(),  # loading matplotlib for the first time takes long
    )
    assert (done.ok, done.cell, done.error, done.stopped_by) == (True, "", "", "")
    assert [figure[:4] for figure in done.figures] == [b"\x89PNG"]
    assert [each.name for each in tmp_path.iterdir()] == ["numbers.txt"]


def test_the_first_failing_cell_is_named() -> None:
    done = run("x = 1", "def f():\n    return y\nf()", "never = 1")
    assert (done.ok, done.cell, done.error) == (False, "cell 2", "NameError: name 'y' is not defined")


@pytest.mark.parametrize(
    ("source", "stopped_by"),
    [
        ("while True:\n    pass", "time"),
        ("import time\ntime.sleep(3600)", "time"),
        ("while True:\n    print('x' * 1000)", "output"),
        ("import os\nwhile True:\n    os.write(1, b'x' * 65536)", "output"),
        ("import os\nos._exit(0)", "crash"),
        ("import os\nos.kill(os.getppid(), 9)", "crash"),
    ],
    ids=["loop", "sleep", "flood", "flood past Python", "exit", "kill what runs it"],
)
def test_what_does_not_end_is_stopped(source: str, stopped_by: str) -> None:
    done = run("x = 1", source)
    assert (done.ok, done.stopped_by) == (False, stopped_by)
    assert done.error
    assert done.seconds < OVER


@pytest.mark.parametrize(
    "source",
    [
        "while True:\n    pass",
        "import numpy as np\na = np.ones((300, 300))\nwhile True:\n    a @ a",
        "import threading, time\n"
        "def f():\n    while True:\n        pass\n"
        "threading.Thread(target=f, daemon=True).start()\ntime.sleep(3600)",
    ],
    ids=["loop", "arrays", "thread"],
)
def test_a_cell_is_charged_its_processor_time(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However patient we are with a busy machine, what computes without end is stopped."""
    monkeypatch.setattr(execution, "PATIENCE", 1000.0)
    done = run("x = 1", source, limits=ExecutionLimits(seconds=60, cell_seconds=2))
    assert (done.ok, done.cell, done.stopped_by) == (False, "cell 2", "time")


def test_a_cell_is_not_charged_what_else_the_machine_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execution, "PATIENCE", 1000.0)
    computes = "import time\nends = time.process_time() + 1.5\nwhile time.process_time() < ends:\n    pass"
    with busy(8):
        assert run(computes, computes, limits=ExecutionLimits(seconds=60, cell_seconds=3)).ok


@pytest.mark.parametrize(
    ("name", "stopped_by", "error"),
    [
        ("loop", "time", "it was stopped, for it took too long"),
        ("flood", "output", "it was stopped, for it printed too much"),
        ("socket", "", "OSError: [Errno 101] Network is unreachable"),
        ("home", "", "FileNotFoundError: [Errno 2] No such file or directory: '/tmp/work/.bashrc'"),
    ],
)
def test_a_hostile_cell_gets_nowhere(name: str, stopped_by: str, error: str) -> None:
    done = run("x = 1", HOSTILE[name])
    assert (done.ok, done.cell, done.stopped_by, done.error) == (False, "cell 2", stopped_by, error)


def test_a_fork_bomb_is_bounded() -> None:
    done = run("import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass")
    assert not done.ok
    assert done.seconds < OVER


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=2)", "OSError"),
        ("import urllib.request\nurllib.request.urlopen('http://example.org', timeout=2)", "URLError"),
        ("open('/etc/passwd').read()", "FileNotFoundError"),
        ("import grader", "ModuleNotFoundError"),
        ("open('/usr/lib/x', 'w')", "OSError"),
        ("import os\nos.setuid(0)", "PermissionError"),
        ("import os\nos.environ['SECRET_OF_THE_GRADER']", "KeyError"),
        ("x = bytearray(50 << 30)", "MemoryError"),
    ],
    ids=["socket", "web", "passwords", "grader", "system files", "root", "environment", "memory"],
)
def test_what_lies_outside_is_out_of_reach(source: str, error: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "42")
    done = run(source)
    assert (done.ok, done.cell) == (False, "cell 1")
    assert done.error.startswith(error)


def test_the_home_folder_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("42")
    home = "import os\nfound = [n for _, _, ns in os.walk(os.path.expanduser('~')) for n in ns]"
    done = run(home, f"assert not found, found\nassert not os.path.exists({str(tmp_path / 'secret')!r})")
    assert done.ok, done.error


@pytest.mark.parametrize(
    "reply",
    [
        None, b"", b"[]", b"{" * 10_000,
        b'{"ok": "yes", "cell": 3, "error": ["x"], "figures": 7, "stopped_by": {}}',
        b'{"figures": [1, null, "###", "QUJD"], "error": "\\u001b[31m\\ud800"}',
    ],
)  # fmt: skip
def test_a_forged_reply_is_only_read(reply: bytes | None) -> None:
    read = _execution(reply, 1.0, SOON)
    assert not read.ok
    assert read.figures == ()
    read.error.encode()


def test_no_more_figures_than_allowed_are_taken_from_a_reply() -> None:
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    read = _execution(f'{{"ok": true, "figures": {[picture] * 50}}}'.replace("'", '"').encode(), 1.0, SOON)
    assert len(read.figures) == SOON.figures
