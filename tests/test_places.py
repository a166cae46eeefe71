"""What is made of a course finds a place where the course, the home or both are read-only, or names what to set."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from grader.course import places
from grader.course.places import is_temporary, kept_in
from grader.course.secret import VARIABLE as SECRET
from grader.course.secret import secret_of
from grader.disk import describe_os_error
from grader.errors import CourseError

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="POSIX's rights")


@pytest.fixture
def rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course, a home and a folder of temporary files; what is called read-only is so, for root as well."""
    for name in ("course", "read-only course", "home", "read-only home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(places.os, "access", lambda path, _: not Path(path).name.startswith("read-only"))
    monkeypatch.delenv(places.VARIABLE, raising=False)
    monkeypatch.delenv(SECRET, raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


def place(rights: Path, course: str) -> str:
    return kept_in(rights / course).relative_to(rights).as_posix().rpartition("/")[0]


@pytest.mark.parametrize(
    ("course", "home", "named", "where"),
    [
        ("course", "home", "", "course"),
        ("course", "read-only home", "read-only home", "course"),
        ("read-only course", "home", "", "home/.cache/grader"),
        ("read-only course", "read-only home", "home", "home/grader"),
        ("read-only course", "home", "new/folder", "new/folder/grader"),
        ("read-only course", "read-only home", "", f"temporary/grader-{os.geteuid()}"),
        ("read-only course", "read-only home/nowhere", "", f"temporary/grader-{os.geteuid()}"),
    ],
)
def test_a_place_is_found(
    course: str, home: str, named: str, where: str, rights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(rights / home))
    if named:
        monkeypatch.setenv(places.VARIABLE, str(rights / named))
    assert place(rights, course) == where


def test_the_own_folder_of_a_read_only_course_is_used_where_it_can_be(
    rights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(rights / "home"))
    (rights / "read-only course" / ".grader").mkdir()
    assert place(rights, "read-only course") == "read-only course"


def test_a_place_of_last_resort_is_told_once(rights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(rights / "read-only home"))
    first, second = (secret_of(rights / "read-only course") for _ in range(2))
    assert first.value == second.value
    assert "Set XDG_CACHE_HOME to keep them." in first.remark
    assert not second.remark
    assert is_temporary(kept_in(rights / "read-only course"))
    assert not is_temporary(kept_in(rights / "course"))


@pytest.mark.parametrize("spoil", ["link", "file", "open to all", "no temporary folder"])
def test_what_another_user_may_have_put_there_is_not_used(
    spoil: str, rights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(rights / "read-only home"))
    folder = rights / "temporary" / f"grader-{os.geteuid()}"
    if spoil == "link":
        folder.symlink_to(rights / "home")
    elif spoil == "file":
        folder.touch()
    elif spoil == "open to all":
        folder.mkdir()
        folder.chmod(0o777)
    else:
        monkeypatch.setattr(tempfile, "tempdir", str(rights / "nowhere"))
    with pytest.raises(CourseError, match="there is no place for its answer keys; set XDG_CACHE_HOME"):
        kept_in(rights / "read-only course")


def test_a_named_folder_that_cannot_be_written_is_named(
    rights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(places.VARIABLE, str(rights / "read-only home"))
    with pytest.raises(CourseError, match=r"XDG_CACHE_HOME names .*read-only home, which cannot be written"):
        kept_in(rights / "read-only course")


def test_a_machine_without_temporary_files_is_told_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", lambda: ["/nonexistent"])
    with pytest.raises(FileNotFoundError) as caught:
        tempfile.gettempdir()
    assert describe_os_error(caught.value) == (
        "there is no folder for temporary files that can be written; set TMPDIR to one"
    )
