"""No student's process is root's, finds out about the machine, or can leave word for another student's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import textwrap
from pathlib import Path

import pytest
from worker_samples import SHORT, TIERS, case, exercise, program

from grader.model import Tier
from grader.worker import Limits, Worker
from grader.worker.child.reveal import closed_folder

WALLED = [tier for tier in TIERS if tier is not Tier.PROCESS]
ROOT = Path(__file__).resolve().parents[1]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give root up")


@pytest.fixture(scope="module", params=WALLED, ids=str)
def walled(request):
    with Worker(SHORT, request.param) as worker:
        yield worker


@pytest.fixture(scope="module", params=TIERS, ids=str)
def worker(request):
    with Worker(SHORT, request.param) as worker:
        yield worker


TRY = """
def attempt(action):
    try:
        return action()
    except OSError as error:
        return f"refused: {error.strerror}"
"""


def answer(worker: Worker, body: str, *values: object, seconds: float = 5.0) -> object:
    """Return what a new submission's function, of this body, returns."""
    source = f"{TRY}\ndef f(a=None):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    (seen,) = worker.observe(program(source), [exercise("f", case(*values), seconds=seconds)])["f"]
    assert seen.value is not None, seen
    return seen.value


# --- from one student's process to another's ---------------------------------------------------------

LEAVE = {
    "flags of a file": "fcntl.fcntl(n, fcntl.F_SETFL, 0x400 | 0x800)",
    "flags of a descriptor": "fcntl.fcntl(n, fcntl.F_SETFD, 0)",
    "an owner of signals": "fcntl.fcntl(n, fcntl.F_SETOWN, 1)",
    "a lock": "fcntl.flock(n, fcntl.LOCK_EX)",
    "a record lock": "fcntl.lockf(n, fcntl.LOCK_EX)",
    "a place in a file": "os.lseek(n, 42, 0)",
    "another file": "os.dup2(os.open('/', os.O_RDONLY), n)",
}


@pytest.mark.parametrize("word", LEAVE)
def test_no_open_file_is_shared_with_the_next_student(worker, word):
    look = """
        import fcntl, os
        def state(n):
            flags = fcntl.fcntl(n, fcntl.F_GETFL), fcntl.fcntl(n, fcntl.F_GETFD)
            return [*flags, os.lseek(n, 0, 1), os.fstat(n).st_rdev, attempt(lambda: fcntl.fcntl(n, fcntl.F_GETOWN))]
    """
    before = answer(worker, look + "    return [state(n) for n in range(3)]")
    done = answer(worker, look + f"    return [attempt(lambda: {LEAVE[word]}) for n in range(3)]")
    assert len(done) == 3
    for _ in range(2):  # one is made while another is at work
        assert answer(worker, look + "    return [state(n) for n in range(3)]") == before


WORD = f"grader-left-{os.getpid()}"
FOLDERS = ("/box", "/box/own", ".", "/", "/dev/shm", "/tmp", "/var/tmp", "/run")
PLACES = tuple(f"{folder}/{WORD}" for folder in FOLDERS)

