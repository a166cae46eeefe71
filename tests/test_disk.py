"""Files written whole or not at all, and what is told where that fails."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest
from small_disk import Disk

from grader.disk import append, atomic_write, describe_os_error, naming_path


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "file"
    with pytest.raises(UnicodeEncodeError), atomic_write(path) as written:
        written.write_text("half of it" * 10_000 + "\ud800")
    assert not list(tmp_path.iterdir())
    with atomic_write(path) as written:
        written.write_text("all of it")
        assert not path.exists()
    assert [(one.name, one.read_text()) for one in path.parent.iterdir()] == [("file", "all of it")]


def test_a_folder_that_another_writes_to_is_kept(tmp_path: Path) -> None:
    def fails_beside_another() -> None:
        with atomic_write(tmp_path / "new" / "file"):
            (tmp_path / "new" / "another").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails_beside_another()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["another"]


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with atomic_write(pipe) as written:
        written.write_text("through it")
    reader.join()
    assert (read, pipe.is_fifo(), len(list(tmp_path.iterdir()))) == (["through it"], True, 1)


def test_a_full_disk_keeps_what_was_there(disk: Disk) -> None:
    path = disk.path / "file"
    path.write_text("before " * 4_096)  # whole blocks: what is added needs another
    disk.fill()
    with pytest.raises(OSError, match="No space left") as replacing, atomic_write(path) as written:
        written.write_text("after " * 100_000)
    with pytest.raises(OSError, match="No space left") as appending:
        append(path, "after " * 100_000)
    assert [replacing.value.filename, appending.value.filename] == [str(path)] * 2
    assert path.read_text() == "before " * 4_096
    assert {one.name for one in disk.path.iterdir()} == {"file", "filler"}


def test_another_files_error_keeps_its_name(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="other") as seen, atomic_write(tmp_path / "file"):
        (tmp_path / "other").read_text()
    assert seen.value.filename == str(tmp_path / "other")


@pytest.mark.parametrize(
    ("number", "names", "says"),
    [
        (errno.ENOSPC, ("a",), "a: No space left on device; free space there, and run the same command again"),
        (errno.EDQUOT, ("a",), "a: Disk quota exceeded; free space there, and run the same command again"),
        (errno.EACCES, ("a",), "a: Permission denied; name another place, or give yourself the right to it"),
        (errno.EACCES, ("a", None, "b"), "b: Permission denied; name another place, or give yourself the right to it"),
        (errno.ENOENT, ("a",), "a: No such file or directory"),
        (errno.EROFS, (), "input or output: Read-only file system; name a place that can be written"),
    ],
)  # fmt: skip
def test_the_way_out_is_told_in_one_line(number: int, names: tuple[str | None, ...], says: str) -> None:
    error = OSError(number, os.strerror(number), *names)
    assert describe_os_error(error) == says


def test_an_error_without_a_name_gets_one() -> None:
    with pytest.raises(OSError, match="'a'"), naming_path(Path("a")):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert describe_os_error(OSError("words only")) == "input or output: words only"
