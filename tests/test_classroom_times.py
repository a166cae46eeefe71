"""Lateness in a whole run: what acts, what cannot and is told, times that are given, what was never read."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Grader = Callable[..., Result]
RIGHT = (
    "import numpy as np\ndef double(x):\n    return x * 2\ndef norm(x, scale=1.0):\n    d = double(x)\n"
    "    n = scale * np.sqrt(np.sum(d ** 2))\n    return n, d / n\n"
)
COURSE = """
time_zone = "Europe/Berlin"
late_without_time = 2
[late]
per_day = 10
[assignments.pair]
weight = 1
due = 2026-10-24
"""
HANDED_IN = (
    "ada+pair+2026-10-25 22:59:00 UTC/hw.py",  # a day of 25 hours
    "bob+pair+2026-10-27 00:30:00 CET/hw.py",
    "carl+pair+2026-10-27 00:30:00 CST/hw.py",  # Chicago's, or Shanghai's
    "dora_LATE_1234_567890_hw.py",
    "emil.py",
)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def hand_in(folder: Path, *names: str, text: str = RIGHT) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_what_cannot_act_is_told_until_a_csv_says_more(course: Path, grader: Grader, tmp_path: Path) -> None:
    (course / "course.toml").write_text(COURSE)
    folder, out = hand_in(tmp_path / "class", *HANDED_IN), tmp_path / "out"
    words = ("--course", course, "grade", folder, "-o", out, "-a", "pair", "-j", "1")
    done = grader(*words)
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines() == [
        "pair: 2 of 5 hand-ins have no time (that of carl cannot be read: '2026-10-27 00:30:00 CST'), so its due date "
        "cannot act: in time, as far as is known: carl and emil. "
        "Give their times with --times FILE (student, assignment, handed_in)",
        "pair: 1 hand-in called late by the system they come from, without a time: each is taken for late_without_time "
        "= 2 days late: dora. Give their times with --times FILE (student, assignment, handed_in)",
    ]
    assert "cannot act: in time, as far as is known" in (out / "index.html").read_text()
    columns = ("student", "late", "lost_to_lateness", "mark", "handed_in", "days_late")
    rows = [tuple(row[name] for name in columns) for row in table(out / "grades.csv")]
    assert rows == [
        ("ada", "yes", "10", "90", "2026-10-25 23:59:00+01:00", "1"),
        ("bob", "yes", "30", "70", "2026-10-27 00:30:00+01:00", "3"),
        ("carl", "", "", "100", "", ""),
        ("dora", "yes", "20", "80", "", "2"),
        ("emil", "", "", "100", "", ""),
    ]
    (tmp_path / "times.csv").write_text(
        "\ufeffStudent;Identifier;Assignment;Handed_in\r\ncarl;;pair;2026-10-24 23:59\r\n;1234;pair;2026-10-25\r\n"
        "emil;;pair;2026-10-27T00:00:00+01:00\r\nbob;;pair;2026-10-24T21:59:00Z\r\nzoe;;pair;2026-10-24\r\n",
        encoding="utf-8",
    )
    done = grader(*words, "--times", tmp_path / "times.csv")
    assert done.stderr.splitlines() == ["Named in --times, but nobody of the class: zoe"]
    assert [row["mark"] for row in table(out / "grades.csv")] == ["90", "100", "100", "90", "70"]
    (tmp_path / "times.csv").write_text("student,assignment,handed_in\nbob,pair,\nzoe,pair,\n")
    assert grader(*words, "--times", tmp_path / "times.csv").stderr == ""
    assert [row["grade"] for row in table(out / "final.csv")] == [
        "90.00",
        "70.00",
        "100.00",
        "90.00",
        "70.00",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("student,assignment\nada,pair\n", "times.csv: no column 'handed_in'"),
        ("student,assignment,handedin\nada,pair,2026-10-05\n", "times.csv: no column 'handed_in'"),
        ("student,assignment,handed_in\nada,pair,soon\n", "times.csv:2: handed_in is 'soon'; a date and time is"),
        ("student,assignment,handed_in\nada,pair,10/5/2026 9:15 PM\n", "times.csv:2: handed_in is '10/5/2026 9:15 PM'"),
        ("student,assignment,handed_in\nada,pear,2026-10-05\n", "times.csv:2: 'pear': no such assignment; there are:"),
        ("student,assignment,handed_in\n,pair,2026-10-05\n", "times.csv:2: whose time is it? Fill in student or"),
        (
            "student,assignment,handed_in\nada,pair,2026-10-05\nada,pair,2026-10-06\n",
            "times.csv:3: this hand-in's time stands in line 2 already; keep one",
        ),
        ("student,assignment,handed_in,attempt\nada,pair,2026-10-05,x\n", "times.csv:2: attempt is 'x'; a number"),
    ],
)  # fmt: skip
def test_times_that_are_none_are_one_line(
    course: Path, grader: Grader, tmp_path: Path, text: str, says: str
) -> None:
    folder = hand_in(tmp_path / "class", "ada.py")
    (tmp_path / "times.csv").write_text(text)
    done = grader(
        "--course", course, "grade", folder, "-o", tmp_path / "out", "--times", tmp_path / "times.csv"
    )
    assert (done.exit_code, done.stderr.count("\n"), (tmp_path / "out").exists()) == (1, 1, False)
    assert says in done.stderr


EXPORT = "assignment_9_export"
METADATA = """---
submission_11:
  :submitters:
  - :name: Gita Roy
    :sid: '1011'
  - :name: Hal Oz
    :sid: '1012'
  :created_at: 2026-10-25 22:59:00.000000000 Z
