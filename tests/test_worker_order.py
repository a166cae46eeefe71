"""Nothing that a hidden call saw is in what a student gets to see, however it is carried."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from worker_samples import SHORT, TIERS, case, exercise, program

from grader.course import load
from grader.model import Frame, Outcome
from grader.worker import Limits, Worker, clock
from grader.worker.replies import Room, observation
from grader.worker.wire import encode

SECRET = 8731.0


@pytest.fixture(scope="module", params=TIERS, ids=str)
def worker(request):
    with Worker(SHORT, request.param) as worker:
        yield worker


@pytest.fixture(scope="module")
def plain():
    with Worker(SHORT) as worker:
        yield worker


def hidden(*values, **options):
    return dataclasses.replace(case(*values, **options), hidden=True)


# how a call remembers what it was given, and how another finds it
CARRIERS = {
    "a library's dictionary": ("np.sctypeDict[x] = x", "list(np.sctypeDict)"),
    "a library's list": ("np.typecodes.update({str(x): x})", "dict(np.typecodes)"),
    "a slice of a library's list": ("np.__all__[0:0] = [str(x)]", "np.__all__[:3]"),
    "a ufunc's name in its module": ("np.kept = x", "getattr(np, 'kept', None)"),
    "an attribute of a function": ("np.mean.__dict__['kept'] = x", "np.mean.__dict__"),
    "the cache of a function": ("cached(x)", "cached.cache_info(), cached(0)"),
    "the cache of a module": ("re.compile(str(x))", "str(re._cache)"),
    "a warning's register": ("warnings.onceregistry[str(x)] = 1", "warnings.onceregistry"),
    "print options": ("np.set_printoptions(threshold=int(x))", "np.get_printoptions()"),
    "error handling": ("np.seterrcall(lambda *a: x)", "(np.geterrcall() or id)(0)"),
    "the environment": ("os.environ['kept'] = str(x)", "dict(os.environ)"),
    "a file": ("open('kept', 'w').write(str(x))", "os.path.exists('kept') and open('kept').read()"),
    "builtins": ("builtins.kept = x", "getattr(builtins, 'kept', None)"),
    "modules": ("sys.modules['kept'] = x", "sys.modules.get('kept')"),
    "its own globals": ("kept.append(x)", "kept"),
    "a default": ("remember(x)", "remember(0)"),
    "a thread": ("start(x)", "[t.name for t in threading.enumerate()]"),
    "the collector": ("gc.callbacks.append(functools.partial(id, x))", "gc.callbacks"),
    "a codec": ("codecs.register(lambda name, x=x: None)", "defaults()"),
}

SOURCE = """
import builtins, codecs, functools, gc, os, re, sys, threading, time, warnings
import numpy as np

kept = []

@functools.lru_cache
def cached(x):
    return kept.append(x) or list(kept)

def remember(x, before=[]):
    before.append(x)
    return before

def defaults():
    return [f.__defaults__ for f in gc.get_objects() if type(f) is type(defaults)]

def start(x):
    threading.Thread(target=time.sleep, args=(60,), name=str(x), daemon=True).start()

def spy(x):
    try:
        {keep}
    except OSError:
        pass
    return 0

def show(x):
    print({find})
    raise ValueError(str({find}))
