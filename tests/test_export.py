"""What other systems take in: written from real results, read back as they would."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from small_disk import Disk

from grader.classroom.export.github import LARGEST, markdown, summary

Grader = Callable[..., Result]

RIGHT = """
import numpy as np

def double(x):
    return x * 2

def norm(x, scale=1.0):
    d = double(x)
    n = scale * np.sqrt(np.sum(d ** 2))
    return n, d / n
"""
HOSTILE = """
def double(x):
    raise ValueError("::error::boo\\n::set-output name=a::b\\r\\x00\\x07]]> </script> =cmd|' /C calc'!A0 | `x` [a](b)")
"""
HIDDEN_ONLY = RIGHT.replace("return x * 2", "return x * 2 if np.ndim(x) == 0 else x * 3")


@pytest.fixture
def graded(course: Path, grader: Grader, tmp_path: Path) -> Callable[..., Path]:
    """Grade programs by name and return OUT."""

    def run(**programs: str) -> Path:
        folder = tmp_path / "class"
        folder.mkdir()
        for student, source in programs.items():
            ending = ".ipynb" if source == "{" else ".py"
            (folder / f"{student}{ending}").write_text(source)
        done = grader("--course", course, "grade", folder, "-o", tmp_path / "out", "-j", "1")
        assert done.exit_code in {0, 1}, done.output
        return tmp_path / "out"

    return run


# --- Gradescope --------------------------------------------------------------------------------------

TOP = {
    "score": float | int, "execution_time": float | int, "output": str, "output_format": str,
    "test_output_format": str, "test_name_format": str, "visibility": str, "stdout_visibility": str,
    "extra_data": dict, "tests": list, "leaderboard": list,
}  # fmt: skip
TEST = {
    "score": float | int, "max_score": float | int, "status": str, "name": str, "name_format": str, "number": str,
    "output": str, "output_format": str, "tags": list, "visibility": str, "extra_data": dict,
}  # fmt: skip
FORMATS = {"text", "html", "simple_format", "md", "ansi"}


def as_published(results: dict[str, object]) -> None:
    """Check results.json against the published list of fields."""
    for fields, given in [(TOP, results), *((TEST, test) for test in results["tests"])]:
        for name, value in given.items():
            assert isinstance(value, fields[name]), name
            assert not name.endswith("format") or value in FORMATS
            assert not name.endswith("visibility") or value in {
                "hidden",
                "after_due_date",
                "after_published",
                "visible",
            }
            assert name != "status" or value in {"passed", "failed"}


@pytest.fixture
def container(
    course: Path, grader: Grader, tmp_path: Path
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Unpack the zip as Gradescope does, set it up, and return how a submission is run."""
    done = grader("--course", course, "export", "gradescope", tmp_path, "-a", "pair")
    assert done.exit_code == 0, done.output
    base = tmp_path / "autograder"
    for folder in ("source", "submission", "results"):
        (base / folder).mkdir(parents=True)
    subprocess.run(["unzip", "-q", tmp_path / "autograder.zip", "-d", base / "source"], check=True)
    (base / "run_autograder").write_bytes((base / "source" / "run_autograder").read_bytes())
    (base / "run_autograder").chmod(0o755)
    source = base / "source"
    known = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "AUTOGRADER": str(base)}
    environment = known | {"GRADER_PYTHON": sys.executable, "PYTHONPATH": str(source / "package")}

    def run(script: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([script], cwd=base, env=environment, capture_output=True, text=True)

    made = run(source / "setup.sh")
    assert made.returncode == 0, made.stderr

    def submit(program: str) -> subprocess.CompletedProcess[str]:
        (base / "submission" / "work.py").write_text(program)
        return run(base / "run_autograder")

    return submit


def test_the_zip_is_laid_out_as_gradescope_wants_it(course: Path, grader: Grader, tmp_path: Path) -> None:
    (course / "reference" / "__pycache__").mkdir(exist_ok=True)
    for _ in range(2):
        grader("--course", course, "export", "gradescope", tmp_path, "-a", "pair", "--to", tmp_path / "a.zip")
        grader("--course", course, "export", "gradescope", tmp_path, "-a", "pair", "--to", tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        names = set(archive.namelist())
        assert {"setup.sh", "run_autograder", "package/pyproject.toml", "course/reference/pair.py"} <= names
        assert not [name for name in names if "__pycache__" in name]
        for name in ("setup.sh", "run_autograder"):
            content, mode = archive.read(name), archive.getinfo(name).external_attr >> 16
            assert content.startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in content
            assert b"@ASSIGNMENT@" not in content
            assert mode & stat.S_IXUSR
    done = grader("--course", course, "export", "gradescope", tmp_path)
    assert (done.exit_code, "name it with -a" in done.stderr) == (1, True)


def test_the_container_grades(
    container: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    place = tmp_path / "autograder" / "results" / "results.json"
    for program, score in ((RIGHT, 100), (HOSTILE, 0), (HIDDEN_ONLY, 68)):
        done = container(program)
        assert done.returncode == 0, done.stderr
        results = json.loads(place.read_text())
        as_published(results)
        assert results["score"] == score
        assert sum(test["score"] for test in results["tests"]) == score
    said = next(test["output"] for test in results["tests"] if test["name"] == "double")
    assert said == "Hidden case 2: wrong answer"  # and none of its values


def test_the_container_tells_of_a_file_it_cannot_read(
    container: Callable[[str], subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    assert container("\x00\x01 not python ((").returncode == 0
    results = json.loads((tmp_path / "autograder" / "results" / "results.json").read_text())
    as_published(results)
    assert results["score"] == 0
    assert results["tests"] or "could not be read" in results["output"]


def test_a_failure_of_ours_writes_no_result(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(ada=RIGHT)
    place = out / "pair" / "ada" / "result.json"
    record = json.loads(place.read_text()) | {
        "status": "internal_error",
        "score": None,
        "message": "disk full",
    }
    place.write_text(json.dumps(record))
    for system in ("gradescope-results", "coursera"):
        done = grader("export", system, out, "--to", out / "told.json")
        assert (done.exit_code, "disk full" in done.stderr) == (3, True)
        assert not (out / "told.json").exists()


# --- Canvas and Moodle -------------------------------------------------------------------------------

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Pair (4711),Essay (12),Assignments Current Score\r\n"
    "    Points Possible,,,,,10,20,(read only)\r\n"
    '"Lovelace, Ada",1001,S1,ada@example.org,A,3,17,90\r\n'
    '"O\'Neil, Bob ""Bo""",1002,S2,bob,A,,,\r\n'
    '"Smith, Kim",1003,S3,kim1,A,5,,\r\n'
    '"Smith, Kim",1004,S4,kim2,A,6,,\r\n'
    '"Student, Test",1005,,,A,,,\r\n'
)


def sheet(path: Path, separator: str = ",") -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=separator)
    )


def test_canvas_gets_its_own_file_back_with_one_column_filled(
    graded: Callable[..., Path], grader: Grader
) -> None:
    out = graded(
        **{"lovelaceada_1001_99999_work": RIGHT, "bob": HIDDEN_ONLY, "Kim Smith": RIGHT, "zoe": RIGHT}
    )
    (out / "canvas_export.csv").write_bytes(CANVAS.encode())
    done = grader("export", "canvas", out, "--from", out / "canvas_export.csv", "--to", out / "filled.csv")
    assert done.exit_code == 0, done.output
    assert (
        "2 marks filled in; not in the file: zoe; fit several rows, so none was filled: Kim Smith"
        in done.output
    )
    assert (out / "filled.csv").read_bytes().startswith("\ufeffStudent,ID,SIS User ID,".encode())
    assert (out / "filled.csv").read_bytes().count(b"\r\n") == 6
    assert sheet(out / "filled.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Pair (4711)"],
        ["    Points Possible", "", "", "", "", "10"],
        ["Lovelace, Ada", "1001", "S1", "ada@example.org", "A", "10"],
        ['O\'Neil, Bob "Bo"', "1002", "S2", "bob", "A", "6.8"],
        ["Smith, Kim", "1003", "S3", "kim1", "A", "5"],
        ["Smith, Kim", "1004", "S4", "kim2", "A", "6"],
    ]


def test_canvas_asks_which_column(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(bob=RIGHT)
    (out / "export.csv").write_text(CANVAS.replace("Pair (4711)", "Week 1 (4711)"), encoding="utf-8")
    done = grader("export", "canvas", out, "--from", out / "export.csv")
    assert (done.exit_code, "'Week 1 (4711)'" in done.stderr) == (1, True)
    done = grader("export", "canvas", out, "--from", out / "export.csv", "--column", "Week 1")
    assert (done.exit_code, "1 mark filled in" in done.output) == (0, True)
    assert "Name it" not in done.output


def test_a_row_that_two_of_ours_fit_is_left_to_a_person(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(**{"lovelaceada_1001_99999_work": RIGHT, "Ada Lovelace": HIDDEN_ONLY, "bob": RIGHT})
    (out / "export.csv").write_bytes(CANVAS.encode())
    done = grader("export", "canvas", out, "--from", out / "export.csv", "--to", out / "filled.csv")
    assert "1 mark filled in; fit a row that fits another of these, so none was filled: " in done.output
    assert [row[-1] for row in sheet(out / "filled.csv")][2:4] == ["3", "10"]  # as it was


@pytest.mark.parametrize("system", ["canvas", "moodle"])
def test_a_file_from_elsewhere_is_refused_in_one_line(
    system: str, graded: Callable[..., Path], grader: Grader
) -> None:
    out = graded(bob=RIGHT)
    (out / "other.csv").write_text("Pupil,pair\nbob,\n")
    (out / "latin.csv").write_bytes("Student,pair\nJos\xe9,\n".encode("latin-1"))
    for name, says in [
        ("other.csv", "no export of"),
        ("latin.csv", "not in UTF-8"),
        ("none.csv", "No such file"),
    ]:
        done = grader("export", system, out, "--from", out / name)
        assert (done.exit_code, done.stderr.count("\n"), done.stderr.count(name)) == (1, 1, 1)
        assert says in done.stderr


MOODLE = (
    "Identifier;Full name;ID number;Email address;Status;Grade;Maximum Grade;Grade can be changed;"
    "Last modified (submission);Last modified (grade);Feedback comments\r\n"
    "Participant 5001;Ada Lovelace;77;Ada@example.org;Submitted;;10,00;Yes;Monday, 5 October;-;\r\n"
    "Participant 5002;Bob Noyce;78;bob@example.org;Submitted;1,50;10,00;No;Monday, 5 October;Tuesday;kept\r\n"
    "Participant 5003;Eve;79;eve@example.org;Submitted;;10,00;Yes;Monday, 5 October;Tuesday;\r\n"
)


def test_moodle_gets_its_worksheet_back(
    course: Path, graded: Callable[..., Path], grader: Grader, tmp_path: Path
) -> None:
    (tmp_path / "class.csv").write_text("student,email\nhacker,eve@example.org\n")
    out = graded(**{"Ada Lovelace": HIDDEN_ONLY, "bob": RIGHT, "hacker": HOSTILE})
    grader(
        "--course",
        course,
        "grade",
        tmp_path / "class",
        "-o",
        out,
        "-j",
        "1",
        "--roster",
        tmp_path / "class.csv",
    )
    (out / "worksheet.csv").write_bytes(MOODLE.encode())
    done = grader("export", "moodle", out, "--from", out / "worksheet.csv")
    assert done.exit_code == 0, done.output
    before, after = csv.reader(io.StringIO(MOODLE), delimiter=";"), sheet(out / "moodle.csv", ";")
    given = [list(row) for row in before]
    assert [row[:5] + row[6:10] for row in given] == [row[:5] + row[6:10] for row in after]
    assert [row[5] for row in after] == ["Grade", "6,80", "1,50", "0,00"]
    comments = [row[10] for row in after[1:]]
    assert comments[0] == "68 of 100<br>double: Hidden case 2: wrong answer"
    assert comments[1] == "kept"
    assert comments[2].startswith("0 of 100<br>double: ")
    assert "</script>" not in comments[2]
    assert b"\r\n" in (out / "moodle.csv").read_bytes()


def test_a_spreadsheet_takes_no_students_text_for_a_formula(graded: Callable[..., Path]) -> None:
    out = graded(**{"=cmd|calc": RIGHT, "+1": RIGHT, "bad": "{"})
    with (out / "grades.csv").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"}]


AS_DELIVERED = ("deliveries.csv", "persons.csv")  # they call files and people what they were called
HOSTILE_NAMES = (
    "=cmd|calc", "-2+3", "@SUM(1)", "\t=1", "\uff1d1+1", "\x1b[2Jx", "a\n::error::x", "<img src=x onerror=alert(1)>",
    "{{7*7}}", "%s%n", "\u202eyp.eve", '"; DROP TABLE x', "--help", "${HOME}`id`", "x" * 200, "=1\r\n=2",
)  # fmt: skip
HOSTILE_WORDS = (
    "=1 \x1b]0;own\x07 <script>alert(1)</script> {{7*7}} ::error::x\n::set-output name=a::b \u202e ]]> \x00"
)
HOSTILE_PROGRAMS = (
    f"def double(x):\n    raise ValueError({HOSTILE_WORDS!r})\n",
    f"def double(x):\n    print({HOSTILE_WORDS!r})\n    return {{{HOSTILE_WORDS!r}: 1}}\n",
    "class E(Exception): pass\nE.__name__ = '=<script>alert(1)</script>'\ndef double(x): raise E('\\x1b[2J')\n",
    f"def double(x):\n    {HOSTILE_WORDS!r}\n    return {HOSTILE_WORDS!r}\n",
)


def test_no_command_shows_or_writes_what_acts(course: Path, grader: Grader, tmp_path: Path) -> None:
    """Not in a terminal, a runner of CI, a spreadsheet, a browser or XML, whatever files and texts are called."""
    folder, out, checks = tmp_path / "class", tmp_path / "out", course / "assignments" / "pair" / "checks.py"
    folder.mkdir()
    for number, name in enumerate(HOSTILE_NAMES):
        (folder / f"{name}.py").write_text(HOSTILE_PROGRAMS[number % len(HOSTILE_PROGRAMS)])
    head = "Identifier,Full name,Status,Grade,Maximum Grade,Student,ID,pair,Feedback comments"
    known = [re.sub(r"[\W_]+", " ", name).strip() for name in HOSTILE_NAMES]  # harmless, and known again
    rows = [f"Participant {number},{name},,,100,{name},,," for number, name in enumerate(known)]
    (tmp_path / "sheet.csv").write_text("\n".join([head, *rows]) + "\n")
    told = [
        grader("--course", course, "grade", folder, "-o", out, "-j", 1, *options)
        for options in ([], ["--no-cache"])
    ]
    checks.write_text(checks.read_text().replace("points=40", "points=60"))
    told.append(grader("--course", course, "regrade", out, "-j", 1))
    for system in SYSTEMS[1:]:
        source = ("--from", tmp_path / "sheet.csv") if system in {"canvas", "moodle"} else ()
        told.append(
            grader("--course", course, "export", system, out, "--to", tmp_path / f"told.{system}", *source)
        )
    for done in told:
        assert done.exit_code == 0, done.output
        assert not set(done.output) & {"\x1b", "\x07", "\x00", "\u202e"}
        assert all(
            re.match(r"::error file=[^:,]*,title=[^:,]*::", line)
            for line in done.output.splitlines()
            if line[:2] == "::"
        )
    written = [
        path
        for path in (*out.rglob("*"), *tmp_path.glob("told.*"))
        if path.suffix != ".sqlite" and path.is_file()
    ]
    assert len(written) > 2 * len(HOSTILE_NAMES)
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert not set(text) & {"\x1b", "\x07", "\x00", "\u202e"}, path
        if path.suffix not in {".json", ".coursera", ".gradescope-results"} and path.name not in AS_DELIVERED:
            assert "<script>alert" not in text, path
            assert "<img src=x" not in text, path
    tables = (out / name for name in ("grades.csv", *AS_DELIVERED))
    for path in (*tables, tmp_path / "told.canvas", tmp_path / "told.moodle"):
        cells = {cell for row in sheet(path) for cell in row if cell[:1] in {*"=+-@\t\r\n", "\uff1d"}}
        assert not cells
    assert "0 of 120<br>double: " in (tmp_path / "told.moodle").read_text()


# --- Coursera, GitHub, JUnit -------------------------------------------------------------------------


def test_coursera_gets_a_number_and_the_words(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(ada=HIDDEN_ONLY)
    assert grader("export", "coursera", out, "--to", out / "shared" / "feedback.json").exit_code == 0
    told = json.loads((out / "shared" / "feedback.json").read_text())
    assert set(told) == {"fractionalScore", "feedback", "feedbackType"}
    assert type(told["fractionalScore"]) is float
    assert told["fractionalScore"] == pytest.approx(0.68)
    assert "double: 8 of 40\n  Hidden case 2: wrong answer" in told["feedback"]
    assert (out / "shared" / "htmlFeedback.html").read_text() == (
        out / "pair" / "ada" / "report.html"
    ).read_text()


def test_one_of_many_is_called_the_best(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(ada=HIDDEN_ONLY, bob=RIGHT)
    for system in ("coursera", "gradescope-results"):
        assert "(the best of 2 submissions there)" in grader("export", system, out, "-a", "pair").output


def test_github_gets_no_command_of_a_students(
    graded: Callable[..., Path], grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = graded(ada=HOSTILE, bob="{")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(out / "step.md"))
    (out / "step.md").write_text("before\n")
    done = grader("export", "github", out)
    assert done.exit_code == 0, done.output
    commands = [line for line in done.output.splitlines() if line.startswith("::")]
    assert len(commands) == 3
    for line in commands:
        assert re.fullmatch(r"::error file=[^:,]*,title=[^:,]*::.*", line)
    assert "%0A::set-output" in done.output
    text = (out / "step.md").read_text()
    assert text.startswith("before\n### ")
    assert "<script" not in text
    assert not [line for line in text.splitlines() if line.startswith("::")]
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 4 for line in text.splitlines() if line.startswith("|"))


def test_github_has_room_for_so_many() -> None:
    record = {"student": "a" * 500, "status": "unreadable", "message": "m" * 500, "exercises": []}
    text = summary([record] * 3_000)
    assert len(text.encode()) < LARGEST + 1_000
    assert text.endswith("more submissions are left out.\n")


def test_github_annotates_the_worst_ten(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(**{f"s{number}": HIDDEN_ONLY for number in range(12)}, worst=HOSTILE)
    commands = [line for line in grader("export", "github", out).output.splitlines() if line.startswith("::")]
    assert len(commands) == 10
    assert "title=worst%3A" in commands[0]


def test_markdown_keeps_text_in_its_place() -> None:
    assert markdown("a|b\n# <b> `c` [x](y) @team ~~z~~") == (
        r"a\|b \# &lt;b\> \`c\` \[x\]\(y\) \@team \~\~z\~\~"
    )


def test_junit_is_well_formed_whatever_a_student_prints(graded: Callable[..., Path], grader: Grader) -> None:
    out = graded(ada=RIGHT, eve=HOSTILE, tom="def double(x):\n    return x * 3\n", zoe="{")
    assert grader("export", "junit", out).exit_code == 0
    root = ElementTree.parse(out / "junit.xml").getroot()
    found = {
        (case.get("classname"), case.get("name")): next((one.tag for one in case), "passed")
        for case in root.iter("testcase")
    }
    assert found["pair.ada", "double"] == "passed"
    assert found["pair.eve", "double"] == "failure"
    assert found["pair.tom", "double"] == "failure"
    assert [tag for (where, name), tag in found.items() if name == "submission"] == ["error"]
    assert root.get("tests") == str(len(found))
    assert int(root.get("failures")) + int(root.get("errors")) + int(root.get("skipped")) == sum(
        tag != "passed" for tag in found.values()
    )


SYSTEMS = ["gradescope", "gradescope-results", "canvas", "moodle", "coursera", "github", "junit"]


@pytest.fixture
def exported(course: Path, graded: Callable[..., Path], grader: Grader) -> Callable[[str, Path], Result]:
    """Export one graded submission to a target."""
    out = graded(ada=RIGHT)
    (out / "from.csv").write_text("Student,ID,Full name,pair\nada,1,ada,\n")

    def run(system: str, target: Path) -> Result:
        source = ("--from", out / "from.csv") if system in {"canvas", "moodle"} else ()
        return grader("--course", course, "export", system, out, "-a", "pair", "--to", target, *source)

    return run


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_target_that_cannot_be_written_is_named_and_nothing_is_left(
    system: str, exported: Callable[[str, Path], Result], tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "file").write_text("a file")
    before = sorted(tmp_path.rglob("*"))
    done = exported(system, tmp_path / "mine")
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (1, 1, "")
    assert done.stderr.startswith(f"Error: {tmp_path / 'mine'}: a folder; name the file to write, such as ")
    done = exported(system, tmp_path / "file" / "new" / "there")
    assert (done.exit_code, done.stderr.count("\n"), done.stdout) == (1, 1, "")
    assert done.stderr.startswith(f"Error: {tmp_path / 'file'}")
    assert done.stderr.endswith("a file is where a folder is needed; name another place\n")
    assert sorted(tmp_path.rglob("*")) == before
    assert exported(system, tmp_path / "new" / "there").exit_code == 0
    assert (tmp_path / "new" / "there").is_file()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_full_disk_is_told_and_what_was_there_is_kept(
    system: str, exported: Callable[[str, Path], Result], disk: Disk
) -> None:
    target = disk.path / "there"
    target.write_text("as it was" * 4_096)  # whole blocks: what is added needs another
    disk.fill()
    for place in (target, disk.path / "new" / "there"):
        done = exported(system, place)
        assert (done.exit_code, done.stderr) == (
            1,
            f"Error: {place}: No space left on device; free space there, and run the same command again\n",
        )
    assert sorted(path.name for path in disk.path.iterdir()) == ["filler", "there"]
    assert target.read_text() == "as it was" * 4_096
    disk.free()
    assert disk.has("remount", "ro")
    done = exported(system, target)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "Read-only file system; name a place that can be written" in done.stderr
    assert disk.has("remount", "rw", "size=10m")
    assert exported(system, target).exit_code == 0


def test_an_empty_folder_is_refused(grader: Grader, tmp_path: Path) -> None:
    for system in ("junit", "github", "coursera", "gradescope-results"):
        done = grader("export", system, tmp_path)
        assert (done.exit_code, "no results here" in done.stderr) == (1, True)
    done = grader("export", "canvas", tmp_path, "--from", tmp_path / "x.csv")
    assert done.exit_code == 1
