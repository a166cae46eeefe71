"""Files are found, and named after their students, as students' systems deliver them."""

from __future__ import annotations

import contextlib
import os
import struct
import zipfile
from pathlib import Path

import pytest
from corpus.making import IMPORT, SIGMOID, notebook, packed

from grader.errors import SubmissionError
from grader.submission import Delivery, find, gather, read
from grader.submission.arrival import archive

NOTEBOOK = packed(notebook(IMPORT, SIGMOID))


def tree(folder: Path, *names: str, content: bytes = NOTEBOOK) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x = 1\n" if name.endswith((".py", ".txt")) else content)
    return folder


def zipped(path: Path, *names: str, content: bytes = NOTEBOOK) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, content)
    return path


def named(*paths: Path) -> list[tuple[str, str]]:
    """Every student with what tells the attempt apart from the student's others."""
    return [(each.student, each.label) for each in find(paths)]


def students(*paths: Path) -> list[str]:
    return [each.student for each in find(paths)]


def problems(*paths: Path) -> list[str]:
    return [each.problem for each in find(paths)]


def test_a_file_is_named_by_itself(tmp_path: Path) -> None:
    tree(tmp_path, "ada.ipynb", "bob.py", "no ending")
    assert students(tmp_path / "ada.ipynb", tmp_path / "bob.py", tmp_path / "no ending") == [
        "ada", "bob", "no ending"
    ]  # fmt: skip


def test_a_folder_of_files(tmp_path: Path) -> None:
    tree(tmp_path, "b/ada.ipynb", "b/bob.py", "b/notes.txt", "b/.ipynb_checkpoints/ada-checkpoint.ipynb")
    tree(tmp_path, "b/__MACOSX/._ada.ipynb", "b/._bob.py", "b/lr_utils.py", "b/testCases_v2.py")
    assert students(tmp_path / "b") == ["ada", "bob"]
    assert {each.group for each in find([tmp_path / "b"])} == {"b"}


def test_a_folder_a_student(tmp_path: Path) -> None:
    tree(tmp_path, "ada/hw.ipynb", "ada/dnn_utils_v2.py", "bob/hw.ipynb", "bob/public_tests.py")
    assert students(tmp_path) == ["ada", "bob"]


def test_several_files_in_a_students_folder_go_by_their_own_names(tmp_path: Path) -> None:
    tree(tmp_path, "week2/ada.ipynb", "week2/bob.py")
    assert [(each.student, each.group) for each in find([tmp_path])] == [("ada", "week2"), ("bob", "week2")]


def test_a_folder_that_every_student_has_names_nobody(tmp_path: Path) -> None:
    tree(tmp_path, "ada/week2/hw.ipynb", "bob/week2/hw.ipynb")
    assert [(each.student, each.group) for each in find([tmp_path])] == [("ada", "week2"), ("bob", "week2")]


def test_the_same_name_twice_in_a_group_is_two_attempts(tmp_path: Path) -> None:
    tree(tmp_path, "ada.ipynb", "ada.py")
    found = find([tmp_path])
    assert [(each.label, each.attempt) for each in found] == [("ada", 1), ("ada#2", 2)]


def test_the_same_student_in_two_assignments_is_no_second_attempt(tmp_path: Path) -> None:
    tree(
        tmp_path,
        "optimization/ada.ipynb",
        "optimization/bob.py",
        "regularization/ada.ipynb",
        "regularization/bob.py",
    )
    assert {(each.label, each.attempt) for each in find([tmp_path])} == {("ada", 1), ("bob", 1)}


def test_the_same_student_in_two_folders_of_one_assignment_is_two_attempts(tmp_path: Path) -> None:
    names = ("ada.ipynb", "bob.ipynb")
    first, second = tree(tmp_path / "monday", *names), tree(tmp_path / "friday", *names)
    found = [each for each in find([first, second], lambda _: "optimization") if each.student == "ada"]
    assert [(each.label, each.group) for each in found] == [("ada", "friday"), ("ada#2", "monday")]
    found = find([first, second], lambda each: each.group)
    assert [each.label for each in found] == ["ada", "bob", "ada", "bob"]


def test_a_notebook_and_its_module_in_a_students_folder_are_one_hand_in(tmp_path: Path) -> None:
    tree(tmp_path, "ada/hw.ipynb", "ada/hw.py", "bob/hw.ipynb")
    assert named(tmp_path) == [("ada", "ada"), ("bob", "bob")]
    assert find([tmp_path])[0].path.name == "hw.ipynb"


def test_a_path_named_twice_is_one_delivery(tmp_path: Path) -> None:
    tree(tmp_path, "ada.ipynb")
    assert students(tmp_path, tmp_path / "ada.ipynb", tmp_path / "." / "ada.ipynb") == ["ada"]


