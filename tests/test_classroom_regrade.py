"""A regrade, and its preview, which writes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from small_disk import Disk

Grader = Callable[..., Result]

DOUBLE = "def double(x):\n    return x * {}\n"


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file; of the record, what it holds, as a reader's log comes and goes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "grades.sqlite-" not in path.name
    }


@pytest.fixture
def out(course: Path, submit: Callable[[str, str], Path], grader: Grader, tmp_path: Path) -> Path:
    for name, factor in (("ada", 2), ("bob", 3), ("eve", 4)):
        folder = submit(f"{name}.py", DOUBLE.format(factor)).parent
    assert grader("--course", course, "grade", folder, "-o", tmp_path / "out", "-j", "1").exit_code == 0
    return tmp_path / "out"


def triple(course: Path) -> None:
    """Make the reference triple, and its mistake double."""
    reference, checks = course / "reference" / "pair.py", course / "assignments" / "pair" / "checks.py"
    reference.write_text(reference.read_text().replace("return x * 2", "return x * 3"))
    text = checks.read_text().replace('"x * 2", "x * 3", "You', '"x * 3", "x * 2", "You')
    checks.write_text(text.replace('@variant("x * 2", "x + x")', '@variant("x * 3", "x + x + x")'))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_preview_tells_who_would_change_and_writes_nothing(
    jobs: int, course: Path, out: Path, grader: Grader
) -> None:
    triple(course)
    before = contents(out)
    done = grader("--course", course, "regrade", out, "--preview", "-j", jobs)
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "pair/ada: 40 -> 0 (-40): double -40",
        "pair/bob: 0 -> 40 (+40): double +40",
        "2 of 3 submissions would change: 1 up, 1 down; 0 new. Nothing was written.",
    ]
    assert contents(out) == before
    assert not (out / ".preview").exists()


def test_a_preview_on_a_full_disk_names_what_it_cannot_write_and_leaves_nothing(
    course: Path, submit: Callable[[str, str], Path], grader: Grader, disk: Disk
) -> None:
    handed_in = submit("ada.py", DOUBLE.format(2))
    grader("--course", course, "grade", handed_in, "-o", disk.path / "out", "-j", "1")
    triple(course)
    disk.fill()
    before = contents(disk.path)
    done = grader("--course", course, "regrade", disk.path / "out", "--preview", "-j", "1")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(f"Error: {disk.path}/out/")
    assert "free space there" in done.stderr
    assert contents(disk.path) == before
    disk.free()
    done = grader("--course", course, "regrade", disk.path / "out", "--preview", "-j", "1")
    assert done.output.startswith("pair/ada: 40 -> 0 (-40): double -40\n")


def test_what_a_preview_said_comes_true(course: Path, out: Path, grader: Grader) -> None:
    triple(course)
    assert grader("--course", course, "regrade", out).exit_code == 0
    assert [line.split(",")[1:6] for line in (out / "grades.csv").read_text().splitlines()[1:]] == [
        ["ada", "1", "", "graded", "0"], ["bob", "1", "", "graded", "40"], ["eve", "1", "", "graded", "0"],
    ]  # fmt: skip
    again = grader("--course", course, "regrade", out, "--preview").output
    assert again == "0 of 3 submissions would change: 0 up, 0 down; 0 new. Nothing was written.\n"


def test_new_rules_are_previewed_too(course: Path, out: Path, grader: Grader, tmp_path: Path) -> None:
    (tmp_path / "hand.csv").write_text("assignment,student,exercise,score,comment\npair,eve,,55,oral\n")
    folder = tmp_path / "handed in"
    grader("--course", course, "grade", folder, "-o", out, "-j", "1", "--overrides", tmp_path / "hand.csv")
    (folder / "zoe.py").write_text(DOUBLE.format(2))
    (folder / "bob.py").write_text(DOUBLE.format(2))
    done = grader("--course", course, "regrade", out, "--preview", "-j", "1")
    assert done.output.splitlines()[0] == "pair/bob: 0 -> 40 (+40): double +40"
    assert "pair/zoe: new, 40" in done.output
    assert "eve" not in done.output


def test_what_is_gone_is_not_taken_for_unreadable(
    course: Path, out: Path, grader: Grader, tmp_path: Path
) -> None:
    shutil.move(tmp_path / "handed in", tmp_path / "elsewhere")
    done = grader("--course", course, "regrade", out)
    assert (done.exit_code, "gone now" in done.stderr) == (1, True)
    assert grader("--course", course, "regrade", tmp_path / "empty").exit_code == 1
    assert grader("--course", course, "grade", tmp_path / "elsewhere", "-o", out, "-j", "1").exit_code == 0
    assert "handed in/" not in (out / "deliveries.csv").read_text()  # all of it lies elsewhere now
    assert grader("--course", course, "regrade", out, "-j", "1").exit_code == 0
