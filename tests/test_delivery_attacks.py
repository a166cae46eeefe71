"""Files delivered to take a mark, to move one, or to end the run: each costs at most whoever handed it in."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.classroom.fingerprint import winnow
from grader.classroom.renamed_folders import renew
from grader.classroom.store import Store
from grader.errors import SubmissionError
from grader.submission import Delivery, find, gather, read
from grader.submission.arrival.file_list import list_archive
from grader.submission.arrival.gradescope import uploads
from grader.submission.arrival.naming import fold, safe_name

Grader = Callable[..., Result]
RIGHT = (
    "import numpy as np\ndef double(x):\n    return x * 2\ndef norm(x, scale=1.0):\n    d = double(x)\n"
    "    n = scale * np.sqrt(np.sum(d ** 2))\n    return n, d / n\n"
)
WRONG = "def double(x):\n    return 0\n"
METADATA = "submission_metadata.yml"
SUBMITTER = "submission_{}:\n  :submitters:\n  - :name: {}\n    :sid: {}\n  :created_at: x\n"
GIVEN = SUBMITTER.format(1, "Honest Alice", 100) + SUBMITTER.format(2, "Mallory", 200)
SWAPPED = SUBMITTER.format(1, "Mallory", 200) + SUBMITTER.format(2, "Honest Alice", 100)
SLOW = 5  # seconds that no attack may take of what would take minutes, were its time the square of its size


def put(folder: Path, **files: str | bytes) -> Path:
    return put_all(folder, files)


def put_all(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(path: Path, files: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def owners(*paths: Path) -> dict[str, str]:
    """Return whose each file is, by where it lies below the first path."""
    return {each.name.removeprefix(f"{paths[0]}/"): each.student for each in find(paths)}


@pytest.fixture
def graded(course: Path, grader: Grader, tmp_path: Path) -> Callable[..., dict[str, list[float | None]]]:
    """Grade paths and return every student's scores; nothing of ours may fail."""

    def run(*paths: Path) -> dict[str, list[float | None]]:
        out = tmp_path / "out"
        done = grader("--course", course, "grade", *paths, "-o", out, "-j", "1")
        assert done.exit_code in {0, 1}, done.output + done.stderr
        assert (out / "index.html").is_file()
        assert (out / "grades.csv").is_file()
        found: dict[str, list[float | None]] = {}
        with sqlite3.connect(out / "grades.sqlite") as db:
            query = "SELECT student, score, label, assignment, status FROM submissions ORDER BY attempt"
            for student, score, label, id, status in db.execute(query):
                found.setdefault(student, []).append(score)
                assert status != "internal_error"
                assert (out / id / label / "result.json").is_file()
        db.close()
        return found

    return run


# --- metadata of a student's own ------------------------------------------------------------------------