def test_the_order_is_stable(tmp_path: Path) -> None:
    names = [f"s{number:02}.ipynb" for number in range(30)]
    tree(tmp_path, *reversed(names))
    assert students(tmp_path) == [name.removesuffix(".ipynb") for name in names]


def test_canvas(tmp_path: Path) -> None:
    names = (
        "lovelaceada_1234_567890_hw-1.ipynb",
        "turingalan_LATE_4321_567891_hw.ipynb",
        "turingalan_4321_567892_lr_utils.py",
    )
    for path in (tree(tmp_path / "folder", *names), zipped(tmp_path / "class.zip", *names)):
        found = find([path])
        assert [(each.student, each.identifier, each.attempt, each.late) for each in found] == [
            ("lovelaceada", "1234", 2, False),
            ("turingalan", "4321", 1, True),
        ]
        assert {each.system for each in found} == {"canvas"}


def test_canvas_students_without_names_are_told_apart(tmp_path: Path) -> None:
    tree(tmp_path, "anon_1234_567890_hw.ipynb", "anon_1235_567891_hw.ipynb")
    assert named(tmp_path) == [("anon_1234", "anon_1234"), ("anon_1235", "anon_1235")]


@pytest.mark.parametrize(
    "end",
    ["_file_/hw.ipynb", "_file/deeper/hw.ipynb", "_file_hw.ipynb"],
    ids=["folder", "folder without the last stroke", "flat"],
)
def test_moodle(end: str, tmp_path: Path) -> None:
    people = ("Ada Lovelace_1234567", "Zo\u00eb \u00d6_7654321")
    names = [f"{each}_assignsubmission{end}" for each in people]
    for path in (tree(tmp_path / "folder", *names), zipped(tmp_path / "class.zip", *names)):
        found = find([path])
        assert [(each.student, each.identifier) for each in found] == [
            ("Ada Lovelace", "1234567"), ("Zo\u00eb \u00d6", "7654321")
        ]  # fmt: skip
        assert {each.system for each in found} == {"moodle"}


METADATA = b"""---
submission_123456:
  :submitters:
  - :name: Ada Lovelace
    :sid: '42'
    :email: ada@example.org
  :created_at: 2026-01-31 10:00:00 Z
  :history:
  - :id: 9
    :name: not a student
submission_123457:
  :submitters:
  - :name: "Alan Turing"
    :email: alan@example.org
  - :name: Kurt
    :sid: 44
"""


def test_gradescope(tmp_path: Path) -> None:
    names = [f"assignment_99_export/submission_{number}/hw.ipynb" for number in (123456, 123457, 123458)]
    tree(tmp_path / "folder", *names)
    tree(tmp_path / "folder", "assignment_99_export/submission_metadata.yml", content=METADATA)
    zipped(tmp_path / "export.zip", *names)
    with zipfile.ZipFile(tmp_path / "export.zip", "a") as file:
        file.writestr("assignment_99_export/submission_metadata.yml", METADATA)
    for path in (tmp_path / "folder", tmp_path / "export.zip"):
        found = find([path])
        assert [(each.student, each.identifier, each.system) for each in found] == [
            ("Ada Lovelace", "42", "gradescope"),
            ("Alan Turing", "alan@example.org", "gradescope"),
            ("Kurt", "44", "gradescope"),
            ("submission_123458", "123458", "gradescope"),
        ]


def test_nbgrader(tmp_path: Path) -> None:
    tree(tmp_path / "submitted", "ada/ps1/hw.ipynb", "ada/ps2/hw.ipynb", "bob/ps1/hw.ipynb")
    for path in (tmp_path, tmp_path / "submitted"):
        found = find([path])
        assert [(each.student, each.group, each.label) for each in found] == [
            ("ada", "ps1", "ada"), ("bob", "ps1", "bob"), ("ada", "ps2", "ada")
        ]  # fmt: skip


def test_nbgrader_exchange(tmp_path: Path) -> None:
    tree(tmp_path, "ada+ps1+2026-01-31 10:00:00 UTC/hw.ipynb", "ada+ps1+2026-02-01 10:00:00 UTC/hw.ipynb")
    found = find([tmp_path])
    assert [(each.student, each.attempt, each.when[:10], each.label) for each in found] == [
        ("ada", 1, "2026-01-31", "ada"), ("ada", 2, "2026-02-01", "ada#2")
    ]  # fmt: skip


