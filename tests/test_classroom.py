"""A class graded: resumed, stopped, killed, in one process or two, always to the same end."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from click.testing import Result
from filelock import FileLock
from small_disk import Disk
from worker_samples import alive

from benchmarks.classes import MIXED, ROOT, make
from grader.classroom.files import write_result

Grader = Callable[..., Result]

PROGRAMS = [
    "def double(x):\n    return x * 2\n",
    "def double(x):\n    return x * 3\n",
    "import numpy as np\ndef double(x):\n    return x + x\n\ndef norm(x, scale=1.0):\n    d = double(x)\n"
    "    n = scale * np.sqrt(np.sum(d ** 2))\n    return n, d / n\n",
    "def double(x):\n    raise ValueError(x)\n",
    "def double(x):\n    return None\n",
]


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    """Twenty-four submissions, one of them unreadable."""
    folder = class_of(23, tmp_path / "class")
    (folder / "student23.ipynb").write_text("{")
    return folder


def class_of(size: int, folder: Path) -> Path:
    """Write so many modules, no two of them equal."""
    folder.mkdir()
    for number in range(size):
        (folder / f"student{number:02}.py").write_text(PROGRAMS[number % len(PROGRAMS)] + f"# {number}\n")
    return folder


def record(out: Path, how: bool = True) -> dict[str, object]:
    """Read all that a run wrote: the database without row numbers, the grades, every report and record.

    Only which exercises were run depends on what else the same process graded, and is left out; without
    `how`, the digests of how it was graded are, too.
    """
    with sqlite3.connect(out / "grades.sqlite") as db:
        label = "(SELECT assignment || '/' || label FROM submissions WHERE id = submission)"
        tables = {
            "submissions": "SELECT assignment, label, student, attempt, path, late, handed_in, file_digest,"
            f"{' work_digest,' if how else ''} status, score, max_score, message FROM submissions",
            "exercises": f"SELECT {label}, name, score, max_score, verdict, diagnosis, says, source FROM exercises",
            "cases": f"SELECT {label}, exercise, number, hidden, verdict, share, answer FROM cases",
        }
        rows = {name: sorted(db.execute(query).fetchall(), key=repr) for name, query in tables.items()}
    db.close()
    told = r'^"reused": .*$' if how else r'^"reused": .*$|"work": "\w+"'
    files = {
        str(path.relative_to(out)): re.sub(told, "", path.read_text(), flags=re.MULTILINE)
        for path in [*sorted(out.glob("*/*/*")), out / "grades.csv"]
    }
    return {**rows, **files}


def test_one_process_or_two_give_the_same(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    for jobs in (1, 2):
        done = grader("--course", course, "grade", handed_in, "-o", tmp_path / f"out{jobs}", "-j", jobs)
        assert done.exit_code == 1, done.output
    assert record(tmp_path / "out1") == record(tmp_path / "out2")


def test_what_has_not_changed_is_not_graded_again(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    def grade(*options: str) -> str:
        return grader(
            "--course", course, "grade", handed_in, "-o", tmp_path / "out", "-j", "1", *options
        ).output

    assert "23 graded" in grade()
    assert "23 unchanged" in grade()
    (handed_in / "student03.py").write_text(PROGRAMS[2])
    assert "1 graded · 22 unchanged" in grade()
    (tmp_path / "out" / "pair" / "student05" / "report.html").unlink()
    assert "1 graded · 22 unchanged" in grade()
    assert "23 graded" in grade("--policy", "strict")
    checks = course / "assignments" / "pair" / "checks.py"
    checks.write_text(checks.read_text().replace("call(3.5)", "call(4.5)"))
    assert "23 graded" in grade("--policy", "strict")


def test_what_a_run_under_other_rules_wrote_before_it_was_ended_does_not_pass_for_this(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    def grade(out: str, *options: str) -> str:
        words = ("grade", handed_in, "-o", tmp_path / out, "-j", "1", *options)
        return grader("--course", course, *words).output

    grade("out")
    before = record(tmp_path / "out")
    grade("other", "--policy", "strict")
    for name in ("report.html", "result.json"):  # as it is when a run ends between its files and its record
        place = Path("pair", "student05", name)
        (tmp_path / "out" / place).write_bytes((tmp_path / "other" / place).read_bytes())
    assert "1 graded · 22 unchanged" in grade("out")
    assert record(tmp_path / "out") == before


def test_a_second_run_into_the_same_folder_refuses(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with FileLock(out / ".grading.lock"):
        done = grader("--course", course, "grade", handed_in, "-o", out)
    assert done.exit_code == 1
    assert "another run is grading into this folder" in done.stderr


def test_a_folder_that_holds_another_database_is_refused(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "grades.sqlite").write_text("not a database, but somebody's file " * 40)
    done = grader("--course", course, "grade", handed_in, "-o", tmp_path / "out")
    assert (done.exit_code, "grades.sqlite" in done.stderr) == (1, True)
    assert (tmp_path / "out" / "grades.sqlite").read_text().startswith("not a database")


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_authors_error_is_a_line_from_whatever_process(
    jobs: int, course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    checks = course / "assignments" / "pair" / "checks.py"
    checks.write_text(checks.read_text().replace('"x * 2", "x * 3"', '"x * 20", "x * 3"'))
    done = grader("--course", course, "grade", handed_in, "-o", tmp_path / "out", "-j", jobs)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert re.match(rf"Error: {checks}:\d+: 'x \* 20' must occur once", done.stderr)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_is_told_and_freed_the_same_command_goes_on(
    jobs: int, course: Path, handed_in: Path, grader: Grader, disk: Disk, tmp_path: Path
) -> None:
    command = ("--course", course, "grade", handed_in, "-j", jobs, "-o")
    grader(*command, tmp_path / "whole")
    out, named = disk.path / "out", set()
    for size in (
        "4k",
        "16k",
        "60k",
        "100k",
        "200k",
        "300k",
        "400k",
        "500k",
    ):  # the record's file, its log, a report, the tables
        assert disk.has("remount", f"size={size}")
        done = grader(*command, out)
        error = done.stderr.splitlines()[-1]
        assert (done.exit_code, "Traceback" in done.stderr) == (1, False)
        assert re.match(rf"Error: {out}/\S+: .*; free space there, and run the same command again", error)
        assert not list(out.rglob("*.tmp"))
        named.add(error.split(": ")[1].rsplit("/", 1)[1])
    assert named > {"grades.sqlite"}
    assert done.stderr.splitlines()[-2].endswith(" of 24; the same command goes on.")
    assert disk.has("remount", "size=10m")
    assert grader(*command, out).exit_code == 1  # for the one that is unreadable
    assert record(out) == record(tmp_path / "whole")


def test_a_record_on_a_disk_that_may_not_be_written_is_not_to_be_moved_away(
    course: Path, handed_in: Path, grader: Grader, disk: Disk
) -> None:
    command = ("--course", course, "grade", handed_in / "student01.py", "-j", "1", "-o", disk.path)
    assert grader(*command).exit_code == 0
    assert disk.has("remount", "ro")
    done = grader(*command)
    assert (done.exit_code, done.stderr.count("\n"), "move it away" in done.stderr) == (1, 1, False)
    assert re.match(rf"Error: {disk.path}/\S+: .*name a(nother)? place", done.stderr)


def test_a_record_that_another_program_holds_is_told(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    command = ("--course", course, "grade", handed_in / "student01.py", "-j", "1", "-o", tmp_path / "out")
    grader(*command)
    with contextlib.closing(sqlite3.connect(tmp_path / "out" / "grades.sqlite", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        done = grader(*command)
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: {tmp_path / 'out' / 'grades.sqlite'}: database is locked; "
        "close the program that holds it, and run the same command again\n",
    )


def started(course: Path, handed_in: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "grader", "--course", course, "grade", handed_in, "-o", out, "-j", "2"]
    return subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_that_is_stopped_goes_on_and_ends_the_same(
    how: signal.Signals, course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    grader("--course", course, "grade", handed_in, "-o", tmp_path / "whole", "-j", "2")
    draw = random.Random(how)
    for _ in range(3):
        run = started(course, handed_in, tmp_path / "stopped")
        processes: list[psutil.Process] = []
        try:
            run.wait(draw.uniform(0.3, 2.0))
        except subprocess.TimeoutExpired:
            processes = psutil.Process(run.pid).children(recursive=True)
            os.kill(run.pid, how)
        _, said = run.communicate(timeout=600)
        assert not alive(processes)  # or they might still write when the next run does
        if b"Stopped at" in said:
            assert b"Traceback" not in said
            assert run.returncode == 130
    started(course, handed_in, tmp_path / "stopped").communicate()
    assert record(tmp_path / "stopped") == record(tmp_path / "whole")


@pytest.mark.long
def test_five_hundred_submissions_killed_ten_times(tmp_path: Path) -> None:
    handed_in = make(tmp_path / "class", 500, 500, MIXED)
    before = time.monotonic()
    started(ROOT, handed_in, tmp_path / "whole").communicate()
    whole = time.monotonic() - before
    draw = random.Random(500)
    left = []
    for _ in range(10):
        run = started(ROOT, handed_in, tmp_path / "killed")
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(draw.uniform(0, whole / 4))
        run.kill()
        run.communicate()
        left.append(len(list((tmp_path / "killed").glob("logistic_regression/*/result.json"))))
    print(f"an undisturbed run: {whole:.0f} s; results after each kill: {left}")
    started(ROOT, handed_in, tmp_path / "killed").communicate()
    assert record(tmp_path / "killed") == record(tmp_path / "whole")


def test_equal_programs_judged_once_give_what_running_each_gives(
    course: Path, tmp_path: Path, grader: Grader
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for number, program in enumerate(PROGRAMS * 3):
        moved = "\n" * (number % 4) + f"# by {number}\n" * (number % 3)
        (folder / f"s{number}.py").write_text(
            moved + program.replace("    return", "    # so\n    return", number % 2)
        )
    for name, options in (("shared", ()), ("each", ("--no-cache",))):
        assert (
            grader("--course", course, "grade", folder, "-o", tmp_path / name, "-j", "1", *options).exit_code
            == 0
        )
    assert record(tmp_path / "shared", how=False) == record(tmp_path / "each", how=False)
    assert any(reused(tmp_path / "shared").values())
    assert not any(reused(tmp_path / "each").values())


def reused(out: Path) -> dict[str, list[str]]:
    """Return, by submission, the exercises whose result is another's."""
    return {path.parent.name: json.loads(path.read_text())["reused"] for path in out.glob("*/*/result.json")}


