"""How well code was isolated is told, and a class is not run without walls unless that is asked for by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.model import Tier
from grader.worker import best_tier
from grader.worker.tiers import why_not

pyseccomp = pytest.importorskip("pyseccomp")

Submit = Callable[[str, str], Path]
RIGHT = "def double(x):\n    return x * 2\n"

# A machine whose kernel has no Landlock, and where bubblewrap is not installed.
BARE = """
import os, sys
import pyseccomp
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
rules.add_rule(pyseccomp.ERRNO(38), "landlock_create_ruleset" if False else 444)
rules.load()
os.environ["PATH"] = "/nowhere"
from grader.cli import main
main()
"""


@pytest.fixture
def bare(course: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Grade on a machine that offers nothing better than `process`."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", BARE, "--course", str(course), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=tmp_path, check=False)

    return run


def tiers_told(out: Path) -> str:
    page = (out / "index.html").read_text()
    facts = page[page.index('class="facts"') :]
    return facts[: facts.index("</p>")].rpartition(" · ")[2]


def test_a_class_is_not_run_without_walls(bare, submit: Submit, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = bare("grade", submit("ada.py", RIGHT), submit("bob.py", RIGHT), "-o", out)
    assert done.returncode == 1
    assert not out.exists()
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: 2 people's code is to be run")
    for way_out in ("apt install bubblewrap", "Landlock", "--require-isolation process"):
        assert way_out in line


def test_a_class_is_run_without_walls_where_that_is_asked_for(bare, submit: Submit, tmp_path: Path) -> None:
    out = tmp_path / "out"
    paths = submit("ada.py", RIGHT), submit("bob.py", RIGHT)
    done = bare("grade", *paths, "-o", out, "--require-isolation", "process")
    assert done.returncode == 0, done.stderr
    told = "Isolation: process, which is no boundary: the code could do what you can"
    assert f"2 graded. {told}. Overview:" in done.stdout
    assert tiers_told(out) == told
    record = json.loads((out / "pair" / "ada" / "result.json").read_text())
    assert record["environment"]["sandbox"] == "process"
    for again in (("grade", *paths, "-o", out, "--require-isolation", "process"), ("regrade", out)):
        done = bare(*again)
        assert done.returncode == 0, done.stderr
        assert f"2 unchanged. {told}." in done.stdout
    assert bare("regrade", out, "--preview").returncode == 0


def test_what_was_run_behind_walls_is_not_run_again_without(
    bare, submit: Submit, course: Path, grader, tmp_path: Path
) -> None:
    if best_tier() is Tier.PROCESS:
        pytest.skip("no walls here")
    out = tmp_path / "out"
    paths = submit("ada.py", RIGHT), submit("bob.py", RIGHT)
    done = grader("--course", course, "grade", *paths, "-o", out)
    assert done.exit_code == 0
    for command in (("regrade", out), ("regrade", out, "--preview")):
        again = bare(*command)
        assert again.returncode == 1
        assert "Error: 2 people's code" in again.stderr


def test_one_person_s_own_work_is_run_anywhere_and_the_tier_is_told(
    bare, submit: Submit, tmp_path: Path
) -> None:
    done = bare("grade", submit("ada.py", RIGHT), "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "Isolation: process, which is no boundary" in done.stdout


def test_more_than_there_is_is_refused(bare, submit: Submit, tmp_path: Path) -> None:
    done = bare("grade", submit("ada.py", RIGHT), "-o", tmp_path / "out", "--require-isolation", "kernel")
    assert done.returncode == 1
    assert "isolation 'kernel' was required and this machine offers 'process'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(best_tier() is Tier.PROCESS, reason="no walls here")
def test_the_tier_stands_in_the_summary_and_on_the_overview(
    course: Path, submit: Submit, grader, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    paths = submit("ada.py", RIGHT), submit("bob.py", RIGHT)
    for counts in ("2 graded", "2 unchanged"):
        done = grader("--course", course, "grade", *paths, "-o", out)
        assert f"{counts}. Isolation: {best_tier()}. Overview: {out / 'index.html'}" in done.output
        assert tiers_told(out) == f"Isolation: {best_tier()}"


def test_a_grading_process_refuses_what_it_cannot_isolate(course: Path, tmp_path: Path) -> None:
    """As a cluster's may be another machine than the one that asks."""
    script = BARE.replace("from grader.cli import main\nmain()", "") + (
        "from pathlib import Path\n"
        "from grader.classroom.grading_process import grade_some\n"
        "from grader.classroom.job import GradingJob\n"
        "from grader.errors import IsolationUnavailable\n"
        "from grader.model import Tier\n"
        f"job = GradingJob(Path({str(course)!r}), Path({str(tmp_path / 'out')!r}), isolation=Tier.KERNEL)\n"
        "try:\n    grade_some(job, [], {})\n"
        "except IsolationUnavailable as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=600, check=False
    )
    assert "isolation 'kernel' was required" in done.stdout, done.stderr


def test_the_manual_tells_of_the_tiers(grader) -> None:
    manual = " ".join(grader("grade", "--help").output.split())
    for word in ("`full`", "`kernel`", "`process`, which is no boundary"):
        assert word in manual


# --- where only root may read Python -----------------------------------------------------------------

CLOSED = """
import os, sys
import pyseccomp
rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
rules.add_rule(pyseccomp.ERRNO(1), "mount")
rules.load()
os.environ["PATH"] = "/nowhere"
from grader.cli import main
main()
"""


def test_root_is_told_the_way_out_where_nobody_else_can_read_python(
    course: Path, submit: Submit, tmp_path: Path
) -> None:
    from grader.worker.child.reveal import closed_folder

    base = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    if os.geteuid() != 0 or not (closed := closed_folder(base)):
        pytest.skip("every user may read Python here")
    for names in (("ada.py",), ("ada.py", "bob.py")):
        paths = [str(submit(name, RIGHT)) for name in names]
        arguments = ["--course", str(course), "grade", *paths, "-o", str(tmp_path / "out")]
        done = subprocess.run(
            [sys.executable, "-c", CLOSED, *arguments],
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")
        assert f"Python needs {closed}, which only root may read" in line
        assert "install Python where every user may read it, or grade as another user" in line


def test_every_tier_says_why_it_is_not_to_be_had() -> None:
    assert all(why_not(tier) == "" or len(why_not(tier)) > 10 for tier in Tier)
