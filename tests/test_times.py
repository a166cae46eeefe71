"""When work was handed in: found where each system says so, and nowhere that a student could say it."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
import zlib
from pathlib import Path

import pytest

from grader.moments import moment
from grader.submission import find
from grader.submission.arrival.git_clone import last_commit

WORK = "def sigmoid(z):\n    return z\n"


def tree(folder: Path, *names: str, **texts: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts.get(path.stem, WORK))
    return folder


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for member in sorted(folder.rglob("*")):
            file.write(member, member.relative_to(folder))
    return path


def times(*paths: Path) -> list[tuple[str, str]]:
    return sorted((delivery.student, delivery.when) for delivery in find(paths))


# --- nbgrader ----------------------------------------------------------------------------------------------

SAME = "2026-10-08 21:58"


@pytest.mark.parametrize(
    "when",
    [
        "2026-10-08 21:58:00 UTC", "2026-10-08 21:58:00.000000 UTC+x8f2Zq", "2026-10-08 23:58:00 +0200",
        "2026-10-08 23:58:00 +0200+x8f2Zq", "2026-10-08 23:58:00+02:00", "2026-10-08 17:58:00 -0400",
        "2026-10-08 23:58:00 CEST", "2026-10-08 23:58:00.000001 Europe/Berlin", "2026-10-08 23_58_00 CEST+1234",
        "2026-10-08 18:58:00 America/Argentina/Buenos_Aires", "2026-10-08 23:58:00 Europe/Berlin+x8f2Zq",
    ],
)  # fmt: skip
def test_nbgraders_exchange(tmp_path: Path, when: str) -> None:
    """As a folder, and as a file; a zone with a stroke is a folder in a folder."""
    tree(tmp_path / "folders", f"ada+ps2+{when}/week2.py", "bob+ps2+2026-10-05 10:00:00 UTC/week2.py")
    tree(tmp_path / "files", f"ada+ps2+{when}.py")
    for folder in ("folders", "files"):
        [ada, *_] = find([tmp_path / folder])
        read = moment(ada.when)
        assert read
        assert (ada.student, ada.group, ada.system, f"{read:%Y-%m-%d %H:%M}") == (
            "ada",
            "ps2",
            "nbgrader",
            SAME,
        )


def test_attempts_are_ordered_by_when_they_were_not_by_how_that_is_written(tmp_path: Path) -> None:
    whens = ["2026-10-05 10:00:00 +0200", "2026-10-05 08:30:00 UTC", "2026-10-05 05:00:00 -0400"]
    tree(tmp_path, *(f"ada+ps1+{when}/hw.py" for when in whens))
    assert [(delivery.when, delivery.attempt) for delivery in find([tmp_path])] == [
        *zip(whens, (1, 2, 3), strict=True)
    ]


def test_nbgraders_note_of_what_it_collected(tmp_path: Path) -> None:
    """In a folder or a zip, also above a folder of the student's; nobody else's note says anything."""
    stamp = "2026-10-09 21:00:00.000000 UTC\n"
    names = ["submitted/ada/ps2/deep/week2.py", "submitted/ada/ps2/timestamp.txt", "submitted/bob/ps2/week2.py",
             "submitted/bob/ps2/own/timestamp.txt", "submitted/bob/timestamp.txt"]  # fmt: skip
    tree(tmp_path / "class", *names, timestamp=stamp)
    tree(tmp_path / "plain", "ada/week2.py", "ada/timestamp.txt", "bob/week2.py", timestamp=stamp)
    moodle = "Ada Lovelace_1234567_assignsubmission_file_"
    tree(tmp_path / "moodle", f"{moodle}/week2.py", f"{moodle}/timestamp.txt", timestamp=stamp)
    expected = [("ada", stamp.strip()), ("bob", "")]
    assert times(tmp_path / "class") == times(tmp_path / "class" / "submitted") == expected
    assert times(zipped(tmp_path / "class", tmp_path / "class.zip")) == expected
    assert [when for _, when in times(tmp_path / "plain", tmp_path / "moodle")] == ["", "", ""]


@pytest.mark.parametrize("kind", ["a link", "a pipe", "a folder", "large", "no text"])
def test_a_note_that_is_none_costs_nothing_else(tmp_path: Path, kind: str) -> None:
    tree(tmp_path, "submitted/ada/ps2/week2.py", "elsewhere.txt", elsewhere="2026-10-01 10:00:00 UTC")
    path = tmp_path / "submitted" / "ada" / "ps2" / "timestamp.txt"
    match kind:
        case "a link":
            path.symlink_to(tmp_path / "elsewhere.txt")
        case "a pipe":
            os.mkfifo(path)
        case "a folder":
            path.mkdir()
        case "large":
            path.write_text("2026-10-01 " * 1_000_000)
        case "no text":
            path.write_bytes(b"\xff\xfe\0")
    [ada] = find([tmp_path / "submitted"])
    assert (ada.student, ada.problem, moment(ada.when)) == ("ada", "", None)


# --- Gradescope --------------------------------------------------------------------------------------------

METADATA = """---
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1001'
  :created_at: 2026-10-09 21:00:00.123456000 Z
  :history:
  - :id: 9
    :created_at: 2026-10-01 21:00:00.000000000 Z