submission_12:
  :history:
  - :created_at: 2026-10-01 21:00:00.000000000 Z
  :submitters:
  - :name: Ida Noe
    :sid: '1013'
  :created_at: 2026-10-24 21:59:00.000000000 Z
"""
RECEIPT = (
    "Name: Leo Ham (lham)\nAssignment: Week 2\nDate Submitted: Sunday, October 25, 2026 11:59:00 PM CET\n"
)
SYSTEMS = {  # one second too late is a day, in every system's own way of saying it
    "exchange/ada+pair+2026-10-25 22:59:00 UTC/hw.py": ("ada", "90"),
    "exchange/bob+pair+2026-10-24 21:59:00 UTC/hw.py": ("bob", "100"),
    "exchange/cyd+pair+2026-10-25 23:59:00 Europe/Berlin+x8f2/hw.py": ("cyd", "90"),
    "files/dan+pair+2026-10-26 00:30:00 +0100.py": ("dan", "80"),
    "tree/submitted/eve/pair/hw.py": ("eve", "90"),
    "tree/submitted/fay/pair/deep/hw.py": ("fay", "80"),
    f"{EXPORT}/submission_11/hw.py": ("Gita Roy, Hal Oz", "90"),
    f"{EXPORT}/submission_12/hw.py": ("Ida Noe", "100"),
    "d2l/31-77 - Jan Bok - Oct 24, 2026 1159 PM/hw.py": ("Jan Bok", "100"),
    "d2l/32-77 - Kay Lim - Oct 25, 2026 1201 AM - hw.py": ("Kay Lim", "90"),
    "bb/Week 2_lham_attempt_2026-10-25-23-59-00_hw.py": ("lham", "90"),
    "bb/Week 2_mnov_attempt_2026-10-24-23-59-00_hw.py": ("mnov", "100"),
    "plain/ned.py": ("ned", "100"),
    "plain/olga.py": ("olga", "100"),
}


@pytest.mark.parametrize("is_zip", [False, True])
def test_every_systems_time_reaches_the_mark(
    course: Path, grader: Grader, tmp_path: Path, is_zip: bool
) -> None:
    """Also what an owner of a folder writes into it decides nothing."""
    (course / "course.toml").write_text(COURSE)
    folder, out = hand_in(tmp_path / "class", *SYSTEMS), tmp_path / "out"
    hand_in(folder, "tree/submitted/eve/pair/timestamp.txt", text="2026-10-25 22:59:00.1 UTC\n")
    hand_in(folder, "tree/submitted/fay/pair/timestamp.txt", text="2026-10-25 23:30:00.1 UTC\n")
    hand_in(folder, "tree/submitted/fay/pair/deep/timestamp.txt", text="2026-10-01 10:00:00 UTC\n")
    hand_in(folder, f"{EXPORT}/submission_metadata.yml", text=METADATA)
    hand_in(folder, f"{EXPORT}/submission_11/timestamp.txt", text="2026-10-01 10:00:00 UTC\n")
    hand_in(folder, f"{EXPORT}/submission_11/submission_metadata.yml", text=METADATA.replace("-25", "-20"))
    hand_in(folder, "bb/Week 2_lham_attempt_2026-10-25-23-59-00.txt", text=RECEIPT)
    paths = [path for path in sorted(folder.iterdir()) if path.is_dir()]
    if is_zip:
        paths = [Path(shutil.make_archive(str(path), "zip", path.parent, path.name)) for path in paths]
    done = grader("--course", course, "grade", *paths, "-o", out, "-a", "pair", "-j", "1")
    assert done.exit_code == 0, done.output
    expected = {name: mark for names, mark in SYSTEMS.values() for name in names.split(", ")}
    assert {row["student"]: row["mark"] for row in table(out / "grades.csv")} == expected
    assert (
        "2 of 15 hand-ins have no time, so its due date cannot act: in time, as far as is known: ned and olga."
        in (done.stderr)
    )


def test_a_time_that_a_system_tells_anew_counts_though_the_file_is_the_same(
    course: Path, grader: Grader, tmp_path: Path
) -> None:
    (course / "course.toml").write_text(COURSE)
    folder, out = hand_in(tmp_path / "submitted", "ada/pair/hw.py"), tmp_path / "out"
    for when, mark in (("", "100"), ("2026-10-25 21:00:00 UTC", "90"), ("2026-10-24 21:00:00 UTC", "100")):
        (folder / "ada" / "pair" / "timestamp.txt").write_text(when)
        done = grader("--course", course, "grade", folder, "-o", out, "-j", "1")
        assert [row["mark"] for row in table(out / "grades.csv")] == [mark]
    assert "1 unchanged" in done.output


# --- no zero of ours ---------------------------------------------------------------------------------------

DAMAGED = "{"
LONG = "x = [" + "1," * 100_000 + "]\n"


def test_what_was_not_read_is_no_zero(course: Path, grader: Grader, tmp_path: Path) -> None:
    """Its reason stands in every table and export, and the final grade waits for a decision."""
    (course / "course.toml").write_text("[assignments.pair]\nweight = 1\n")
    folder, out = hand_in(tmp_path / "class", "ada.py", "zoe.py"), tmp_path / "out"
    hand_in(folder, "bob.ipynb", text=DAMAGED)
    hand_in(folder, "carl.py", text=LONG)  # refused by a limit of ours
    os.mkfifo(folder / "emil.py")
    (tmp_path / "class.csv").write_text("student\nada\nbob\ncarl\nemil\nfinn\nzoe\n")
    words = ("--course", course, "grade", folder, "-o", out, "-a", "pair", "-j", "1")
    done = grader(*words, "--roster", tmp_path / "class.csv")
    assert done.exit_code == 1
    assert "stay open, as a hand-in has no mark: bob, carl and emil. Have it read" in done.stderr
    finals = {row["student"]: row for row in table(out / "final.csv")}
    assert {name: (row["pair"], row["grade"], row["passed"]) for name, row in finals.items()} == {
        "ada": ("100", "100.00", "yes"), "bob": ("", "", ""), "carl": ("", "", ""), "emil": ("", "", ""),
        "finn": ("", "0.00", "no"), "zoe": ("100", "100.00", "yes"),
    }  # fmt: skip
    reasons = {row["student"]: row["message"] for row in table(out / "grades.csv") if row["message"]}
    assert list(reasons) == ["bob", "carl", "emil"]
    for name, reason in reasons.items():
        assert finals[name]["message"] == f"could not be read, so open until you decide: pair ({reason})"
    assert "stay open, as a hand-in has no mark" in (out / "index.html").read_text()
    (tmp_path / "canvas.csv").write_text(
        "Student,ID,pair (1)\nPoints Possible,,10\nada,1,\nbob,2,\nemil,3,7\n", encoding="utf-8"
    )
    filled = grader(
        "export", "canvas", out, "--from", tmp_path / "canvas.csv", "--to", tmp_path / "filled.csv"
    )
    assert f"no mark, so none was filled: bob ({reasons['bob']}), carl" in filled.output
    assert [row["pair (1)"] for row in table(tmp_path / "filled.csv")] == ["10", "10", "", "7"]
    (tmp_path / "hand.csv").write_text("assignment,student,score\npair,bob,0\n")
    grader(*words, "--overrides", tmp_path / "hand.csv")
    assert [row["grade"] for row in table(out / "final.csv")][:3] == ["100.00", "0.00", ""]


SETPRIV = (
    "setpriv",
    "--bounding-set=-dac_override,-dac_read_search",
    "--inh-caps=-dac_override,-dac_read_search",
)


@pytest.mark.skipif(
    os.name != "posix" or (os.geteuid() == 0 and shutil.which("setpriv") is None),
    reason="root may open everything, unless setpriv takes that right away",
)
def test_what_may_not_be_opened_is_no_zero(course: Path, tmp_path: Path) -> None:
    """A file, a folder, and what is in it; filed under no assignment, as nobody could recognise it."""
    folder, out = (
        hand_in(tmp_path / "class", "ada/hw.py", "bob/hw.py", "carl/hw.py", "dora/hw.py"),
        tmp_path / "out",
    )
    (course / "course.toml").write_text("[assignments.pair]\nweight = 1\n")
    (folder / "bob" / "hw.py").chmod(0)
    (folder / "carl").chmod(0)
    (folder / "dora").chmod(0o400)  # may be listed, and what is in it not be opened
    words = ["-m", "grader", "--course", course, "grade", folder, "-o", out, "-j", "1"]
    command = [*(SETPRIV if os.geteuid() == 0 else ()), sys.executable, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (folder / "carl").chmod(0o700)
    (folder / "dora").chmod(0o700)
    assert done.returncode == 1, done.stderr
    grades = {row["student"]: (row["grade"], row["message"]) for row in table(out / "final.csv")}
    assert [grade for grade, _ in grades.values()] == ["100.00", "", "", ""]
    assert all("Permission denied" in message for _, message in list(grades.values())[1:])