def test_an_exports_metadata_is_believed_and_a_students_is_not(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put_all(
        tmp_path / "gs/assignment_9_export",
        {
            METADATA: GIVEN,
            "submission_1/nb.py": RIGHT,
            "submission_2/nb.py": WRONG,
            f"submission_2/{METADATA}": SWAPPED,
        },
    )
    expected = {"Honest Alice": [100.0], "Mallory": [0.0]}
    assert graded(folder) == expected
    assert graded(folder.parent) == expected


OWN_METADATA = {
    "deeper": {f"submission_2/x/{METADATA}": SWAPPED, "submission_2/x/submission_1/nb.py": WRONG},
    "an export in a submission": {
        f"submission_2/assignment_1_export/{METADATA}": SWAPPED,
        "submission_2/assignment_1_export/submission_1/nb.py": WRONG,
    },
    "called as the classmate's": {
        f"submission_2/submission_1/{METADATA}": SWAPPED,
        "submission_2/nb.py": WRONG,
    },
}


@pytest.mark.parametrize("name", OWN_METADATA)
def test_metadata_below_a_submission_names_nobody(name: str, tmp_path: Path) -> None:
    files = {METADATA: GIVEN, "submission_1/nb.py": RIGHT, **OWN_METADATA[name]}
    folder = put_all(tmp_path / "export", dict(files))
    archive = zipped(tmp_path / "export.zip", files)
    for path in (folder, archive):
        found = owners(path)
        assert found.pop("submission_1/nb.py") == "Honest Alice"
        assert set(found.values()) == {"Mallory"}


def test_metadata_in_a_students_archive_names_nobody(tmp_path: Path) -> None:
    folder = put_all(tmp_path / "export", {METADATA: GIVEN, "submission_1/nb.py": RIGHT})
    zipped(folder / "submission_2/work.zip", {METADATA: SWAPPED, "submission_1/nb.py": WRONG})
    assert owners(folder) == {
        "submission_1/nb.py": "Honest Alice",
        "submission_2/work.zip/submission_1/nb.py": "Mallory",
    }


@pytest.mark.parametrize(
    "mallory", ["mallory", "Mallory Moore_22_assignsubmission_file_", "mallory+ps1+2026-01-01"]
)
def test_metadata_in_a_students_folder_names_nobody(mallory: str, tmp_path: Path) -> None:
    alice = "alice/nb.py" if mallory == "mallory" else "Honest Alice_1_assignsubmission_file_/nb.py"
    folder = put_all(
        tmp_path / "class",
        {alice: RIGHT, f"{mallory}/{METADATA}": SWAPPED, f"{mallory}/submission_2/nb.py": WRONG},
    )
    assert "Honest Alice" not in {owners(folder)[name] for name in owners(folder) if name != alice}


def test_several_exports_side_by_side_are_all_believed(tmp_path: Path) -> None:
    folder = put_all(tmp_path / "all", {f"week1/{METADATA}": GIVEN, "week1/submission_1/nb.py": RIGHT})
    put_all(
        folder,
        {
            f"week2/{METADATA}": "submission_7:\n  :submitters:\n  - :name: Kurt\n",
            "week2/submission_7/nb.py": RIGHT,
        },
    )
    assert owners(folder) == {"week1/submission_1/nb.py": "Honest Alice", "week2/submission_7/nb.py": "Kurt"}


# --- names inside a student's archive -------------------------------------------------------------------

CLASSMATES = {
    "canvas": ("aliceadams_101_5001_nb.py", "mallorymoore_202_5002_work.zip", "aliceadams_101_9999_nb-7.py"),
    "moodle": (
        "Alice Adams_11_assignsubmission_file_/nb.py",
        "Mallory Moore_22_assignsubmission_file_/work.zip",
        "Alice Adams_11_assignsubmission_file_/nb.py",
    ),
    "nbgrader": ("submitted/alice/ps1/nb.py", "submitted/mallory/ps1/work.zip", "submitted/alice/ps1/nb.py"),
    "exchange": (
        "alice+ps1+2026-01-31 10:00:00 UTC/nb.py",
        "mallory+ps1+2026-01-31 10:00:00 UTC/work.zip",
        "alice+ps1+2026-02-31 10:00:00 UTC/nb.py",
    ),
    "names": ("alice.py", "mallory.zip", "alice.py"),
}  # system: the classmate's file, the student's archive, what is called so inside it


@pytest.mark.parametrize("system", CLASSMATES)
@pytest.mark.parametrize("more", [(), ("notes.py",)], ids=["alone", "among others"])
def test_what_an_archive_holds_is_whose_archive_it_is(
    system: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    theirs, own, inside = CLASSMATES[system]
    folder = put_all(tmp_path / "class", {theirs: RIGHT})
    zipped(folder / own, dict.fromkeys((inside, *more), WRONG))
    found = {each.path.name: each for each in find([folder])}
    assert len(found) == len(find([folder])) == 2
    assert found[Path(own).name].student.lower().startswith("mallory")
    problem = found[Path(own).name].problem
    assert ("holds 2 files that could be the work" in problem) == bool(more)
    assert not more or "hand in the one that counts" in problem


@pytest.mark.parametrize("system", ["canvas", "moodle", "names"])
def test_a_zip_that_hands_in_for_others_changes_no_mark(
    system: str, graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    theirs, own, inside = CLASSMATES[system]
    folder = put_all(tmp_path / "class", {theirs: RIGHT})
    zipped(folder / own, {inside: WRONG, "notes.py": WRONG})
    scores = graded(folder)
    assert sorted(scores.values(), key=str) == [[0.0], [100.0]]  # the two are equal, and either is the work
    assert len(scores) == 2


def test_the_one_notebook_of_an_archive_is_the_work_and_that_is_told(tmp_path: Path) -> None:
    notebook = '{"cells": [{"cell_type": "code", "source": "x = 1"}]}'
    folder = tmp_path / "class"
    zipped(
        folder / "ada.zip",
        {"hw.ipynb": notebook, "helpers.py": WRONG, "bob_1_assignsubmission_file_/x.py": ""},
    )
    (found,) = find([folder])
    assert (found.student, found.member, found.problem) == ("ada", "hw.ipynb", "")
    assert [note.text for note in read(found).notes] == [
        "ada.zip holds 3 files; hw.ipynb was read, as its only notebook."
    ]


def test_a_students_upload_named_on_the_command_line_is_still_the_students(tmp_path: Path) -> None:
    theirs, own, inside = CLASSMATES["canvas"]
    folder = put_all(tmp_path / "class", {theirs: RIGHT})
    zipped(folder / own, {inside: WRONG, "notes.py": WRONG})
    assert {each.student for each in find(sorted(folder.iterdir()))} == {"aliceadams", "mallorymoore"}


def test_a_teachers_archive_on_the_command_line_is_everyones(tmp_path: Path) -> None:
    path = zipped(tmp_path / "hw1.zip", {name: RIGHT for name, _, _ in CLASSMATES.values()})
    assert len({each.student for each in find([path])}) >= 3
    assert not any(each.problem for each in find([path]))


def test_a_folder_in_a_students_folder_names_nobody(tmp_path: Path) -> None:
    alice, mallory = "Alice Adams_11_assignsubmission_file_", "Mallory Moore_22_assignsubmission_file_"
    folder = put_all(tmp_path / "class", {f"{alice}/nb.py": RIGHT, f"{mallory}/{alice}/nb.py": WRONG})
    assert owners(folder)[f"{mallory}/{alice}/nb.py"] == "Mallory Moore"


@pytest.mark.parametrize(
    "claim",
    [
        "ada+ps1+2026-02-01 10:00:00 UTC/nb.py", "submitted/ada/ps1/nb.py", "ada_11_assignsubmission_file_/nb.py",
        "ada_101_5001_nb.py", "ADA_101_5001_nb-3.py", "a/b/submitted/ada/ada/nb.py",
    ],
)  # fmt: skip
def test_a_file_in_a_students_folder_hands_in_for_nobody_else(claim: str, tmp_path: Path) -> None:
    folder = put_all(tmp_path / "class", {"ada/nb.py": RIGHT, "bob/nb.py": RIGHT, f"mallory/{claim}": WRONG})
    found = find([folder])
    hers = [each for each in found if fold(each.student) == "ada"]
    assert [each.path for each in hers] == [folder / "ada/nb.py"]
    (claimed,) = [each for each in found if "mallory" in each.path.parts]
    assert "who has a folder with other work" in claimed.problem


def test_nobody_can_be_called_as_a_namesake_and_the_number_that_tells_it_apart(tmp_path: Path) -> None:
    names = ["Ada_11", "Ada_33", "Ada_11_44"]
    folder = put_all(tmp_path / "class", {f"{name}_assignsubmission_file_/nb.py": RIGHT for name in names})
    found = find([folder])
    assert len({each.student for each in found}) == 3
    assert {each.attempt for each in found} == {1}


def test_an_archive_without_work_is_told_where_its_student_has_nothing_else(tmp_path: Path) -> None:
    folder = put_all(tmp_path / "class", {"ada/hw.py": RIGHT})
    zipped(folder / "ada/pictures.zip", {"a.png": ""})
    zipped(folder / "bob/report.zip", {"report.pdf": ""})
    assert {each.student: each.problem for each in find([folder])} == {
        "ada": "",
        "bob": "no notebook and no Python file in this archive",
    }


# --- labels ---------------------------------------------------------------------------------------------


def test_a_second_attempt_is_never_called_as_a_student_is(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    first = put_all(
        tmp_path / "one", {"ada.py": WRONG, "ada-2.py": RIGHT, "ada_2.py": RIGHT, "ada#2.py": RIGHT}
    )
    second = put_all(tmp_path / "two", {"ada.py": WRONG})
    scores = graded(first, second)
    assert scores.pop("ada") == [0.0, 0.0]
    assert len(scores) == 3
    assert set(map(tuple, scores.values())) == {(100.0,)}


NAMES = {
    "case": ["Ada", "ada", "ADA"],
    "composition": ["Zo\u00eb", unicodedata.normalize("NFD", "zo\u00eb").upper(), "zo\u00eb"],
    "width": ["ada", "\uff41da"],
    "brackets": ["Ada (1)", "Ada [1]", "Ada _1_"],
    "vowel signs": ["\u0930\u093e\u092e", "\u0930\u0940\u092e", "\u0930\u092e"],
    "length": ["\u4e2d" * 80 + "a", "\u4e2d" * 80 + "b"],
    "sharp s": ["stra\u00dfe", "strasse"],
    "marks": ["a" + "\u0301" * 110 + "x", "a" + "\u0301" * 110 + "y"],
    "reserved": ["con", "_con"],
    "forbidden": ["a:b", "a?b", "a_b"],
}


@pytest.mark.parametrize("kind", NAMES)
def test_two_students_share_no_folder_on_any_system(kind: str, tmp_path: Path) -> None:
    folder = put_all(tmp_path / "class", {f"{name}.py": RIGHT for name in NAMES[kind]})
    found = find([folder])
    assert len(found) == len(NAMES[kind])
    assert len({each.student for each in found}) == len(found)
    assert len({fold(each.label) for each in found}) == len(found)
    assert all(len(each.label.encode()) < 240 for each in found)
    assert {each.attempt for each in found} == {1}


def test_names_that_no_disk_could_hold_are_told_apart(tmp_path: Path) -> None:
    names = ["\u4e2d" * 5000 + end for end in "ab"] + [
        "a\0b",
        "a\rb",
        "\u202eadb",
        "x" * 60_000,
        "x" * 60_001,
    ]
    path = zipped(tmp_path / "class.zip", {f"{name}.py": RIGHT for name in names if "\0" not in name})
    found = find([path])
    assert len({fold(each.label) for each in found}) == len(found) == len(names) - 1
    for each in found:
        (tmp_path / each.label).mkdir()
        assert each.label.isprintable()


def test_safe_cuts_between_letters() -> None:
    for name in ("\u4e2d" * 90, "e\u0301" * 90 + "q\u0323" * 90, "a" + "\u0323" * 300, "\U0001f600" * 80):
        short = safe_name(name)
        assert len(short.encode()) <= 200
        kept, apart, _ = short.rpartition("#")
        assert apart
        whole = unicodedata.normalize("NFC", name)
        assert whole.startswith(kept.removeprefix("_"))
        assert not unicodedata.combining((whole + "x")[len(kept.removeprefix("_"))])
    assert safe_name("b" * 200) == "b" * 200


@pytest.mark.skipif(os.name != "posix", reason="names are bytes only here")
def test_names_that_are_no_text_share_no_row(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put_all(tmp_path / "class", {"ada.py": RIGHT, "ad\\udcff.py": RIGHT})
    for byte in (b"\xff", b"\xfe"):
        Path(os.fsdecode(os.fsencode(folder) + b"/ad" + byte + b".py")).write_text(RIGHT)
    assert len({each.name for each in find([folder])}) == 4
    assert sorted(graded(folder).values()) == [[100.0]] * 4


def test_what_an_earlier_run_stored_is_kept_under_the_new_label(
    course: Path, grader: Grader, graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    first = put(tmp_path / "one", **{"ada.py": WRONG}) / "ada.py"
    second = put(tmp_path / "two", **{"ada.py": RIGHT}) / "ada.py"
    graded(first, second)
    out = tmp_path / "out"
    (out / "pair/ada#2").rename(out / "pair/ada-2")
    with Store(out / "grades.sqlite") as store:
        store.rename(next(store.rows("SELECT id FROM submissions WHERE attempt = 2"))[0], "ada-2")
    student = put(tmp_path / "three", **{"ada-2.py": RIGHT})
    assert graded(student) == {"ada": [0.0, 100.0], "ada-2": [100.0]}
    done = grader("--course", course, "grade", first, second, student, "-o", out, "-j", "1")
    assert "3 unchanged" in done.output
    assert sorted(path.name for path in (out / "pair").iterdir()) == ["ada", "ada#2", "ada-2"]
    with Store(out / "grades.sqlite") as store:
        renew(store, out)  # what is right stays
        assert {row["label"] for row in store.rows("SELECT label FROM submissions")} == {
            "ada",
            "ada#2",
            "ada-2",
        }


def test_the_folder_of_a_label_that_is_no_longer_is_removed(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put(tmp_path / "class", **{"ada.py": RIGHT})
    graded(folder)
    put(folder, **{"Ada.py": WRONG})
    assert sorted(graded(folder).values()) == [[0.0], [100.0]]
    assert len(list((tmp_path / "out/pair").iterdir())) == 2


def test_a_classmates_equal_report_is_not_taken_for_ones_own(
    course: Path, grader: Grader, graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put(tmp_path / "class", **{"ada.py": RIGHT, "bob.py": RIGHT})
    graded(folder)
    pair = tmp_path / "out/pair"
    (pair / "ada/result.json").write_bytes((pair / "bob/result.json").read_bytes())
    done = grader("--course", course, "grade", folder, "-o", tmp_path / "out", "-j", "1")
    assert "1 graded · 1 unchanged" in done.output


# --- what would end the run -----------------------------------------------------------------------------


def raw_zip(
    path: Path, names: list[bytes], change: Callable[[bytearray, int], None] | None = None, first: bytes = b""
) -> Path:
    """Write a zip with names that no library writes; `change` may lie in the table's entries, but not of `first`."""
    data, files, table = RIGHT.encode(), bytearray(), bytearray()
    for name in [first, *names] if first else names:
        common = struct.pack("<5H3L2H", 20, 0, 0, 0, 0, zlib.crc32(data), len(data), len(data), len(name), 0)
        entry = bytearray(b"PK\1\2\x14\0" + common + struct.pack("<3HLL", 0, 0, 0, 0, len(files)))
        if change and name != first:
            change(entry, 0)
        table += entry + name
        files += b"PK\3\4" + common + name + data
    count = len(names) + bool(first)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(table), len(files), 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(files + table + end)
    return path


def lie(place: int, value: bytes) -> Callable[[bytearray, int], None]:
    def change(content: bytearray, at: int) -> None:
        content[at + place : at + place + len(value)] = value

    return change


ZIPS: dict[str, tuple[list[bytes], Callable[[bytearray, int], None] | None]] = {
    "a name of no letters": ([b"", b"y.py"], None),
    "a stroke": ([b"/", b"y.py"], None),
    "dots": ([b"..", b"../y.py", b"../../etc/z.py"], None),
    "a drive": ([b"C:\\y.py", b"\\\\server\\z.py"], None),
    "a nothing in a name": ([b"y.py\0.txt", b"z.txt\0.py"], None),
    "no text": ([b"\xff\xfe\xfd.py"], lie(8, b"\x00\x08")),
    "an offset beyond the end": ([b"y.py"], lie(42, b"\xf0\xff\xff\x7f")),
    "an offset of 64 bits that is not there": ([b"y.py"], lie(42, b"\xff\xff\xff\xff")),
    "a size of four gigabytes": ([b"y.py"], lie(24, b"\xfe\xff\xff\xff")),
    "a packed size of four gigabytes": ([b"y.py"], lie(20, b"\xfe\xff\xff\xff")),
    "a method nobody knows": ([b"y.py"], lie(10, b"\x63\x00")),
    "a device": ([b"y.py"], lie(40, (stat.S_IFCHR | 0o666).to_bytes(2, "little"))),
    "a link": ([b"y.py"], lie(40, (stat.S_IFLNK | 0o777).to_bytes(2, "little"))),
    "encrypted": ([b"y.py"], lie(8, b"\x01\x00")),
    "an extra part beyond the end": ([b"y.py"], lie(30, b"\xff\xff")),
    "a name beyond the end": ([b"y.py"], lie(28, b"\xff\xff")),
    "backslashes": ([b"a\\b\\y.py", b"a/b/y.py"], None),
    "a long name": ([b"\xe4\xb8\xad" * 20_000 + b".py"], lie(8, b"\x00\x08")),
    "surrogates": ([b"\xed\xa0\x80.py"], lie(8, b"\x00\x08")),
    "lines": ([b"a\nb\r\x1b[31m.py"], None),
}


def test_a_zip_costs_at_most_whoever_handed_it_in(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put_all(tmp_path / "class", {"alice.py": RIGHT})
    for number, (names, change) in enumerate(ZIPS.values()):
        raw_zip(folder / f"m{number}.zip", names, change)
    scores = graded(folder)
    assert scores.pop("alice") == [100.0]
    assert sorted(scores) == sorted(f"m{number}" for number in range(len(ZIPS)))
    assert all(len(some) == 1 for some in scores.values())


# of others there is no telling where the next entry of the table begins
@pytest.mark.parametrize(
    "name", sorted(ZIPS.keys() - {"an extra part beyond the end", "a name beyond the end"})
)
def test_of_a_teachers_zip_each_file_costs_itself_at_most(name: str, tmp_path: Path) -> None:
    names, change = ZIPS[name]
    path = raw_zip(tmp_path / "class.zip", names, change, first=b"alice.py")
    found = {each.student: each for each in find([path])}
    assert read(found["alice"]).cells[0].source == RIGHT
    for each in found.values():
        each.name.encode()


def test_the_last_of_two_files_of_one_name_counts(tmp_path: Path) -> None:
    path = zipped(tmp_path / "ada.zip", {"hw.py": WRONG, "hx.py": RIGHT})
    path.write_bytes(path.read_bytes().replace(b"hx.py", b"hw.py"))
    assert [read(each).cells[0].source for each in find([path])] == [RIGHT]


def test_a_bomb_in_everyones_zip_costs_its_student_alone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"ada.py": RIGHT, "mallory.py": " " * 150_000_000})
    assert {each.student: bool(each.problem) for each in find([path])} == {"ada": False, "mallory": True}


@pytest.mark.parametrize(
    "group", ["grades.sqlite", "index.html", "grades.csv", "con", "g" * 240, ".grading.lock"]
)
def test_a_folder_called_as_a_file_of_out_ends_no_run(
    group: str, graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    path = zipped(
        tmp_path / "class.zip",
        {f"{group.lstrip('.')}/{name}.ipynb": "{" for name in "xy"} | {"alice.py": RIGHT},
    )
    assert graded(path) == {"alice": [100.0], "x": [None], "y": [None]}


def test_folders_in_one_another_without_end_are_told(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put_all(tmp_path / "class", {"alice/nb.py": RIGHT})
    deep = folder / "mallory"
    deep.mkdir()
    before = os.open(deep, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=before)
        after = os.open("d", os.O_RDONLY, dir_fd=before)
        os.close(before)
        before = after
    os.close(before)
    scores = graded(folder)
    assert scores.pop("alice") == [100.0]
    assert list(scores.values()) == [[None]]
    assert gather([folder]).ungraded_files == []
    subprocess.run(["rm", "-rf", deep], check=True)


# --- time that grows with the square --------------------------------------------------------------------


@pytest.mark.parametrize("line", [" ", "\t", " -", "  :", " \"'", "submission_1", " - :", ":name:"])
def test_metadata_of_blanks_is_read_in_time(line: str) -> None:
    begun = time.process_time()
    assert not uploads("submission_1:\n  :submitters:\n" + line * 1_000_000 + "x\n")
    uploads((f"submission_1:\n  :submitters:\n{line * 300}:name: a\n") * 3_000)
    assert time.process_time() - begun < SLOW


@pytest.mark.parametrize(
    "name",
    [
        "_utilsv",
        "_1_",
        "a_1",
        "_assignsubmission",
        "+2026-01-01",
        "test_cases_v",
        "submission_1",
        ".",
        " ",
        "-1",
    ],
)
def test_a_long_name_is_looked_at_in_time(name: str, tmp_path: Path) -> None:
    for number, ending in enumerate((".py", "!.py", "/x.py")):
        path = zipped(tmp_path / f"{number}.zip", {(name * (60_000 // len(name)) + ending): RIGHT})
        begun = time.process_time()
        find([path])
        list(list_archive(path))
        assert len(gather([path]).ungraded_files) < 2
        assert time.process_time() - begun < SLOW


@pytest.mark.parametrize(
    "text", ["'''\\''' \"" + '\\"' * 95_000 + "\n'''", "'\\\n" * 60_000 + "'", "'" * 199_999]
)
def test_what_is_a_students_own_is_found_in_time(text: str) -> None:
    begun = time.process_time()
    winnow(f"def double(x):\n    y = {text}\n    return x\n")
    assert time.process_time() - begun < SLOW


def test_a_table_that_no_spreadsheet_wrote_is_one_line(course: Path, grader: Grader, tmp_path: Path) -> None:
    work = put(tmp_path / "class", **{"ada.py": RIGHT}) / "ada.py"
    rosters = {
        "long": "student\n" + "a" * 200_000 + "\n",
        "far": "student,extra_days\nada,1e12\n",
        "large": "student\n" + "a\n" * 26_000_000,
    }
    for name, text in rosters.items():
        path = put(tmp_path / "rosters", **{name: text}) / name
        done = grader("--course", course, "grade", work, "-o", tmp_path / "out", "--roster", path)
        assert (done.exit_code, done.stderr.count("\n")) == (1, 1), done.stderr
        assert done.stderr.startswith(f"Error: {path}")
    (course / "course.toml").write_text("# " + "a" * 2_000_000)
    done = grader("--course", course, "grade", work, "-o", tmp_path / "out")
    assert (done.exit_code, done.stderr.count("\n"), "course.toml: larger" in done.stderr) == (1, 1, True)


# --- accents upon accents -------------------------------------------------------------------------------

PILES = {
    "in two orders": "a" + "\u0301\u0316" * 25_000,
    "of vowel signs without an order of their own": "\u0f40" + "\u0f73" * 30_000,  # each is two marks
    "of marks that count as letters": "\u30ab" + "\u0301\uff9e" * 15_000,
    "with joiners between": "a" + "\u0301\u200d\u0316\u2060" * 12_000,
    "with controls between": "a" + "\u0301\x01\u0316\x02" * 12_000,
    "of far planes": "a" + "\U0001d165\U0001e8d0" * 12_000,
}


@pytest.mark.parametrize("kind", PILES)
@pytest.mark.parametrize("ending", ["py", "ipynb"])
def test_marks_without_end_are_refused_before_they_are_parsed(kind: str, ending: str, tmp_path: Path) -> None:
    code = f"{RIGHT}{PILES[kind]} = 1\n"
    path = tmp_path / f"mallory.{ending}"
    if ending == "ipynb":
        code = json.dumps({"cells": [{"cell_type": "code", "source": code}]})
    path.write_text(code, encoding="utf-8")
    begun = time.process_time()
    with pytest.raises(
        SubmissionError, match=r"holds a letter with [\d,]+ accents or other marks, and at most 30"
    ):
        read(path)
    assert time.process_time() - begun < SLOW


def test_a_classmates_accents_cost_nobody_else(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        f"m{number}.py": f"{pile} = 1\n" for number, pile in enumerate(PILES.values())
    }
    scores = graded(put_all(tmp_path / "class", {"alice.py": RIGHT, **files}))
    assert scores.pop("alice") == [100.0]
    assert list(scores.values()) == [[None]] * len(PILES)


def test_marks_as_people_write_them_are_read(tmp_path: Path) -> None:
    words = (
        "e\u0302\u0301 \u0939\u093f\u0928\u094d\u0926\u0940 \u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd Z"
        + "\u0301" * 20
    )
    path = put(tmp_path, **{"ada.py": f"# {words * 3000}\nnai\u0308ve = 1\n{RIGHT}"}) / "ada.py"
    assert read(path).cells[0].source.endswith(RIGHT)


# --- links and what is no file --------------------------------------------------------------------------


def linked(folder: Path) -> Path:
    put_all(folder, {"alice/nb.py": RIGHT, "zoe/nb.py": WRONG})
    for name in ("mallory", "bob", "carl", "dora"):
        (folder / name).mkdir()
    (folder / "mallory/nb.py").symlink_to("../alice/nb.py")
    (folder / "bob/work").symlink_to("../alice")
    (folder / "carl/a.py").symlink_to("b.py")
    (folder / "carl/b.py").symlink_to("a.py")
    (folder / "dora/nb.py").symlink_to(folder / "alice/nb.py")
    (folder / "emmy").symlink_to("alice")
    (folder / "zoe/link.py").symlink_to("../alice/nb.py")
    return folder


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_to_a_classmates_work_earns_nothing(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = linked(tmp_path / "class")
    scores = graded(folder)
    assert (scores.pop("alice"), scores.pop("zoe")) == ([100.0], [0.0])
    assert sorted(scores) == ["bob", "carl", "dora", "emmy", "mallory"]
    assert all(set(some) == {None} for some in scores.values())


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_links_on_the_command_line_earn_nothing_beside_what_they_lead_to(tmp_path: Path) -> None:
    folder = put_all(tmp_path / "class", {"alice.py": RIGHT, "ada/nb.py": RIGHT})
    (folder / "mallory.py").symlink_to("alice.py")
    (folder / "bob").symlink_to("ada")
    found = find(sorted(folder.iterdir()))
    good = {each.student for each in found if not each.problem}
    assert len(found) == 4
    assert good == {"alice", "nb"} or good == {"alice", "ada"}
    assert find([folder / "mallory.py"])[0].problem == ""  # alone it is an instructor's word


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_file_is_told_and_nobody_waits_for_it(
    graded: Callable[..., dict[str, list[float | None]]], tmp_path: Path
) -> None:
    folder = put_all(tmp_path / "class", {"alice.py": RIGHT, "ada/nb.py": RIGHT})
    for name in ("m1.zip", "m2.py", "m3.ipynb", "ada/more.zip", METADATA):
        os.mkfifo(folder / name)
    scores = graded(folder)
    assert (scores.pop("alice"), scores.pop("ada")) == ([100.0], [100.0])
    assert scores == {"m1": [None], "m2": [None], "m3": [None]}
    assert {each.problem for each in find([folder / "m1.zip"])} == {"not an ordinary file"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root becomes another user")
def test_a_folder_that_may_not_be_listed_is_told() -> None:
    code = (
        "import os, sys; from pathlib import Path; from grader.submission import find\n"
        "os.chdir(sys.argv[1]); os.seteuid(65534)\n"
        "print({each.student: each.problem for each in find([Path('.')])})\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        put_all(Path(folder), {"alice.py": RIGHT, "mallory/nb.py": RIGHT})
        Path(folder, "mallory").chmod(0)
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=True
        )
    assert "'mallory': 'may not be listed: Permission denied'" in done.stdout


def test_a_delivery_made_by_hand_has_a_folder() -> None:
    from grader.classroom.files import folder_name, label_of

    assert label_of(Delivery("Ada (1)", Path("x"))) == "Ada _1_"
    assert folder_name("week2.1") == "week2_1"


HEAVY = {
    "letters of two bytes": ("a" * 49_000_000, '"\u4e2d"'),
    "letters of four bytes": ("a" * 26_000_000 + "\U0001f600", "1"),
    "keys": ("", "{" + ",".join(f'"\U0001f600{each}":"\U0001f600{each}"' for each in range(340_000)) + "}"),
    "dictionaries": ("", "[" + ",".join('{"a":1.5}' for _ in range(340_000)) + "]"),
    "more keys than are read": ("", "{" + ",".join(f'"{each}":1.{each}' for each in range(1_500_000)) + "}"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted otherwise")
@pytest.mark.parametrize("kind", HEAVY)
def test_the_heaviest_notebooks_take_no_more_memory_than_is_allowed(
    kind: str, course: Path, tmp_path: Path
) -> None:
    text, value = HEAVY[kind]
    path = tmp_path / "x.ipynb"
    cell = json.dumps({"cell_type": "code", "source": RIGHT})
    path.write_text(f'{{"cells": [{cell}], "x": "{text}", "y": {value}}}\r\n\0', encoding="utf-8", newline="")
    code = (
        "import sys; from grader.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    words = ["--course", course, "grade", path, "-o", tmp_path / "out", "-j", "1"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < 300_000, done.stdout  # kB
    assert ("1 graded" in done.stdout) == (kind != "more keys than are read"), done.stdout + done.stderr