submission_12:
  :history:
  - :id: 8
    :created_at: 2026-10-01 21:00:00.000000000 Z
  :submitters:
  - :name: Bob Ross
  :created_at: '2026-10-02 08:00:00.000000000 +02:00'
submission_13:
  :submitters:
  - :name: Carl Gauss
"""


def test_gradescope(tmp_path: Path) -> None:
    names = [f"assignment_9_export/submission_{number}/lr.py" for number in (11, 12, 13)]
    tree(
        tmp_path / "export",
        *names,
        "assignment_9_export/submission_metadata.yml",
        submission_metadata=METADATA,
    )
    # a student's own metadata is the student's
    tree(
        tmp_path / "export", "assignment_9_export/submission_13/submission_metadata.yml",
        submission_metadata="submission_13:\n  :created_at: 2026-01-01 00:00:00 Z\n",
    )  # fmt: skip
    expected = [
        ("Ada Lovelace", "2026-10-09 21:00:00.123456000 Z"),
        ("Bob Ross", "2026-10-02 08:00:00.000000000 +02:00"),
        ("Carl Gauss", ""),
    ]
    assert times(tmp_path / "export") == expected
    assert times(zipped(tmp_path / "export", tmp_path / "export.zip")) == expected


# --- clones ------------------------------------------------------------------------------------------------

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git makes the clones that are read")


def git(folder: Path, *words: str, stdin: str = "") -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", "-c", "init.defaultBranch=main", "-c", "advice.detachedHead=false", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, input=stdin, check=True, capture_output=True, text=True
    ).stdout


def repository(folder: Path, commits: int = 1) -> Path:
    """Make a repository of so many commits, all of them loose and much like one another."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    stream = ""
    for number in range(1, commits + 1):
        when = f"{1790868601 + 86_401 * (number - 1)} +0530"
        message = (
            f"commit {number} of many that are like one another, as a pack likes them: " + "so long " * 40
        )
        stream += f"commit refs/heads/main\ncommitter Ada Lovelace <ada@example.org> {when}\n"
        work = f"{WORK}# {number}\n"
        stream += f"data {len(message)}\n{message}\nM 644 inline lr.py\ndata {len(work)}\n{work}\n"
    git(folder, "-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet", stdin=stream)
    git(folder, "reset", "-q", "--hard", "main")
    return folder


@needs_git
def test_clones(tmp_path: Path) -> None:
    """The last commit's time, packed or not, on a branch or off it, in what differs from others or whole."""
    origin = repository(tmp_path / "class" / "ada", 25)
    git(tmp_path / "class", "clone", "-q", f"file://{origin}", "bob")
    git(tmp_path / "class", "clone", "-q", "--depth", "1", f"file://{origin}", "carl")
    shutil.copytree(origin, tmp_path / "class" / "dora")
    git(tmp_path / "class" / "dora", "gc", "-q", "--aggressive")
    shutil.copytree(tmp_path / "class" / "dora", tmp_path / "class" / "emil")
    git(tmp_path / "class" / "emil", "checkout", "-q", "HEAD~20")
    tree(tmp_path / "class", "finn/lr.py", "gus/lr.py")
    shutil.copytree(origin / ".git", tmp_path / "class" / "gus" / ".git")
    last, former = "2026-10-25 21:00:25 +0530", "2026-10-05 21:00:05 +0530"
    assert times(tmp_path / "class") == [
        ("ada", last), ("bob", last), ("carl", last), ("dora", last), ("emil", former), ("finn", ""), ("gus", last),
    ]  # fmt: skip
    assert [when for _, when in times(tmp_path / "class" / "emil")] == [former]
    packed = git(
        tmp_path / "class" / "dora", "verify-pack", "-v", *map(str, origin.glob("../dora/.git/**/*.idx"))
    )
    assert sum(" commit " in line and len(line.split()) > 5 for line in packed.splitlines()) > 5