CHANNELS = {
    "files": f"[attempt(lambda: os.mkdir(p)) for p in {PLACES}]",
    "System V memory": "libc.shmget(4711, 4096, 0o1666)",
    "System V messages": "libc.msgget(4711, 0o1666)",
    "System V semaphores": "libc.semget(4711, 1, 0o1666)",
    "a queue": "libc.mq_open(b'/left', 0o102, 0o666, None)",
    "keys": "libc.syscall(248, b'user', b'left', b'x', 1, -4)",
    "an abstract socket": "socket.socket(socket.AF_UNIX).bind(chr(0) + 'left')",
    "a port": "socket.socket().bind(('127.0.0.1', 4711))",
    "a watch": "libc.inotify_init()",
    "memory": "libc.memfd_create(b'left', 0)",
    "a signal": "os.kill(os.getppid(), 0)",
    "a limit of its parent": "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (9, 9))",
    "a priority": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 5)",
    "a time": "os.utime('/dev/null', (1, 1))",
    "a right": "os.chmod('/dev/null', 0o600)",
}


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_word_is_left_for_the_next_student(walled, channel):
    body = f"""
        import ctypes, os, resource, socket
        libc = ctypes.CDLL(None, use_errno=True)
        return [attempt(lambda: {CHANNELS[channel]}), [p for p in {PLACES} if os.path.exists(p)]]
    """
    for _ in range(3):
        done, found = answer(walled, body)
        refused = done == -1 or all("refused" in str(one) for one in (done if type(done) is list else [done]))
        own = channel == "files" and walled.tier is Tier.FULL  # one folder is its own, and ends with it
        assert refused or (own and [str(one) for one in done].count("None") <= 1), done
        assert set(found) <= ({PLACES[1], PLACES[2]} if own else set())
    assert answer(walled, f"import os\nreturn [p for p in {PLACES} if os.path.exists(p)]") == []


# --- what it finds out about the machine -------------------------------------------------------------

LOOKS = {
    "groups of processes": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.getpgid(p)))]",
    "sessions": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.getsid(p)))]",
    "priorities": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.getpriority(0, p)))]",
    "affinities": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.sched_getaffinity(p)))]",
    "schedulers": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.sched_getscheduler(p)))]",
    "parameters": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.sched_getparam(p)))]",
    "limits": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: resource.prlimit(p, 7)))]",
    "signals": "[p for p in range(1, 3000) if 'No such' not in str(attempt(lambda: os.kill(p, 0)))]",
    "lists of locks": "[p for p in range(1, 3000) if robust(p) != 3]",
    "clocks": "[p for p in range(1, 3000) if 'Invalid' not in str(attempt(lambda: time.clock_gettime(~p * 8 + 2)))]",
    "resolutions": "[p for p in range(1, 3000) if resolution(p) != 22]",
}


@pytest.mark.parametrize("look", LOOKS)
def test_which_processes_there_are_is_not_told(walled, look):
    """Every number gets the same answer, whether or not there is such a process."""
    body = f"""
        import ctypes, os, resource, time
        libc = ctypes.CDLL(None, use_errno=True)
        def robust(p):
            libc.syscall(274, p, ctypes.byref(ctypes.c_long()), ctypes.byref(ctypes.c_long()))
            return ctypes.get_errno()
        def resolution(p):
            libc.syscall(229, ~p * 8 + 2, ctypes.byref((ctypes.c_long * 2)()))
            return ctypes.get_errno()
        return {LOOKS[look]}
    """
    assert len(answer(walled, body, seconds=20.0)) == 2999


@as_root
def test_processes_are_not_seen_as_files_either(walled):
    if walled.tier is Tier.KERNEL:
        assert (
            answer(walled, "import os\nreturn [p for p in range(3000) if os.path.exists(f'/proc/{p}')]") == []
        )
    assert answer(walled, "import os\nreturn attempt(lambda: os.listdir('/proc'))").startswith("refused")


def test_what_it_asks_of_itself_is_answered(walled):
    body = """
        import os, resource, threading, time
        os.getpgid(0), os.getsid(0), os.getpriority(os.PRIO_PROCESS, 0), os.sched_getaffinity(0), os.getpgrp()
        os.sched_getscheduler(0), os.sched_getparam(0), resource.prlimit(0, resource.RLIMIT_CPU), os.times()
        resource.getrlimit(resource.RLIMIT_AS), time.thread_time(), time.process_time(), time.perf_counter()
        time.clock_gettime(time.CLOCK_MONOTONIC_RAW), time.clock_getres(time.CLOCK_REALTIME), time.sleep(0.001)
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()
        return 1
    """
    assert answer(walled, body) == 1


