"""A whole notebook is run in a confined kernel: it tells what happened, and nothing gets out."""

from __future__ import annotations

import base64
import json
import platform
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from corpus.messy import HOSTILE
from worker_samples import busy

from grader.model import Cell, Submission
from grader.worker import Tier, best_tier
from grader.worker import execute as execution
from grader.worker.control_group import make_group
from grader.worker.execute import GRACE, PATIENCE, Execution, ExecutionLimits, _execution, execute
from grader.worker.package_names import with_package

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


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("sklearn.linear_model", "scikit-learn"),
        ("PIL", "pillow"),
        ("yaml", "PyYAML"),
        ("skimage.io", "scikit-image"),
        ("pandas", "pandas"),
        ("torch.nn", "torch"),
        ("my_helpers", ""),
        ("numpy.nothing'; '", ""),
    ],
)
def test_a_missing_package_is_told_by_its_own_name(module: str, package: str) -> None:
    line = f"ModuleNotFoundError: No module named '{module}'"
    told = f": the package {package} is not installed where notebooks are run (pip install {package})"
    assert with_package(line) == line + (told if package else "")


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


HOLDING = """
import subprocess, sys
code = "import time; b = bytearray({size}); b[::4096] = b'x' * len(b[::4096]); time.sleep(600)"
made = [subprocess.Popen([sys.executable, "-c", code]) for _ in range({number})]
ended = [one.wait() for one in made]
"""
FORKING = """
import os, time
told, tell = os.pipe()
for _ in range({number}):
    if not os.fork():
        held = bytearray({size})
        held[::4096] = b"x" * len(held[::4096])
        os.write(tell, b"x")
        time.sleep(600)
        os._exit(0)
for _ in range({number}):
    os.read(told, 1)
"""
MAPPING = """
import mmap, os, time
held = []
for _ in range({number}):
    held.append(mmap.mmap(-1, {size}))
    for place in range(0, {size}, 4096):
        held[-1][place] = 1
"""


@pytest.fixture(params=["together", "watched"])
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How memory is limited: by the kernel where this machine lets us make groups, and from outside."""
    if request.param == "watched":
        monkeypatch.setattr("grader.worker.control_group._parents", lambda _: iter(()))
    else:
        with make_group(1 << 30, 100) as made:
            if made is None:
                pytest.skip("no control group can be made here")
    return request.param


@pytest.mark.parametrize(
    ("source", "number", "size"),
    [(HOLDING, 4, 300 << 20), (FORKING + "time.sleep(600)", 8, 150 << 20)],
    ids=["programs", "forks"],
)
def test_memory_is_limited_for_all_processes_together(
    counted: str, source: str, number: int, size: int
) -> None:
    limits = ExecutionLimits(seconds=60, cell_seconds=30, memory_bytes=900 << 20)
    done = run(source.format(number=number, size=size), limits=limits)
    assert (done.ok, done.stopped_by, done.memory) == (False, "memory", counted)
    assert done.error == "it was stopped, for it used too much memory"


def test_memory_that_no_process_holds_alone_is_counted_too() -> None:
    with make_group(1 << 30, 100) as made:
        if made is None:
            pytest.skip("no control group can be made here")
    limits = ExecutionLimits(seconds=60, cell_seconds=30, memory_bytes=600 << 20)
    done = run(MAPPING.format(number=2, size=250 << 20) * 2, limits=limits)
    assert not done.ok


def test_what_stays_within_its_memory_is_told_how_it_was_limited(counted: str) -> None:
    limits = ExecutionLimits(seconds=60, cell_seconds=30, memory_bytes=900 << 20)
    done = run(FORKING.format(number=2, size=50 << 20), limits=limits)
    assert (done.ok, done.memory) == (True, counted), done.error


def test_no_group_is_left() -> None:
    with make_group(1 << 30, 10) as made:
        if made is None:
            pytest.skip("no control group can be made here")
        held = subprocess.Popen(made.command_inside(["/bin/sleep", "60"]))
        deadline = time.monotonic() + 60
        while (
            str(held.pid) not in (made.folders[0] / "cgroup.procs").read_text()
            and time.monotonic() < deadline
        ):
            time.sleep(0.01)
    assert held.wait(60) == -signal.SIGKILL
    assert not any(folder.exists() for folder in made.folders)


CALLS = {
    "io_uring_setup": 425, "userfaultfd": 323, "memfd_create": 319, "add_key": 248, "request_key": 249,
    "keyctl": 250, "ptrace": 101, "bpf": 321, "perf_event_open": 298, "unshare": 272, "setns": 308, "mount": 165,
    "shmget": 29, "mq_open": 240, "name_to_handle_at": 303, "open_by_handle_at": 304, "kcmp": 312,
    "process_vm_readv": 310, "memfd_secret": 447, "pidfd_getfd": 438, "fsopen": 430, "inotify_init": 253,
    "fanotify_init": 300, "personality": 135, "setuid": 105, "init_module": 175, "quotactl": 179, "swapon": 167,
}  # fmt: skip
SOCKETS = [
    (40, 1, 0), (38, 5, 0), (17, 3, 0), (2, 3, 1), (2, 3, 255), (10, 3, 58), (16, 3, 12), (16, 2, 9), (29, 3, 1),
    (31, 3, 1), (2, 1, 132), (2, 1, 262), (44, 3, 0),
]  # fmt: skip


@pytest.mark.skipif(platform.machine() != "x86_64", reason="system calls have other numbers here")
def test_system_calls_that_no_notebook_needs_are_refused() -> None:
    source = f"""
