"""A call is charged its own processor time, whatever else the machine does; what waits is ended by wall time."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator

import pytest
from worker_samples import TIERS, busy, case, exercise, program

from grader.model import Observation, Outcome, Tier
from grader.worker import Limits, Worker, clock
from grader.worker.clock import Allowance, Deadline
from grader.worker.local.forked import ForkedProcess
from grader.worker.local.spawned import SpawnedProcess
from grader.worker.run import Run

AGES = 1000.0  # so patient that no wall time ends what is tested
SECONDS = 0.5  # of one call


@pytest.fixture(scope="module", params=TIERS, ids=str)
def worker(request: pytest.FixtureRequest) -> Iterator[Worker]:
    with Worker(tier=request.param) as worker:
        yield worker


def called(worker: Worker, body: str, seconds: float = SECONDS) -> Observation:
    source = (
        f"import time\nclock = time.process_time\ndef f():\n{textwrap.indent(textwrap.dedent(body), '    ')}"
    )
    (seen,) = worker.observe(program(source), [exercise("f", seconds=seconds)])["f"]
    return seen


def computing(seconds: float) -> str:
    return f"until = clock() + {seconds}\nwhile clock() < until: pass\nreturn 42"


# --- what counts ---------------------------------------------------------------------------------------


def test_a_right_function_is_not_charged_what_else_the_machine_does(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "PATIENCE", AGES)
    begun = time.monotonic()
    with busy(8):
        seen = called(worker, computing(0.4), seconds=0.8)
        assert (seen.outcome, seen.value) == (Outcome.RETURNED, 42)
        assert time.monotonic() - begun > seen.seconds


def test_being_stopped_by_the_system_is_not_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that does not get the processor for twice its time has used none of it."""
    monkeypatch.setattr(clock, "PATIENCE", AGES)
    with Worker(tier=Tier.PROCESS) as worker:
        body = f"""
            import os, subprocess
            subprocess.Popen(["/bin/sh", "-c", "sleep {2 * SECONDS}; kill -CONT %d" % os.getpid()])
            os.kill(os.getpid(), 19)
            return 42
        """
        assert called(worker, body).value == 42


LOOPS = {
    "loop": "while True: pass",
    "arithmetic": "import numpy as np\nx = np.ones(10000)\nwhile True: x = np.sqrt(x + 1)",
    "one long call": "return sum(range(10**14))",
    "what catches all": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "threads": """
        import threading
        def g():
            while True: pass
        threads = [threading.Thread(target=g) for _ in range(3)]
        [t.start() for t in threads]
        [t.join() for t in threads]
    """,
    "a thread beside a nap": """
        import threading
        def g():
            while True: pass
        threading.Thread(target=g, daemon=True).start()
        time.sleep(10**6)
    """,
    "threads one after the other": """
        import threading
        def g(): sum(range(10**6))
        while True:
            t = threading.Thread(target=g)
            t.start()
            t.join()
    """,
    "threads outside Python": """
        import threading, numpy as np
        a = np.ones((400, 400))
        def g():
            while True: a @ a
        threads = [threading.Thread(target=g) for _ in range(2)]
        [t.start() for t in threads]
        [t.join() for t in threads]
    """,
    "patched clocks": """
        time.time = time.monotonic = time.perf_counter = time.process_time = time.thread_time = lambda: 0
        time.clock_gettime = lambda number: 0
        while True: pass
    """,
    "signals put off": """
        import signal
        for number in range(1, 30):
            try: signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError): pass
        while True: pass
    """,
    "short naps": "while True:\n    until = clock() + 0.02\n    while clock() < until: pass\n    time.sleep(0.001)",
    "a higher limit": """
        import resource
        try: resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))
        except Exception: pass
        while True: pass
    """,
}


@pytest.mark.parametrize("body", LOOPS.values(), ids=LOOPS)
def test_what_computes_without_end_ends_when_its_processor_time_is_used(
    worker: Worker, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "PATIENCE", AGES)
    seen = called(worker, body)
    assert (seen.outcome, seen.detail) == (Outcome.TIME_LIMIT, f"it had {SECONDS:g} seconds of computing")
    assert not seen.unsettled
    assert seen.seconds >= SECONDS


NAPS = {
    "sleep": "time.sleep(10**6)",
    "lock": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "an event that nobody sets": "import threading\nthreading.Event().wait()",
    "a pipe that nobody writes to": "import os\nos.read(os.pipe()[0], 1)",
    "many short ones": "while True: time.sleep(0.01)",
}