@needs_git
def test_what_says_nothing_of_one_persons_work(tmp_path: Path) -> None:
    """The class's own repository, one that lies above what was named, and what has a time already."""
    tree(repository(tmp_path / "course"), "class/ada.py", "class/bob.py", "lone/deep/ada.py")
    (tmp_path / "course" / "lr.py").unlink()
    exchange = tmp_path / "inbound" / "ada+ps1+2026-10-05 10:00:00 UTC"
    repository(exchange)
    assert [when for _, when in times(tmp_path / "course" / "class")] == ["", ""]
    assert [when for _, when in times(tmp_path / "course")] == ["", "", ""]
    assert times(tmp_path / "course" / "lone" / "deep" / "ada.py") == [("ada", "")]
    assert times(tmp_path / "inbound") == [("ada", "2026-10-05 10:00:00 UTC")]


@needs_git
@pytest.mark.parametrize(
    "kind",
    [
        "a hook", "a file that leads elsewhere", "a link that leads elsewhere", "HEAD is a link", "HEAD is a pipe",
        "HEAD leads out", "no commit yet", "a damaged commit", "a bomb", "a commit of no time", "a time of no calendar",
        "a damaged index", "a damaged pack", "a number without end",
    ],
)  # fmt: skip
def test_a_clone_that_means_harm_says_no_time(tmp_path: Path, kind: str) -> None:
    clone, other = tmp_path / "ada", repository(tmp_path / "other")
    trap = tmp_path / "ran"
    if kind == "no commit yet":
        tree(clone, "lr.py")
        git(clone, "init", "-q")
    else:
        shutil.copytree(other, clone)
    home = clone / ".git"
    number = git(other, "rev-parse", "HEAD").strip()
    loose = home / "objects" / number[:2] / number[2:]
    content = zlib.decompress(loose.read_bytes()) if loose.is_file() else b""
    expected = ""
    if kind in {"a damaged index", "a damaged pack", "a number without end"}:
        git(clone, "gc", "-q")
    else:
        loose.is_file() and loose.chmod(0o644)
    match kind:
        case "a hook":
            expected = "2026-10-01 21:00:01 +0530"
            configuration = (
                f"[core]\n fsmonitor = touch {trap}\n pager = touch {trap}\n sshCommand = touch {trap}\n"
            )
            (home / "config").write_text(
                configuration + f"[gpg]\n program = touch {trap}\n[log]\n showSignature = true\n"
            )
        case "a file that leads elsewhere":
            shutil.rmtree(home)
            home.write_text(f"gitdir: {other / '.git'}\n")
        case "a link that leads elsewhere":
            shutil.rmtree(home)
            home.symlink_to(other / ".git")
        case "HEAD is a link":
            (home / "HEAD").unlink()
            (home / "HEAD").symlink_to(other / ".git" / "HEAD")
        case "HEAD is a pipe":
            (home / "HEAD").unlink()
            os.mkfifo(home / "HEAD")
        case "HEAD leads out":
            (home / "HEAD").write_text("ref: refs/../../../other/.git/refs/heads/main\n")
        case "a damaged commit":
            loose.write_bytes(b"\x00" * 100)
        case "a bomb":
            loose.write_bytes(zlib.compress(b"commit 1\0" + b" " * 5_000_000))
        case "a commit of no time":
            loose.write_bytes(zlib.compress(content.replace(b"committer", b"committed")))
        case "a time of no calendar":
            loose.write_bytes(zlib.compress(content.replace(b"+0530", b"+9930")))
        case "a damaged index" | "a damaged pack":
            for path in home.glob(f"objects/pack/*.{'idx' if 'index' in kind else 'pack'}"):
                path.chmod(0o644)
                path.write_bytes(path.read_bytes()[: 1_100 if "index" in kind else 20].ljust(9_000, b"\xff"))
        case "a number without end":
            for path in home.glob("objects/pack/*.pack"):
                path.chmod(0o644)
                path.write_bytes(path.read_bytes()[:12] + b"\x60" + b"\xff" * 400_000)
    assert last_commit(clone) == expected
    [ada] = find([clone])
    assert (ada.when, ada.problem, trap.exists()) == (expected, "", False)