import ctypes, errno, socket
libc = ctypes.CDLL(None, use_errno=True)
open_ = []
for name, number in {CALLS}.items():
    ctypes.set_errno(0)
    if libc.syscall(number, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() != errno.EPERM:
        open_.append(name)
for which in {SOCKETS}:
    try:
        open_.append(socket.socket(*which))
    except PermissionError:
        pass
    except OSError as error:
        open_.append((which, error))
for flag in (0x10000000, 0x20000, 0x40000000):
    ctypes.set_errno(0)
    pid = libc.syscall(56, flag | 17, 0, 0, 0, 0)
    if pid == 0:
        import os
        os._exit(0)
    if pid > 0 or ctypes.get_errno() != errno.EPERM:
        open_.append(hex(flag))
assert not open_, open_
"""
    done = run(source)
    assert done.ok, done.error


def test_what_notebooks_do_is_not_refused() -> None:
    done = run(
        "import subprocess, sys\n"
        "assert subprocess.run([sys.executable, '-c', '1'], capture_output=True).returncode == 0",
        "import multiprocessing as mp\none = mp.Process(target=abs, args=(1,))\none.start()\none.join()\n"
        "assert one.exitcode == 0",
        "import threading, sqlite3, tempfile, shutil, os, asyncio\nthreading.Thread(target=int).start()\n"
        "db = sqlite3.connect('x.db')\ndb.execute('create table a (b)')\ndb.commit()\n"
        "shutil.copy2('x.db', 'y.db')\nos.symlink('y.db', 'z.db')\ntempfile.TemporaryFile()",
        "import socket\na = socket.create_server(('127.0.0.1', 0))\n"
        "b = socket.create_connection(a.getsockname())\na.accept()[0].sendall(b'x')\nassert b.recv(1) == b'x'",
        "import numpy as np, scipy.linalg\nassert scipy.linalg.det(np.eye(3)) == 1.0",
        "await asyncio.sleep(0.01)\n%time sum(range(9))",
    )
    assert done.ok, (done.cell, done.error)


FORGING = """
import glob, json, os, signal
said = json.dumps({"ok": True, "cell": "", "error": "", "stopped_by": "", "figures": []})
for place in glob.glob("/proc/[0-9]*/fd/*"):
    if place.split("/")[2] != str(os.getpid()):
        try:
            with open(place, "w") as file:
                file.write(said)
        except OSError:
            pass
for place in glob.glob("/proc/[0-9]*"):
    pid = int(place.split("/")[2])
    if pid not in (1, os.getpid()):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
1 / 0
"""


def test_a_notebook_does_not_answer_for_what_runs_it() -> None:
    assert not run("x = 1", FORGING).ok


OUTSIDE = {
    "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=2)": "OSError",
    "import urllib.request\nurllib.request.urlopen('http://example.org', timeout=2)": "URLError",
    "open('/etc/passwd').read()": "FileNotFoundError",
    "import grader": "ModuleNotFoundError",
    "open('/usr/lib/x', 'w')": "OSError",
    "import os\nos.setuid(0)": "PermissionError",
    "import os\nos.environ['SECRET_OF_THE_GRADER']": "KeyError",
    "x = bytearray(50 << 30)": "MemoryError",
}


def test_what_lies_outside_is_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_GRADER", "42")
    done = run(f"""
raised = {{}}
for source in {list(OUTSIDE)}:
    try:
        exec(source)
    except Exception as error:
        raised[source] = type(error).__name__
assert raised == {OUTSIDE}, raised
""")
    assert done.ok, done.error


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


def png(width: int, height: int) -> str:
    """Return the head of a picture of so many points."""
    size = width.to_bytes(4) + height.to_bytes(4)
    return base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size).decode()


def test_a_picture_that_is_small_only_until_it_is_unpacked_is_not_taken() -> None:
    figures = [png(30_000, 30_000), png(2_000, 1_500), png(1, 2**32 - 1)]
    read = _execution(json.dumps({"ok": True, "figures": figures}).encode(), 1.0, SOON)
    assert read.figures == (base64.b64decode(figures[1]),)


def test_no_more_figures_than_allowed_are_taken_from_a_reply() -> None:
    picture = png(640, 480)
    read = _execution(f'{{"ok": true, "figures": {[picture] * 50}}}'.replace("'", '"').encode(), 1.0, SOON)
    assert len(read.figures) == SOON.figures