@pytest.mark.parametrize("body", NAPS.values(), ids=NAPS)
def test_what_waits_without_end_is_ended_by_wall_time_and_told_so(
    worker: Worker, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.worker.run.PATIENCE", 3.0)
    monkeypatch.setattr(clock, "PATIENCE", 3.0)
    seen = called(worker, body)
    assert seen.outcome is Outcome.TIME_LIMIT
    assert seen.detail == "it had 1.5 seconds, and spent most of them waiting"
    assert seen.unsettled  # a machine that was very busy would look the same


def test_a_call_that_waits_a_little_is_not_ended(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PATIENCE", 50.0)  # a busy machine wakes it late
    assert called(worker, f"time.sleep({2 * SECONDS})\nreturn 42").value == 42


# --- all calls of an exercise, of a submission ------------------------------------------------------------


def outcomes(limits: Limits, f: str) -> list[Observation]:
    """Observe two exercises of two calls each."""
    body = textwrap.indent(f, "    ")
    source = f"import time\nclock = time.process_time\ncalled = []\ndef f():\n{body}\ng = f"
    with Worker(limits) as worker:
        slow = [exercise(name, case(), case(), seconds=5) for name in "fg"]
        seen = worker.observe(program(source), slow)
    return [*seen["f"], *seen["g"]]


def test_a_submission_has_processor_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PATIENCE", AGES)
    seen = outcomes(Limits(submission_seconds=0.8), computing(0.5))
    assert [one.outcome.value for one in seen] == ["returned", "time_limit", "skipped", "skipped"]
    assert seen[1].detail == "the time for all calls was used up"
    assert not any(one.unsettled for one in seen)


@pytest.mark.parametrize("limits", [Limits(submission_seconds=0.3), Limits(exercise_seconds=0.3)], ids=str)
def test_what_all_calls_wait_is_limited_too(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "PATIENCE", 15.0)
    first, second = outcomes(limits, "called.append(1)\ntime.sleep(0.6 if len(called) == 1 else 10**6)")[:2]
    assert (first.outcome, first.unsettled) == (Outcome.RETURNED, False)
    assert (second.outcome, second.unsettled) == (Outcome.TIME_LIMIT, True)
    assert second.detail == "the time for all calls was used up"


def test_calls_that_wait_until_nothing_is_left_leave_the_others_unsettled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "PATIENCE", 2.0)
    source = "import time\ndef f(): time.sleep(0.7)\ndef g(): pass"
    with Worker(Limits(exercise_seconds=0.3)) as worker:
        seen = worker.observe(program(source), [exercise("f", case(), case(), seconds=5), exercise("g")])
    assert [(one.outcome.value, one.unsettled) for one in seen["f"]] == [
        ("time_limit", True),
        ("skipped", True),
    ]
    assert seen["g"][0].outcome is Outcome.RETURNED


def test_the_time_says_nothing_of_what_other_calls_did(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a call runs may follow from a hidden input; no sentence may tell it in another's place."""
    monkeypatch.setattr(clock, "PATIENCE", AGES)
    source = "import time\ndef f(a):\n    until = time.process_time() + a\n    while time.process_time() < until: pass"
    with Worker(Limits(exercise_seconds=0.6)) as worker:
        told = {
            worker.observe(program(source), [exercise("f", case(first), case(9), seconds=5)])["f"][1].detail
            for first in (0.1, 0.2, 0.4)
        }
    assert len(told) == 1


# --- where a process is a student's own ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ForkedProcess, SpawnedProcess])
def test_a_students_own_check_has_the_same_limits(
    kind: type[ForkedProcess] | type[SpawnedProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind is ForkedProcess:  # of a process that is spawned no processor time is known
        monkeypatch.setattr(clock, "PATIENCE", AGES)
    source = program("def f():\n    while True: pass\ndef g(): return 42")
    run = Run(lambda: kind().ready(), Limits(), source)
    (seen,) = run.exercise(exercise("f", seconds=SECONDS), [case()])
    told = "it had 0.5 seconds of computing" if kind is ForkedProcess else "it had 0.5 seconds"
    assert (seen.outcome, seen.detail, seen.unsettled) == (Outcome.TIME_LIMIT, told, kind is SpawnedProcess)
    assert run.exercise(exercise("g"), [case()])[0].value == 42
    run.close()


# --- the clocks ----------------------------------------------------------------------------------------------


def test_a_process_that_is_gone_has_no_clock() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert clock.processor_seconds(ended.pid) is None
    assert clock.seconds_by_handle(10**6) is None


def wait(deadline: Deadline) -> None:
    while True:
        time.sleep(deadline.patience())


def test_where_no_processor_time_is_known_wall_time_counts() -> None:
    allowance = Allowance(lambda: None, 0.1)
    with pytest.raises(TimeoutError):
        wait(allowance)
    assert allowance.blind
    assert allowance.used >= 0.1


def test_a_process_is_not_looked_at_before_it_has_taken_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "LOOK", AGES)
    looks: list[float] = []
    allowance = Allowance(lambda: looks.append(0) or 0.0, 1.0)
    allowance.patience()
    allowance.charge()
    assert not looks


def test_a_deadline_ends() -> None:
    assert 0 < Deadline(60).patience() <= 60
    with pytest.raises(TimeoutError):
        Deadline(0).patience()