def test_a_students_own_archive_among_files(tmp_path: Path) -> None:
    tree(tmp_path, "bob.ipynb")
    zipped(tmp_path / "ada.zip", "deep/inside/hw.ipynb", "deep/inside/testCases.py")
    zipped(tmp_path / "turingalan_4321_567891_hw.zip", "hw.ipynb")
    assert students(tmp_path) == ["ada", "bob", "turingalan"]


def test_what_an_archive_holds_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", "ada.ipynb", "bob.ipynb")
    zipfile.ZipFile(path, "a", zipfile.ZIP_STORED).writestr("carl.py", "def sigmoid(z):\n    return z\n")
    submissions = [read(each) for each in find([path])]
    assert [(each.student, len(each.cells)) for each in submissions] == [("ada", 2), ("bob", 2), ("carl", 1)]
    assert submissions[2].cells[0].origin == "carl.py"
    assert submissions[0].path == f"{path}/ada.ipynb"


def test_one_bad_path_does_not_stop_the_others(tmp_path: Path) -> None:
    tree(tmp_path, "good/ada.ipynb", "words/words.txt")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 cut off")
    zipped(tmp_path / "empty.zip")
    paths = [tmp_path / name for name in ("good", "words", "bad.zip", "empty.zip", "missing.ipynb")]
    found = {each.student: each.problem for each in find(paths)}
    assert found["ada"] == ""
    assert sorted(found.values()) == [
        "",
        "damaged, or not a zip archive",
        "no notebook and no Python file in this archive",
        "no notebook and no Python file in this folder",
        "no such file or folder",
    ]
    for each in find(paths):
        if each.problem:
            with pytest.raises(SubmissionError, match=each.problem):
                read(each)


# --- archives that mean harm -------------------------------------------------------------------------


def test_a_member_that_inflates_without_measure_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", "ada.ipynb")
    zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED).writestr("bomb.ipynb", b" " * 40_000_000)
    assert problems(path) == ["", "inflates to far more than it holds, as a zip bomb does"]


def test_an_archive_that_inflates_without_measure_is_refused(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "bomb.zip", *(f"s{number}.ipynb" for number in range(300)), content=b" " * 900_000
    )
    assert problems(path) == ["a zip bomb: it would inflate to 270 MB"]


def test_files_that_overlap_are_refused(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "bomb.zip", *(f"s{number:03}.ipynb" for number in range(3)), content=os.urandom(9000)
    )
    content = bytearray(path.read_bytes())
    first = content.find(b"PK\x01\x02")
    while (first := content.find(b"PK\x01\x02", first)) >= 0:
        content[first + 42 : first + 46] = bytes(4)  # every entry is the first file
        content[first + 20 : first + 24] = struct.pack("<I", len(content) - 1000)
        first += 4
    path.write_bytes(content)
    assert problems(path) == ["a zip bomb: its files overlap"]


