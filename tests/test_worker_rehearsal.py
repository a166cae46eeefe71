"""The session that the warm process plays through: it works, and no child finds anything of it."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from worker_samples import TIERS, case, exercise, program

from grader.worker import Worker
from grader.worker.child import rehearsal
from grader.worker.child.calling import Call, perform
from grader.worker.child.program import NAME

LEFT = """
import linecache, sys
import numpy as np

def left():
    finders = [type(one).__name__ for one in sys.meta_path]
    return (
        sorted(name for name in linecache.cache if "practice" in name),
        finders.count("CourseFinder"),
        [name for name in ("practice", "layer") if hasattr(sys.modules["submission"], name)],
        np.geterr(),
        np.random.rand(),
    )
"""


def test_what_is_rehearsed_works():
    namespace: dict[str, object] = {}
    exec(rehearsal.PROGRAM, namespace)
    given = rehearsal._script()[2][2]
    report, error = perform(Call(namespace["practice"], given, 0, False), frozenset(), 1000)
    assert error is None
    assert (report.outcome, report.changed) == ("returned", ())
    assert report.output.startswith("Cost after 3 steps")


def test_it_leaves_the_process_as_it_was():
    modules, finders = dict(sys.modules), sys.meta_path[:]
    rehearsal.rehearse()
    assert sys.meta_path == finders
    assert {name for name in sys.modules if name not in modules} == set()
    assert NAME not in sys.modules
    first = np.random.rand()
    rehearsal.rehearse()
    assert np.random.rand() == first


@pytest.mark.parametrize("tier", TIERS, ids=str)
def test_a_child_finds_nothing_of_it(tier):
    with Worker(tier=tier) as worker:
        (seen,) = worker.observe(program(LEFT), [exercise("left", case(seed=7))])["left"]
    files, finders, names, errors, drawn = seen.value
    assert (files, finders, names) == ([], 1, [])
    assert set(errors.values()) <= {"warn", "ignore"}
    np.random.seed(7)
    assert drawn == np.random.rand()
