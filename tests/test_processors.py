"""Which processors a grading process keeps to."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.processors import share


@pytest.mark.parametrize("have", [1, 2, 3, 8])
@pytest.mark.parametrize("of", [1, 2, 3, 8, 20])
def test_every_processor_is_somebody_s_and_nobody_has_none(have, of):
    processors = list(range(10, 10 + have))
    shares = [share(processors, number, of) for number in range(of)]
    assert all(shares)
    assert {each for some in shares for each in some} == set(processors)
    if of <= have:
        assert sum(map(len, shares)) == have
    else:
        counts = [sum(each in some for some in shares) for each in processors]
        assert max(counts) - min(counts) <= 1


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system binds no process to processors")
def test_what_a_process_starts_keeps_to_its_share_too():
    said = (
        "import os, subprocess, sys; from grader.processors import keep_to_share; keep_to_share(1, 2);"
        "subprocess.run([sys.executable, '-c', 'import os; print(sorted(os.sched_getaffinity(0)))'])"
    )
    told = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout
    mine = sorted(os.sched_getaffinity(0))
    assert told.strip() == str(share(mine, 1, 2))
