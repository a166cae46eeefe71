"""A worker leaves nothing behind: no process when its grader dies, no memory when it has seen many submissions."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from worker_samples import TIERS, alive, case, exercise, program

from grader.model import Outcome, Tier
from grader.worker import Limits, Worker

ROOT = Path(__file__).resolve().parents[1]

GRADER = """
import sys
sys.path[:0] = {path!r}
from worker_samples import case, exercise, program
from grader.model import Tier
from grader.worker import Worker
with Worker(tier=Tier({tier!r})) as worker:
    source = {source!r}
    worker.observe(program("def f(): return 1"), [exercise("f")])
    print("running", flush=True)
    worker.observe(program(source), [exercise("f", seconds=60)])
"""

ENDLESS = """
def f():
    import threading
    threading.Thread(target=f, daemon=True).start() if threading.active_count() < 3 else None
    while True: pass
"""


def descendants(pid: int) -> list[psutil.Process]:
    return psutil.Process(pid).children(recursive=True)


def threads(process: psutil.Process) -> int:
    try:
        return process.num_threads()
    except psutil.NoSuchProcess:
        return 0


@pytest.mark.parametrize("tier", TIERS, ids=str)
def test_a_killed_grader_leaves_no_process(tier: Tier) -> None:
    script = GRADER.format(
        path=[str(ROOT / "tests"), str(ROOT)], tier=str(tier), source=textwrap.dedent(ENDLESS)
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"running\n"
        while max(map(threads, started := descendants(grader.pid))) < 3:  # the call is at work
            assert grader.poll() is None
            time.sleep(0.02)
        assert len(started) >= 2  # the warm process and a child
        grader.send_signal(signal.SIGKILL)
        grader.wait()
    assert not alive(started)


@pytest.mark.parametrize("tier", TIERS, ids=str)
def test_a_closed_worker_leaves_no_process(tier: Tier) -> None:
    before = {each.pid for each in descendants(psutil.Process().pid)}
    with Worker(tier=tier) as worker:
        worker.observe(program("def f(): return 1"), [exercise("f")])
        started = [each for each in descendants(psutil.Process().pid) if each.pid not in before]
        assert started
    assert not alive(started)


def test_a_warm_process_that_died_is_replaced() -> None:
    before = {each.pid for each in descendants(psutil.Process().pid)}
    with Worker(Limits(), Tier.PROCESS) as worker:
        fine = program("def f(): return 1"), [exercise("f")]
        worker.observe(*fine)
        ours = [each for each in descendants(psutil.Process().pid) if each.pid not in before]
        for each in ours:
            with contextlib.suppress(psutil.NoSuchProcess):  # a child ends with its warm process
                each.kill()
        _, left = psutil.wait_procs(ours, timeout=60)
        assert not left
        assert worker.observe(*fine)["f"][0].value == 1


def test_memory_does_not_grow_with_submissions() -> None:
    calls = exercise("f", case([0.5] * 1000), case("text"))
    with Worker() as worker:
        sizes = []
        for number in range(240):
            submission = program(f"def f(a):\n    print({number})\n    return a, {number}")
            (first, second) = worker.observe(submission, [calls])["f"]
            assert first.outcome is second.outcome is Outcome.RETURNED
            assert second.value == ("text", number)
            if number % 80 == 79:
                sizes.append(psutil.Process().memory_info().rss)
        handles = psutil.Process().num_fds()
        worker.observe(submission, [calls])
        assert psutil.Process().num_fds() == handles
    assert sizes[-1] < 1.1 * sizes[0]
