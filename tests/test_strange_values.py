"""Strange values cost no assignment's grading an exception, its memory or its time, and earn nothing odd."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from long import few_or_all

from grader.course import names

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the most memory held is read from /proc")
@pytest.mark.parametrize("id", few_or_all(names(ROOT), "planar_classification", "python_basics"))
def test_strange_values_are_judged_and_reported(id: str) -> None:
    command = [sys.executable, str(ROOT / "tests" / "strange_values.py"), id, "1"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[-3000:]
    said = json.loads(run.stdout)
    assert said["largest"][0] < 300, said  # megabytes
    assert said["slowest"][0] < 30, said  # seconds of processor time for all calls of an exercise