def test_no_cache_grades_anew_what_is_stored(course: Path, tmp_path: Path, grader: Grader) -> None:
    folder, out = tmp_path / "class", tmp_path / "out"
    folder.mkdir()
    for name in ("ada", "grace", "carl"):
        (folder / f"{name}.py").write_text(f"# by {name}\n{PROGRAMS[0]}")

    def run(*options: str) -> dict[str, tuple[int, list[str]]]:
        done = grader("--course", course, "grade", folder, "-o", out, "-j", "1", *options)
        assert done.exit_code in (0, 1), done.output
        return {
            path.parent.name: (path.stat().st_mtime_ns, json.loads(path.read_text())["reused"])
            for path in out.glob("*/*/result.json")
        }

    first = run()
    assert any(names for _, names in first.values())
    assert run() == first  # nothing is run that is stored
    (folder / "carl.py").unlink()
    alone = run("--no-cache")
    for name in ("ada", "grace"):
        assert alone[name][0] > first[name][0]
        assert not alone[name][1]
    assert run("--no-cache") == alone  # a stopped run goes on where it was
    assert run() == alone  # what was run for itself is good for a run that reuses, too


def test_files_that_cannot_be_written_cost_nothing_that_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "ada"
    write_result({"score": 1, "exercises": []}, "first", folder)
    before = {path.name: path.read_text() for path in folder.iterdir()}
    (folder / "report.html.tmp").mkdir()
    with pytest.raises(IsADirectoryError):
        write_result({"score": 2, "exercises": []}, "second", folder)
    assert {path.name: path.read_text() for path in folder.iterdir() if path.is_file()} == before
    (folder / "report.html.tmp").rmdir()
    write_result({"score": 2, "exercises": []}, "second", folder)
    assert (folder / "report.html").read_text() == "second"
    assert not list(folder.glob("*.tmp"))


def test_a_file_called_as_a_command_to_a_terminal_is_told_as_what_it_is(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path
) -> None:
    clears, names = "\x1b[2J\x1b]0;mine\x07", ("a.py", "b.pdf")
    paths = [submit(f"{clears}{name}", "") for name in names]
    done = grader("--course", course, "grade", paths[0].parent, "-o", tmp_path / "out")
    assert done.stderr.count(r"\x1b[2J\x1b]0;mine\x07") == len(names)
    assert not {"\x1b", "\x07"} & set(done.stderr + done.stdout)