@as_root
def test_nothing_is_run_as_root(worker, tmp_path):
    secret = tmp_path / "key"
    secret.write_text("the answer key")
    secret.chmod(0o600)
    body = f"""
        import os
        shown = [attempt(lambda: open(p).read(9)) for p in ({str(secret)!r}, "/etc/shadow")]
        return [os.getuid(), os.geteuid(), os.getgid(), os.getgroups(), shown, attempt(lambda: os.setuid(0))]
    """
    user, effective, group, groups, shown, back = answer(worker, body)
    assert user == effective == group > 1_000_000
    assert groups == []
    assert all(one.startswith("refused") for one in shown), shown
    assert back.startswith("refused")


ROOTS = {
    "a root of its own": "os.chroot('/')",
    "a device": "os.mknod('left', 0o020600, os.makedev(1, 1))",
    "the machine's memory": "open('/dev/mem', 'rb')",
    "the first process's words": "open('/proc/1/environ', 'rb')",
    "a port below 1024": "socket.socket().bind(('127.0.0.1', 80))",
    "packets as they are": "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "a higher priority": "os.nice(-5)",
    "a higher limit": "resource.prlimit(0, resource.RLIMIT_FSIZE, (2**62, 2**62))",
    "a group back": "os.setgroups([0])",
    "the clock": "time.clock_settime(time.CLOCK_REALTIME, time.time())",
    "a name": "socket.sethostname('mine')",
    "another's signal": "os.kill(1, 9)",
    "a way around rights": "os.open('/etc/shadow', os.O_RDONLY | os.O_NOATIME)",
    "a user's right back": "os.seteuid(0)",
}


@as_root
def test_what_only_root_may_do_is_refused(worker):
    attempts = ", ".join(f"({name!r}, attempt(lambda: {action}))" for name, action in ROOTS.items())
    done = dict(answer(worker, f"import os, resource, socket, time\nreturn [{attempts}]"))
    assert not {name: said for name, said in done.items() if not str(said).startswith("refused")}


@pytest.mark.parametrize("program", ["su", "mount", "passwd", "sudo"])
def test_a_program_that_becomes_root_does_not(worker, program):
    if not (path := shutil.which(program)):
        pytest.skip(f"there is no {program} here")
    body = f"""
        import os, subprocess
        try:
            done = subprocess.run([{path!r}, "--version"], capture_output=True, timeout=2)
        except (OSError, subprocess.SubprocessError) as error:
            return f"refused: {{error}}"
        status = open("/proc/self/status").read()
        return [line for line in status.splitlines() if line.split(":")[0] in ("NoNewPrivs", "CapPrm", "CapBnd")]
    """
    said = answer(worker, body)
    if worker.tier is not Tier.PROCESS:
        assert said.startswith("refused")
    elif not isinstance(said, str):
        rights = dict(line.split(":\t") for line in said)
        assert rights["NoNewPrivs"] == "1"
        assert int(rights["CapPrm"], 16) == 0


@as_root
def test_a_file_that_others_may_not_see_has_no_size(worker, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "key.h5").write_text("42")
    paths = [str(closed / "key.h5"), os.path.expanduser("~root/.bashrc"), os.path.expanduser("~root/.ssh")]
    found = answer(worker, f"import os\nreturn [attempt(lambda: os.stat(p).st_size) for p in {paths}]")
    assert all(str(one).startswith("refused") for one in found), found