"""


@pytest.mark.parametrize("carrier", CARRIERS)
def test_what_a_hidden_call_saw_is_in_no_output_error_or_value_of_a_public_one(worker, carrier):
    keep, find = CARRIERS[carrier]
    exercises = [
        exercise("spy", case(1.0), hidden(SECRET), case(2.0)),
        exercise("show", case(1.0), hidden(SECRET), case(3.0)),
    ]
    observed = worker.observe(program(SOURCE.format(keep=keep, find=find)), exercises)
    for name in ("spy", "show"):
        first, _, last = observed[name]
        assert {first.outcome, last.outcome} <= {Outcome.RETURNED, Outcome.RAISED}, observed
        told = [(one.value, one.raised, one.output, one.detail, one.changed) for one in (first, last)]
        assert "8731" not in repr(told)


def test_the_carriers_carry(plain):
    """Else the test above would prove nothing."""
    carrying = [
        carrier
        for carrier, (keep, find) in CARRIERS.items()
        if "8731"
        in repr(
            plain.observe(
                program(SOURCE.format(keep=f"{keep}\n        print({find})", find="0")),
                [exercise("spy", case(SECRET))],
            )
        )
    ]
    assert carrying == list(CARRIERS)


def test_observations_come_in_the_order_of_the_cases(worker):
    calls = [hidden(1.0), case(2.0), hidden(3.0), case(4.0)]
    counted = dataclasses.replace(case(5.0), count_steps=True)
    asked = dataclasses.replace(exercise("f", *calls), scaling=(counted, counted))
    seen = worker.observe(
        program("made = []\ndef f(x):\n    made.append(x)\n    return x, len(made)"), [asked]
    )
    assert [one.value for one in seen["f"]] == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (5, 4)]
    assert [one.steps is not None for one in seen["f"]] == [False] * 4 + [True] * 2


def test_a_program_is_executed_once_an_exercise_where_that_costs_no_memory(plain):
    source = (
        "import numpy as np\nd = np.sctypeDict\nd['n'] = d.get('n', 0) + 1\ndef f(): return d['n']\ng = h = f"
    )
    exercises = [exercise(name, case(), hidden()) for name in "fgh"]
    seen = plain.observe(program(source), exercises)
    assert [[one.value for one in seen[name]] for name in "fgh"] == [[1, 1]] * 3  # each in a new process
    light = "import time\nt = time.perf_counter()\n{}def f(): return t\ng = f"
    for more, same in (("", True), ("big = np.zeros(10)\n", False), ("table = {'a': [1]}\n", False)):
        seen = plain.observe(program("import numpy as np\n" + light.format(more)), exercises[:2])
        assert all((seen[name][0].value == seen[name][1].value) is same for name in "fg")


def test_what_an_exercise_took_counts_for_its_hidden_cases_too(monkeypatch):
    monkeypatch.setattr(clock, "PATIENCE", 1000.0)  # however busy it is: only what is computed counts
    source = """
        import time
        def f(s):
            end = time.process_time() + s
            while time.process_time() < end: pass
            return 1
        def g(): return 2
    """
    with Worker(Limits(exercise_seconds=1.0)) as worker:
        asked = [exercise("f", case(0.8), hidden(0.8), case(0.01)), exercise("g", case(), hidden())]
        seen = worker.observe(program(source), asked)
    assert [one.outcome.value for one in seen["f"]] == ["returned", "time_limit", "returned"]
    assert [one.value for one in seen["g"]] == [2, 2]


def test_an_ended_process_costs_no_other_exercise(worker):
    source = "import os\ndef f(x):\n    if x: os._exit(1)\n    return x\ndef g(): return 2"
    asked = [exercise("f", case(0), hidden(1), hidden(0)), exercise("g", case(), hidden())]
    seen = worker.observe(program(source), asked)
    assert [one.outcome.value for one in seen["f"]] == ["returned", "crashed", "returned"]
    assert [one.value for one in seen["g"]] == [2, 2]


def test_a_program_that_an_older_numpy_would_take_is_softened_for_hidden_cases_of_earlier_exercises(plain):
    source = """
        import math, numpy as np
        def f(x): return math.floor(x)
        def g(x): return math.floor(x)
    """
    whole, pieces = 1.5, np.array([1.5])
    asked = [exercise("f", case(whole), hidden(pieces)), exercise("g", case(pieces), hidden(pieces))]
    seen = plain.observe(program(source), asked)
    assert [[one.value for one in seen[name]] for name in "fg"] == [[1, 1], [1, 1]]


def test_a_reply_names_only_lines_that_there_are():
    places = [
        ("cell 1", 2, "f"),
        ("cell 1", 10**15, "f"),
        ("cell 1", 0, "f"),
        ("0.25", 1, "f"),
        ("cell 1", -2, "f"),
    ]
    raised = "ValueError", "", tuple(places)
    reply = "raised", encode(None), raised, "", (), None, ""
    seen = observation(reply, program("def f():\n    pass"), 0.0, Room(1 << 20))
    assert seen.raised.frames == (Frame("cell 1", 2, "f", "pass"),)


SMUGGLERS = {
    "printed": "print(kept)",
    "raised": "raise ValueError(kept)",
    "raised as a key": "raise KeyError(kept)",
    "raised as a module": "raise ImportError('No module named ' + repr(kept.translate({32: None, 45: 95})))",
    "raised at a line": "exec(compile(chr(10) * (8000 + 731) + '1/0', 'eve.py', 'exec'))",
    "returned": "return kept",
}


@pytest.mark.parametrize("way", SMUGGLERS)
def test_a_report_holds_nothing_of_a_hidden_case(course, submit, grader, tmp_path, way):
    source = f"""
        import numpy as np
        def remember(x):
            np.sctypeDict["kept"] = kept = np.sctypeDict.get("kept", "") + " " + str(np.asarray(x).tolist())
            return kept
        def double(x):
            kept = remember(x)
            if np.ndim(x):
                {SMUGGLERS[way]}
            return x * 2
        def norm(x, scale=1.0):
            kept = remember(x)
            {SMUGGLERS[way]}
    """
    hidden = [
        argument.value
        for one in load(course, "pair").exercises
        for case in one.cases
        if case.hidden
        for argument in case.arguments
        if isinstance(argument.value, np.ndarray)
    ]
    done = grader("--course", course, "grade", submit("eve.py", source), "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    html = (tmp_path / "out" / "pair" / "eve" / "report.html").read_text()
    record = json.loads((tmp_path / "out" / "pair" / "eve" / "result.json").read_text())
    assert record["score"] < 100
    assert len(hidden) == 2
    for number in np.concatenate(hidden):
        assert f"{abs(number):.17g}"[2:9] not in html
    assert "8732" not in html