def test_a_member_that_lies_about_its_size_is_cut_off(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", "ada.ipynb", content=b"x" * 100_000_000)
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\x01\x02") + 24 :][:4] = b""
    place = content.find(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<I", 1000)
    path.write_bytes(content)
    with pytest.raises(SubmissionError, match="damaged in the archive"):
        read(find([path])[0])


@pytest.mark.parametrize("name", ["../../evil.ipynb", "/etc/evil.ipynb", "C:/evil.ipynb", "..\\evil.ipynb"])
def test_names_that_point_outside_are_refused(name: str, tmp_path: Path) -> None:
    found = find([zipped(tmp_path / "class.zip", name)])
    assert [each.problem for each in found] == ["its name in the archive points outside the archive"]
    assert "/" not in found[0].student


def test_links_encrypted_and_nested_members_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", "ada.zip")
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("bob.ipynb")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("carl.ipynb", NOTEBOOK, zipfile.ZIP_LZMA)
        file.writestr("dora.ipynb", NOTEBOOK)
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1  # dora's is encrypted
    path.write_bytes(content)
    assert problems(path) == [
        "damaged, or not a zip archive",
        "a link, not a file",
        "compressed in a way that is not supported; zip it again",
        "encrypted in the archive",
    ]


def test_too_many_files_are_refused_before_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_ENTRIES", 1_000)
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(1_001):
            file.writestr(f"{number}.ipynb", "")
    assert problems(path) == ["a zip of more than 1,000 files"]
    content = bytearray(zipped(path, "ada.ipynb").read_bytes())
    place = content.rfind(b"PK\x05\x06") + 12
    content[place : place + 4] = struct.pack("<I", 100_000_000)
    path.write_bytes(content)
    assert problems(path) == ["a zip of more than 1,000 files"]


def test_any_damage_to_an_archive_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    whole = zipped(
        tmp_path / "class.zip", "ada.ipynb", "b\u00f6b_1_assignsubmission_file_/x.ipynb"
    ).read_bytes()
    path = tmp_path / "damaged.zip"
    for place in range(0, len(whole), 7):
        for damaged in (whole[:place], whole[:place] + b"\xff\xff" + whole[place + 2 :]):
            path.write_bytes(damaged)
            for each in find([path]):
                with contextlib.suppress(SubmissionError):
                    read(each)


def test_reading_from_a_large_archive_costs_no_more_than_from_a_small_one(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", *(f"s{number:05}.ipynb" for number in range(3000)))
    found = find([path])
    assert len(found) == 3000
    assert all(each.entry for each in found)  # where each lies is known: the directory is not parsed again
    assert read(found[2999]).student == "s02999"


# --- folders that mean harm --------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_links_and_special_files_are_refused(tmp_path: Path) -> None:
    tree(tmp_path / "class", "ada.ipynb")
    secret = tree(tmp_path, "secret.ipynb") / "secret.ipynb"
    (tmp_path / "class/bob.ipynb").symlink_to(secret)
    (tmp_path / "class/carl.ipynb").symlink_to(tmp_path / "class/ada.ipynb")
    (tmp_path / "class/loop").symlink_to(tmp_path / "class")
    os.mkfifo(tmp_path / "class/dora.ipynb")
    found = {each.student: each for each in find([tmp_path / "class"])}
    assert sorted(found) == ["ada", "bob", "carl", "dora", "loop"]
    assert {found[name].problem for name in ("bob", "carl", "loop")} == {"a link; hand in the file itself"}
    with pytest.raises(SubmissionError, match="not an ordinary file"):
        read(found["dora"])


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("CON.ipynb", "_CON"),
        ("a\nb.ipynb", "a_b"),
        ("..ipynb", "_"),
        ("a<b>.ipynb", "a_b_"),
        (" ada .ipynb", "ada"),
    ],
)
def test_a_students_name_is_fit_for_a_folder(name: str, student: str, tmp_path: Path) -> None:
    path = tree(tmp_path, name) / name
    assert students(path) == [student]


def test_a_long_name_is_cut(tmp_path: Path) -> None:
    path = tree(tmp_path, "a" * 240 + ".ipynb") / ("a" * 240 + ".ipynb")
    assert students(path)[0].startswith("a" * 191 + "#")
    assert len(students(path)[0]) == 200


@pytest.mark.skipif(os.name != "posix", reason="names are bytes only here")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/ad\xff.ipynb"))
    path.write_bytes(NOTEBOOK)
    found = find([tmp_path])
    assert found[0].student == "ad_udcff"
    read(found[0]).path.encode("utf-8")


def test_a_delivery_of_a_path_alone_can_be_read(tmp_path: Path) -> None:
    tree(tmp_path, "ada.ipynb")
    assert read(tmp_path / "ada.ipynb").student == "ada"
    assert read(Delivery("bob", tmp_path / "ada.ipynb")).student == "bob"


def test_a_document_alone_is_named_and_one_beside_a_notebook_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for name in (
        "ada/work.py", "ada/notes.pdf", "ada/figures/all.pdf", "bob/report.pdf", "carl.py", "carl.pdf",
        "dora.docx", "emmy/src/work.ipynb", "emmy/README.txt", "roster.csv", "ada/data.csv",
        "kurt_123_4567_work.pdf", "lise_124_4568_work.py", "lise_124_4569_words.pdf",
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x = 1\n")
    expected = {"bob/report.pdf", "dora.docx", "kurt_123_4567_work.pdf"}
    assert set(gather([folder]).ungraded_files) == {f"{folder}/{name}" for name in expected}
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as file:
        file.writestr("Ada B_1_assignsubmission_file_/work.py", "x = 1")
        file.writestr("Ada B_1_assignsubmission_onlinetext_/onlinetext.html", "<p>")
        file.writestr("Eve D_3_assignsubmission_file_/work.py", "x = 1")
        file.writestr("Bob C_2_assignsubmission_onlinetext_/onlinetext.html", "<p>")
    with zipfile.ZipFile(folder / "zoe.zip", "w") as file:
        file.writestr("work.py", "x = 1")
        file.writestr("words.pdf", "")
    (folder / "all.zip").write_bytes((tmp_path / "moodle.zip").read_bytes())
    assert len(gather([folder]).ungraded_files) == len(expected)
    everyones = next(each for each in find([folder]) if each.path.name == "all.zip")
    assert "name it on the command line" in everyones.problem
    assert gather([tmp_path / "moodle.zip", tmp_path / "none"]).ungraded_files == [
        f"{tmp_path}/moodle.zip/Bob C_2_assignsubmission_onlinetext_/onlinetext.html"
    ]