LATE = {
    "linear algebra": "import scipy.linalg\nreturn float(scipy.linalg.det([[2.0]]))",
    "special functions": "import scipy.special\nreturn float(scipy.special.expit(0.0)) * 4",
    "signals": "from scipy import ndimage\nreturn len(ndimage.shift([1.0, 2.0], 1))",
    "files of arrays": "import h5py\nreturn len(h5py.File.__name__) // 2",
    "testing": "import numpy.testing\nreturn len([numpy.testing.assert_allclose] * 2)",
    "transforms": "import numpy as np\nreturn len(np.fft.fft([1.0, 2.0]))",
    "polynomials": "import numpy as np\nreturn len(np.polynomial.Polynomial([1, 2]).coef)",
    "generators": "import numpy as np\nreturn len(np.random.default_rng(1).random(2))",
    "masked arrays": "import numpy as np\nreturn int(np.ma.array([1, 1]).sum())",
    "decimals": "import decimal\nreturn int(decimal.Decimal(2))",
    "databases": "import sqlite3\nreturn len(sqlite3.sqlite_version.split('.')) - 1",
    "loops of events": "import asyncio\nreturn len([asyncio.Future] * 2)",
    "zones": "import zoneinfo\nreturn zoneinfo.ZoneInfo('Europe/Berlin').key.count('e')",
    "codecs": "return len('ab'.encode('utf-16-le').decode('cp037'))// 2",
    "pickles": "import pickle\nreturn pickle.loads(pickle.dumps(2))",
    "compression": "import zlib, bz2, lzma\nreturn zlib.decompress(zlib.compress(b'ab')).count(b'ab') * 2",
}


@pytest.mark.parametrize("kind", LATE)
def test_what_is_imported_late_can_be_read_by_another_user(worker, kind):
    """The interpreter may lie where only root can look, as it does where tests are run as root."""
    if kind in {"linear algebra", "special functions", "signals"}:
        pytest.importorskip("scipy")
    assert answer(worker, LATE[kind], seconds=20.0) == 2


def test_a_folder_that_others_may_not_enter_is_found(tmp_path):
    (tmp_path / "open" / "closed" / "inside").mkdir(parents=True)
    (tmp_path / "open" / "closed").chmod(0o700)
    for folder in (tmp_path, *tmp_path.parents):
        if closed_folder(str(folder / "x")):
            assert closed_folder(str(tmp_path / "open" / "closed" / "inside")) == closed_folder(
                str(folder / "x")
            )
            return
    assert closed_folder(str(tmp_path / "open" / "closed" / "inside")) == str(tmp_path / "open" / "closed")


# --- as another user than root -----------------------------------------------------------------------

SCRIPT = """
import os, sys
if os.geteuid() == 0:
    from grader.worker.child import confine, reveal
    reveal.reveal({needed}, hide_processes=False)
    confine.give_up_root(54_321, maps_users=True)
sys.path[:0] = [{tests!r}]
from worker_samples import TIERS, case, exercise, program
from grader.model import Tier
from grader.worker import Limits, Worker
SOURCE = '''
import os
def f(a):
    found = [p for p in {places} if os.path.exists(p)]
    for p in {places}:
        try: os.mkdir(p)
        except OSError: pass
    return found
'''
for tier in TIERS:
    if tier is not Tier.PROCESS:
        with Worker(Limits(), tier) as worker:
            for _ in range(3):
                (seen,) = worker.observe(program(SOURCE), [exercise("f", case(1))])["f"]
                print(tier, seen.value)
"""


def test_a_user_who_is_not_root_leaves_no_folder_for_the_next_student_either(tmp_path):
    if os.geteuid() == 0 and shutil.which("mount") is None:
        pytest.skip("root cannot become another user here")
    base = os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))
    needed = [base, sys.prefix, sysconfig.get_path("purelib"), str(ROOT)]
    script = SCRIPT.format(needed=needed, tests=str(ROOT / "tests"), places=PLACES)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=600, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr
    expected = [f"{tier} []" for tier in WALLED for _ in range(3)]
    assert done.stdout.splitlines() == expected


def test_limits_hold_for_all_that_one_student_starts():
    if os.geteuid() != 0 or Tier.PROCESS not in TIERS:
        pytest.skip("a person's own processes are not counted against a limit")
    body = """
        import os, time
        made = 0
        try:
            while made < 200:
                if not os.fork():
                    time.sleep(5)
                    os._exit(0)
                made += 1
        except OSError:
            pass
        return made
    """
    with Worker(Limits(threads=12), Tier.PROCESS) as worker:
        assert 0 < answer(worker, body) < 12
