"""Whose a file is, which file is the work, and what goes with it, as courses' systems and students' habits have it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from grader.classroom.arrivals import _lies_in
from grader.classroom.export.sheet import read_number
from grader.course import load_all, names
from grader.errors import SubmissionError
from grader.moments import order
from grader.submission import (
    Delivery,
    FileExaminer,
    Gathering,
    Person,
    RosterRow,
    assignment_of,
    gather,
    read,
)
from grader.submission.arrival.persons import identify
from grader.submission.arrival.systems import recognise_naming
from tests.conftest import CHECKS, REFERENCE

Files = Mapping[str, str | bytes]
PAIR = (
    "import numpy as np\ndef double(x):\n    return x * 2\ndef norm(x, scale=1.0):\n    d = double(x)\n"
    "    n = scale * np.sqrt(np.sum(d ** 2))\n    return n, d / n\n"
)
STARTER = "def double(x):\n    pass\ndef norm(x, scale=1.0):\n    pass\n"
TRIPLE = "def triple(x):\n    return x * 3\n"
NOTES = "notes = 'my ideas'\n"


def nb(*sources: str) -> str:
    cells = [{"cell_type": "code", "metadata": {}, "source": source, "outputs": []} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def put(folder: Path, files: Files) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def zipped(files: Files) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return content.getvalue()


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two assignments, one of which gives its students a module."""
    root = tmp_path_factory.mktemp("course")
    checks = CHECKS.partition("\n@hw.exercise(points=60")[0].replace("double", "triple")
    checks = checks.replace("x * 3", "x * 4").replace("x * 2", "x * 3").replace("x + x", "x + x + x")
    put(
        root,
        {
            "reference/__init__.py": "",
            "reference/pair.py": REFERENCE,
            "reference/triple.py": "def triple(x):\n    return x * 3\n",
            "assignments/pair/checks.py": CHECKS,
            "assignments/pair/pair_utils.py": "FACTOR = 2\n",
            "assignments/triple/checks.py": checks,
        },
    )
    return root


Gather = Callable[..., Gathering]


@pytest.fixture(scope="module")
def find_all(course: Path) -> Gather:
    assignments = load_all(course)

    def run(*paths: Path, only: str | None = None, **more: Any) -> Gathering:
        examiner = FileExaminer(lambda: assignments, names(course), only)
        return gather(paths, lambda each: only or assignment_of(each, assignments), examiner, **more)

    return run


def works(gathering: Gathering) -> list[tuple[str, str]]:
    """Return whose each work is, and what its file is called."""
    return [(each.label, (each.member or each.path.name).rpartition("/")[2]) for each in gathering.deliveries]


# --- folders and the files in them ----------------------------------------------------------------------


def each(pattern: str, names: Sequence[str], files: Files) -> dict[str, str | bytes]:
    """Return the same files for several people, or several for each."""
    return {pattern.format(name, file): content for name in names for file, content in files.items()}


MANY = {f"{name}/week2.ipynb": nb(PAIR) for name in ("bob", "carl", "dora")}
TESTS = {
    "tests/test_hw.py": "def test(): pass\n",
    "autograde.py": "print()\n",
    "conftest.py": "",
    "README.md": "#",
}
LAYOUTS: dict[str, tuple[Files, list[tuple[str, str]]]] = {
    "a helper beside the notebook": (
        {**MANY, "ada/week2.ipynb": nb(PAIR), "ada/my_helpers.py": NOTES},
        [(name, "week2.ipynb") for name in ("ada", "bob", "carl", "dora")],
    ),
    "helpers everywhere": (
        each("{}/{}", "ab", {"hw.py": PAIR, "more.py": "def double(x): 1\n"}),
        [("a", "hw.py"), ("b", "hw.py")],
    ),
    "a copy and a notebook without a name": (
        {**MANY, "ada/week2.ipynb": nb(PAIR), "ada/week2-Copy1.ipynb": nb(PAIR, "x = 1"), "ada/Untitled.ipynb": nb("")},
        [(name, "week2.ipynb") for name in ("ada", "bob", "carl", "dora")],
    ),
    "the work in a notebook without a name, beside the starter": (
        {**MANY, "ada/week2.ipynb": nb(STARTER), "ada/Untitled.ipynb": nb(PAIR)},
        [("ada", "Untitled.ipynb"), *((name, "week2.ipynb") for name in ("bob", "carl", "dora"))],
    ),
    "two assignments in a folder": (
        each("{}/{}.py", "ab", {"w1": PAIR, "w2": TRIPLE}),
        [("a", "w1.py"), ("a", "w2.py"), ("b", "w1.py"), ("b", "w2.py")],
    ),
    "helpers beside one's own folders": (
        {
            **each("{}/{}/hw.py", "ab", {"w1": PAIR, "w2": TRIPLE}),
            "a/helpers.py": NOTES,
        },
        [("a", "hw.py"), ("b", "hw.py"), ("a", "hw.py"), ("b", "hw.py")],
    ),
    "two assignments' folders of files": (
        each("{1}/{0}.py", "ab", {"w1": PAIR, "w2": TRIPLE}),
        [("a", "a.py"), ("b", "b.py"), ("a", "a.py"), ("b", "b.py")],
    ),
    "two assignments' folders of folders": (
        each("{1}/{0}/hw.py", "ab", {"w1": PAIR, "w2": TRIPLE}),
        [("a", "hw.py"), ("b", "hw.py"), ("a", "hw.py"), ("b", "hw.py")],
    ),
    "folders of one's own between": (
        {"ada/coursera/C1/W2/hw.ipynb": nb(PAIR), "bob/C1/W2/hw.ipynb": nb(PAIR), "carl/hw.ipynb": nb(PAIR)},
        [("ada", "hw.ipynb"), ("bob", "hw.ipynb"), ("carl", "hw.ipynb")],
    ),
    "copies that a browser numbered": (
        {"ada/hw.py": PAIR, "ada/hw (1).py": PAIR, "ada/hw (2).py": PAIR, "bob/hw.py": PAIR},
        [("ada", "hw.py"), ("bob", "hw.py")],
    ),
    "tries in folders": (
        each("{1}/{0}.py", ("ada", "bob"), {"first try": PAIR, "second try": PAIR + "# 2\n"}),
        [("ada", "ada.py"), ("bob", "bob.py"), ("ada#2", "ada.py"), ("bob#2", "bob.py")],
    ),
    "sections, one of a single student": (
        {f"section {place}/{name}.py": PAIR for place, name in ((1, "ada"), (1, "bob"), (2, "carl"))},
        [("ada", "ada.py"), ("bob", "bob.py"), ("carl", "carl.py")],
    ),
    "Teams": (
        {
            **{f"Submitted files/Ada L/Week 2/Version {number}/hw.ipynb": nb(PAIR, str(number)) for number in (1, 2)},
            "Submitted files/Alan T/Week 2/Version 1/hw.ipynb": nb(PAIR),
        },
        [("Ada L", "hw.ipynb"), ("Ada L#2", "hw.ipynb"), ("Alan T", "hw.ipynb")],
    ),
    "GitHub Classroom": (
        each("pair-{}/{}", ("s1", "s-2"), {**TESTS, "pair.py": PAIR}),
        [("s-2", "pair.py"), ("s1", "pair.py")],
    ),
    "a clone that was named itself": (
        {**TESTS, "pair.py": PAIR, "requirements.txt": "numpy\n"},
        [("pair", "pair.py")],
    ),
    "clones with the work in a folder, and one without a work": (
        {
            **each("{}/{}", ("pair-ada", "pair-bob"), {**TESTS, "src/pair.py": PAIR}),
            **each("{}/{}", ("pair-carl",), TESTS),
        },
        [("ada", "pair.py"), ("bob", "pair.py")],
    ),
    "tests beside files": (
        {**TESTS, "ada.py": PAIR, "bob.py": PAIR, "tests/data.py": NOTES},
        [("ada", "ada.py"), ("bob", "bob.py")],
    ),
    "GitHub Classroom, another name": (
        each("week2-{}/{}", ("ada", "al"), {**TESTS, "week2.ipynb": nb(PAIR)}),
        [("ada", "week2.ipynb"), ("al", "week2.ipynb")],
    ),
    "GitHub Classroom, people who begin alike": (
        {f"hw3-anna-{name}/solution.py": PAIR for name in "bcd"},
        [(f"anna-{name}", "solution.py") for name in "bcd"],
    ),
    "people whose names begin alike": (
        {f"van-{name}/solution.py": PAIR for name in ("dyke", "gogh")},
        [("van-dyke", "solution.py"), ("van-gogh", "solution.py")],
    ),
    "names in Hindi and in brackets": (
        {f"{name}.py": PAIR for name in ("\u092e\u0940\u0928\u093e", "\u092e\u094b\u0928\u093e")},
        [(name, f"{name}.py") for name in ("\u092e\u0940\u0928\u093e", "\u092e\u094b\u0928\u093e")],
    ),
    "a Moodle folder with notes": (
        {"Ada L_12_assignsubmission_file_/lr.py": PAIR, "Ada L_12_assignsubmission_file_/notes.py": NOTES},
        [("Ada L", "lr.py")],
    ),
    "a Canvas upload of two files": (
        {"lovelaceada_1001_5001_hw.ipynb": nb(PAIR), "lovelaceada_1001_5002_helpers.py": NOTES},
        [("lovelaceada", "lovelaceada_1001_5001_hw.ipynb")],
    ),
    "a Canvas file uploaded twice": (
        {"lovelaceada_1001_5001_hw.py": STARTER, "lovelaceada_1001_5002_hw-1.py": PAIR},
        [("lovelaceada", "lovelaceada_1001_5001_hw.py"), ("lovelaceada#2", "lovelaceada_1001_5002_hw-1.py")],
    ),
    "Canvas without names": (
        {
            "anon_7hK2p_5001_hw.ipynb": nb(PAIR),
            "anon_7hK2p_5002_helpers.py": NOTES,
            "LATE_anon_12345_5003_hw-1.ipynb": nb(PAIR),
        },
        [("anon_12345", "LATE_anon_12345_5003_hw-1.ipynb"), ("anon_7hK2p", "anon_7hK2p_5001_hw.ipynb")],
    ),
    "an assignment's own modules among files": (
        {"ada.py": PAIR, "pair_utils.py": "FACTOR = 2\n", "public_tests.py": "def test(): pass\n"},
        [("ada", "ada.py")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_work_is_its_students(name: str, find_all: Gather, tmp_path: Path) -> None:
    files, expected = LAYOUTS[name]
    gathering = find_all(put(tmp_path / "class", files))
    assert works(gathering) == expected
    assert not [each for each in gathering.deliveries if each.problem]
    idle = {each.student for each in gathering.idle} - {each.student for each in gathering.deliveries}
    assert idle == ({"carl"} if "without a work" in name else set())
    archives = {each for each, content in files.items() if each.endswith(".zip") and content}
    told = {account.name for account, _ in gathering.accounts}
    assert {str(tmp_path / "class" / each) for each in files.keys() - archives} <= told
    (tmp_path / "all.zip").write_bytes(zipped(files))
    assert sorted(works(find_all(tmp_path / "all.zip"))) == sorted(expected)


def test_folders_named_one_by_one_are_as_those_of_their_folder(find_all: Gather, tmp_path: Path) -> None:
    put(tmp_path / "class", MANY)
    assert works(find_all(*sorted((tmp_path / "class").iterdir()))) == works(find_all(tmp_path / "class"))


def test_nobody_decides_for_others_by_what_a_folder_holds(find_all: Gather, tmp_path: Path) -> None:
    stuffed = {
        f"mallory/{name}.py": f"{PAIR}# {name}\n" for name in ("week2", "bob", "carl", *map(str, range(90)))
    }
    gathering = find_all(put(tmp_path, {**MANY, **stuffed}))
    assert [each.student for each in gathering.deliveries] == ["bob", "carl", "dora", "mallory"]
    assert [bool(each.problem) for each in gathering.deliveries] == [False, False, False, True]
    assert "93 files that could be the work" in gathering.deliveries[3].problem


def test_thousands_of_files_in_a_folder_are_one_line(find_all: Gather, tmp_path: Path) -> None:
    files = {f"mallory/{number}.py": PAIR for number in range(3000)}
    gathering = find_all(put(tmp_path, {**MANY, **files}))
    assert [each.student for each in gathering.deliveries if each.problem] == ["mallory"]
    assert len(gathering.accounts) == 3003


def test_a_zip_of_twenty_thousand_files_is_listed(find_all: Gather, tmp_path: Path) -> None:
    path = tmp_path / "class.zip"
    path.write_bytes(zipped({f"Person {n}_{n}_assignsubmission_file_/hw.py": "" for n in range(20_000)}))
    gathering = find_all(path)
    assert len(gathering.deliveries) == len({each.label for each in gathering.deliveries}) == 20_000


def test_archives_are_opened_two_deep_and_no_deeper(find_all: Gather, tmp_path: Path) -> None:
    inner = zipped({"deep/hw.py": PAIR, "deep/notes.txt": "x"})
    files = {"ada.zip": zipped({"hw.zip": inner}), "bob.zip.zip": zipped({"b.py": PAIR})}
    gathering = find_all(put(tmp_path / "two", files))
    assert works(gathering) == [("ada", "hw.py"), ("bob", "b.py")]
    assert [read(each).cells[0].source for each in gathering.deliveries] == [PAIR, PAIR]
    deep = zipped({"a.zip": zipped({"b.zip": zipped({"hw.py": PAIR})})})
    (delivery,) = find_all(put(tmp_path / "class", {"ada.zip": deep})).deliveries
    assert "an archive inside an archive inside an archive" in delivery.problem


def test_the_choice_is_told(find_all: Gather, tmp_path: Path) -> None:
    folder = put(tmp_path / "class", {**MANY, "ada/week2.ipynb": nb(PAIR), "ada/old.py": STARTER})
    delivery = find_all(folder).deliveries[0]
    assert (
        delivery.remark == "What was handed in holds 2 files; week2.ipynb was read, by the functions in it."
    )
    assert read(delivery).notes[0].text == delivery.remark


def test_what_is_as_good_as_another_is_asked_for(find_all: Gather, tmp_path: Path) -> None:
    folder = put(tmp_path / "class", {**MANY, "ada/one.ipynb": nb(PAIR), "ada/two.ipynb": nb(PAIR, "x = 1")})
    delivery = find_all(folder).deliveries[0]
    assert (delivery.student, "hand in the one that counts" in delivery.problem) == ("ada", True)


# --- names in systems and zips --------------------------------------------------------------------------


@pytest.mark.parametrize("is_zip", [False, True])
def test_uploads_to_brightspace_and_blackboard_are_attempts(
    is_zip: bool, find_all: Gather, tmp_path: Path
) -> None:
    files = {
        f"{own}/hw.py": PAIR
        for own in (
            "31-77 - Ada Lovelace - Oct 10, 2026 903 AM",
            "31-77 - Ada Lovelace - Oct 4, 2026 1059 PM",
            "32-77 - Jean-Luc - Picard - Oct 4, 2026 1000 AM",
        )
    }
    files["33-77 - Al Ng - Oct 5, 2026 1000 AM - hw.py"] = PAIR
    files["index.html"] = "<html></html>"
    expected = [("Ada Lovelace", "31", "Oct 4"), ("Ada Lovelace", "31", "Oct 10"), ("Al Ng", "33", "Oct 5")]
    assert attempts(files, is_zip, find_all, tmp_path / "d2l") == [
        *expected,
        ("Jean-Luc - Picard", "32", "Oct 4"),
    ]
    head = "Week 2_Lab_{}_attempt_2026-10-0{}-22-59-00"
    files = {f"{head.format(*who)}_hw.py": PAIR for who in (("a_love", 5), ("a_love", 4), ("b_love", 4))}
    files |= {
        f"{head.format(*who)}.txt": f"Name: A Love ({who[0]})\n" for who in (("a_love", 5), ("b_love", 4))
    }
    files[f"{head.format('kh', 1)}.txt"] = "Name: K H (kh)\nno files\n"
    assert attempts(files, is_zip, find_all, tmp_path / "bb") == [
        ("a_love", "a_love", "2026-10-04"), ("a_love", "a_love", "2026-10-05"), ("b_love", "b_love", "2026-10-04")
    ]  # fmt: skip


def attempts(files: Files, is_zip: bool, find_all: Gather, path: Path) -> list[tuple[str, str, str]]:
    if is_zip:
        path = path.with_suffix(".zip")
        path.write_bytes(zipped(files))
    else:
        put(path, files)
    return [
        (each.student, each.identifier, each.when.partition(",")[0][:10])
        for each in find_all(path).deliveries
    ]


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("lovelaceada_LATE_1001_5001_hw.py", ("lovelaceada", "1001", True)),
        ("rossbob_1002_text.html", ("rossbob", "1002", False)),
        ("LATE_anon_7hK2p_5003_hw-1.py", ("anon_7hK2p", "7hK2p", True)),
    ],
)
def test_canvas_says_who_and_whether_late(name: str, who: tuple[str, str, bool]) -> None:
    attribution = recognise_naming((name,), {})
    assert attribution
    assert (attribution.student, attribution.identifier, attribution.late) == who


def test_times_in_words_have_an_order() -> None:
    times = ["Oct 10, 2026 116 AM", "Nov 1, 2026 1200 AM", "Oct 4, 2026 1059 PM", "Oct 4, 2026 903 PM"]
    assert sorted(times, key=order) == [times[3], times[2], times[0], times[1]]
    assert order("2026-10-05-22-59-00") < order("2026-10-05 23:00")


WORDS = ("Jos\u00e9", "\u674e \u5c0f\u9f99", "\u092e\u0940\u0928\u093e", "e\u0301")


@pytest.mark.parametrize(
    ("name", "way"),
    [("Jos\u00e9", "cp437"), *((name, way) for name in WORDS for way in ("unmarked", "extra part"))],
)
def test_names_in_zips_are_read_as_they_were_meant(
    name: str, way: str, find_all: Gather, tmp_path: Path
) -> None:
    text = f"{name}.py".encode()
    raw = text if way == "unmarked" else f"{name}.py".encode("cp437", "replace")
    part = (
        struct.pack("<2HBL", 0x7075, 5 + len(text), 1, zlib.crc32(raw)) + text if way == "extra part" else b""
    )
    content = bytearray(zipped({"x" * len(raw): PAIR}))
    content = content.replace(b"x" * len(raw), raw)
    if part:
        at = content.rfind(b"PK\1\2")
        content[at + 30 : at + 32] = struct.pack("<H", len(part))
        content[at + 46 + len(raw) : at + 46 + len(raw)] = part
        end = content.rfind(b"PK\5\6")
        size = struct.unpack_from("<L", content, end + 12)[0]
        struct.pack_into("<L", content, end + 12, size + len(part))
    (tmp_path / "class.zip").write_bytes(content)
    (delivery,) = find_all(tmp_path / "class.zip").deliveries
    assert delivery.called == name
    assert read(delivery).cells[0].source == PAIR


# --- endings and other tools ----------------------------------------------------------------------------

ENDINGS = (
    ".ipynb.json", ".json", ".ipynb.txt", ".txt", ".qmd", ".Rmd", ".md", ".ipynb.download", ".ipynb.crdownload",
    ".IPYNB", ".html", ".m", ".R", ".docx", ".pages", ".png", ".tar.gz", ".ipynb (1)", "", ".py",
)  # fmt: skip
MARIMO = "import marimo\n__generated_with = '0.13'\napp = marimo.App(width='full')\n\n"
DOCUMENT = (
    "---\ntitle: Week 2\n---\nSome `words`.\n\n```{{{}}}\n#| echo: false\n{}```\n\n```{{r}}\nx <- 1\n```\n"
)
PROGRAMS = {
    "ada.pyw": PAIR,
    "ada.py.txt": PAIR,
    "ada.qmd": DOCUMENT.format("python", PAIR),
    "ada.Rmd": DOCUMENT.format("python setup, echo=FALSE", PAIR),
    "ada.md": "---\njupyter:\n  jupytext: {}\n---\n\n~~~python\n" + PAIR + "~~~\n",
    "myst.md": DOCUMENT.format("code-cell} ipython3 {", PAIR).replace(
        "{code-cell} ipython3 {}", "{code-cell} ipython3"
    ),
    "cells.py": MARIMO
    + "@app.cell\ndef __():\n    import numpy as np\n    return (np,)\n\n\n@app.cell(hide_code=True)\ndef _(np):\n"
    + "".join(f"    {line}\n" for line in PAIR.splitlines()[1:])
    + "    return double, norm\n\nif __name__ == '__main__':\n    app.run()\n",
    "functions.py": MARIMO
    + "with app.setup:\n    import numpy as np\n\n\n@app.function\n"
    + PAIR.partition("\n")[2].replace("def norm", "\n\n@app.function(hide_code=True)\ndef norm"),
}
REFUSED = {
    "r.Rmd": ("```{r}\nx <- 1\n```\n", "written for R, not for Python"),
    "broken.py": (MARIMO + "@app.cell\ndef __(:\n    pass\n", "a marimo notebook that is not Python"),
    "cut.ipynb.crdownload": (nb(PAIR)[:90], "perhaps cut off while saving"),
    "words.qmd": ("# Words\n", "a document without Python code"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_notebook_is_one_whatever_its_ending(ending: str, find_all: Gather, tmp_path: Path) -> None:
    folder = put(tmp_path / "class", {f"ada{ending}": nb(PAIR)})
    (tmp_path / "class.zip").write_bytes(zipped({f"ada{ending}": nb(PAIR)}))
    for path in (folder, tmp_path / "class.zip"):
        (delivery,) = find_all(path).deliveries
        assert delivery.student == "ada"
        assert read(delivery).cells[0].source == PAIR


@pytest.mark.parametrize("name", PROGRAMS)
def test_other_tools_files_are_read(
    name: str, course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    path = put(tmp_path, {name: PROGRAMS[name]}) / name
    done = grader("--course", course, "grade", path, "-o", tmp_path / "out", "-j", "1")
    assert (done.exit_code, "100 of 100" in done.output) == (0, True), done.output + done.stderr


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_says_why(name: str, tmp_path: Path) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(SubmissionError, match=reason):
        read(put(tmp_path, {name: content}) / name)


def test_what_is_nobodys_work_is_named(find_all: Gather, tmp_path: Path) -> None:
    files = {
        "rob.m": "x = 1",
        "uma.R": "x <- 1",
        "vic.docx": "PK",
        "finn.md": "# words",
        "xia.png": "\x89PNG",
        "tom": "hm",
    }
    folder = put(tmp_path / "class", {**files, "ada.py": PAIR, "roster.csv": "student\nada\n"})
    gathering = find_all(folder)
    assert gathering.ungraded_files == sorted(str(folder / name) for name in files)
    reasons = {Path(account.name).name: account.reason for account, _ in gathering.accounts}
    assert (reasons["rob.m"], reasons["xia.png"]) == ("a program in MATLAB or Octave", "a picture")


# --- persons --------------------------------------------------------------------------------------------


def someone(name: str, system: str = "", identifier: str = "", **more: Any) -> Delivery:
    return Delivery(
        name,
        Path(f"{name}{identifier}{more.get('group', '')}.py"),
        called=name,
        system=system,
        identifier=identifier,
        **more,
    )


def students(
    *deliveries: Delivery, roster: Sequence[RosterRow] = (), known: Sequence[Person] = ()
) -> list[str]:
    return [each.student for each in identify(deliveries, roster, known).deliveries]


def test_namesakes_are_told_apart_over_all_assignments(find_all: Gather, tmp_path: Path) -> None:
    first = put(tmp_path / "pair", {"kimmin_1001_70001_a.py": PAIR, "kimmin_1002_70002_a.py": STARTER})
    second = put(tmp_path / "triple", {"kimmin_1001_70003_b.py": TRIPLE})
    assert [each.student for each in find_all(first, second).deliveries] == [
        "kimmin_1001",
        "kimmin_1002",
        "kimmin_1001",
    ]
    known = find_all(second).persons
    assert [person.student for person in known] == ["kimmin"]
    assert [each.student for each in find_all(first, known=known).deliveries] == ["kimmin", "kimmin_1002"]


def test_numbers_of_a_submission_are_not_of_a_person() -> None:
    week1 = [someone("Ada", "moodle", "11", group="1"), someone("Bob", "moodle", "12", group="1")]
    anew = [someone("Ada", "moodle", "21", group="2"), someone("Bob", "moodle", "22", group="2")]
    assert students(*week1, *anew) == ["Ada", "Bob", "Ada", "Bob"]
    lasting = [someone("Ada", "moodle", "13", group="2"), someone("Bob", "moodle", "12", group="2")]
    assert students(*week1, *lasting) == ["Ada_11", "Bob", "Ada_13", "Bob"]


ROSTER = (
    RosterRow("ada", "Lovelace, Ada", "ada@x.org", "501"),
    RosterRow("jose", "Jos\u00e9 \u00d1and\u00fa", "", "502"),
    RosterRow("kim1", "Kim Min", "", "601"),
    RosterRow("kim2", "Kim Min", "", "602"),
)


@pytest.mark.parametrize(
    ("delivery", "student"),
    [
        (someone("lovelaceada", "canvas", "9001"), "ada"),
        (someone("Ada Lovelace", "moodle", "601"), "ada"),  # Moodle's number is nobody's on a roster
        (someone("A. L.", "gradescope", "501"), "ada"),
        (someone("A. L.", "gradescope", "ada@x.org"), "ada"),
        (someone("ADA"), "ada"),
        (someone("nandujose", "canvas", "9002"), "jose"),
        (someone("JOSE NANDU"), "jose"),
        (someone("x", "blackboard", "jose"), "jose"),
        (someone("Kim Min", "gradescope", "602"), "kim2"),
        (someone("Kim Min", "gradescope", "7"), "Kim Min"),  # which of the two is not known
        (
            someone("Ada Lovelace", "canvas", "502"),
            "Ada Lovelace",
        ),  # a number of Jos\u00e9's, a name of Ada's
        (someone("Zo\u00eb"), "Zo\u00eb"),
        (someone("hw - Ada Lovelace"), "ada"),
        (someone("Ada Lovelace - Week 2 (1)"), "ada"),
        (someone("Jos\u00e9 \u00d1and\u00fa (2)"), "jose"),
        (someone("Ada Lovelace - Jos\u00e9 \u00d1and\u00fa"), "Ada Lovelace - Jos\u00e9 \u00d1and\u00fa"),
        (someone("hw - Kim Min"), "hw - Kim Min"),
        (someone("hw - Ada Lovelace", "canvas", "9003"), "hw - Ada Lovelace"),
    ],
)
def test_the_roster_joins_whom_it_knows(delivery: Delivery, student: str) -> None:
    assert students(delivery, roster=ROSTER) == [student]


def test_two_of_one_system_are_never_joined_with_one_row() -> None:
    twice = [someone("Ada Lovelace", "canvas", "1"), someone("lovelaceada", "canvas", "2")]
    assert len(set(students(*twice, roster=ROSTER))) == 2
    identification = identify(twice, ROSTER)
    assert len(identification.remarks) == 2
    systems = [someone("Ada Lovelace", "moodle", "1"), someone("lovelaceada", "canvas", "2"), someone("ada")]
    assert students(*systems, roster=ROSTER) == ["ada"] * 3


def test_vowel_signs_are_no_accents() -> None:
    roster = [RosterRow("1", "\u092e\u0940\u0928\u093e"), RosterRow("2", "\u092e\u0941\u0928\u093e")]
    assert students(someone("\u092e\u0941\u0928\u093e"), roster=roster) == ["2"]


METADATA = """---
submission_5:
  :submitters:
  - :name: Ada Lovelace
    :sid: '501'
    :email: ada@x.org
  - :name: Bob Ross
    :email: bob@x.org
  - :sid: '503'
    :name: Carl
  :created_at: 2026-10-04 21:00:00.1 Z
"""


def test_what_several_hand_in_is_each_ones(find_all: Gather, tmp_path: Path) -> None:
    folder = put(
        tmp_path / "assignment_1_export", {"submission_metadata.yml": METADATA, "submission_5/hw.py": PAIR}
    )
    gathering = find_all(folder)
    assert [(each.student, each.identifier) for each in gathering.deliveries] == [
        ("Ada Lovelace", "501"), ("Bob Ross", "bob@x.org"), ("Carl", "503")
    ]  # fmt: skip
    assert len({each.name for each in gathering.deliveries}) == 3
    path = put(tmp_path, {"Ada Lovelace & JOSE NANDU.py": PAIR}) / "Ada Lovelace & JOSE NANDU.py"
    assert [each.student for each in find_all(path, roster=ROSTER).deliveries] == ["ada", "jose"]
    assert [each.student for each in find_all(path).deliveries] == ["Ada Lovelace & JOSE NANDU"]


# --- a student's own modules and data -------------------------------------------------------------------

SPLIT = "from my_helpers import double\nimport numpy as np\n" + PAIR[PAIR.index("def norm") :]
DOUBLE = "def double(x):\n    return x * 2\n"
PACKAGED = {  # by student
    "dora": {
        "hw.py": SPLIT.replace("my_helpers", "own.act.twice"),
        "own/__init__.py": "from .numbers_ import *\n",
        "own/numbers_.py": "TWO = 2\n",
        "own/act/__init__.py": "",
        "own/act/twice.py": "from . import deeper\nfrom .. import TWO\ndouble = lambda x: deeper.same(x) * TWO\n",
        "own/act/deeper.py": "def same(x):\n    return x\n",
    },
    "emil": {
        "hw.py": f"import os, sys\nsys.path.insert(0, os.path.join(os.getcwd(), 'src'))\n{SPLIT}",
        "src/my_helpers.py": DOUBLE,
    },
    "gil": {
        "hw.py": "import json\nimport os\nfrom pathlib import Path\nimport numpy as np\nHERE = Path(__file__).parent\n"
        "with open('data/two.json') as file:\n    settings = json.load(file)\n"
        "again = json.loads((HERE / 'data' / 'two.json').read_text())\n"
        "text = open(os.path.join(os.path.dirname(__file__), 'data', 'two.json'), encoding='utf-8').read()\n"
        "rows = [int(line) for line in open('rows.csv')]\nnumbers = np.loadtxt('rows.csv')\n"
        "def double(x):\n    assert settings == again and 'factor' in text and rows == list(numbers) == [1, 2]\n"
        "    return x * settings['factor']\n" + PAIR[PAIR.index("def norm") :],
        "data/two.json": '{"factor": 2}',
        "rows.csv": "1\n2\n",
    },
    "fay": {"hw.py": f"%run my_helpers.py\n{SPLIT.partition(chr(10))[2]}", "my_helpers.py": DOUBLE},
}


def test_modules_beside_a_work_go_with_it(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    helper = (
        "import os, numpy\nfrom deep.more import two\nfrom pair_utils import FACTOR\n"
        "assert FACTOR == 2 and os.sep and numpy.pi and open('two.txt').read() == 'two'\n"
        "def double(x):\n    return x * two\n"
    )
    put(
        tmp_path / "class",
        {
            "ada/hw.py": SPLIT,
            "ada/my_helpers.py": helper
            + "assert FACTOR == 2 and os.sep and numpy.pi and open('two.txt').read() == 'two'\n",
            "ada/deep/more.py": "two = 2\n",
            "ada/two.txt": "two",
            "ada/numpy.py": "raise ValueError\n",
            "ada/os.py": "raise ValueError\n",
            "ada/pair_utils.py": "FACTOR = 3\n",
            "bob/hw.py": SPLIT,
            "bob/my_helpers.py": "def double(x):\n    return x * 3\n",
            "carl/hw.py": SPLIT,
            **{
                f"{student}/{name}": text
                for student, files in PACKAGED.items()
                for name, text in files.items()
            },
        },
    )
    out = tmp_path / "out"
    done = grader("--course", course, "grade", tmp_path / "class", "-o", out, "-j", "1")
    assert done.exit_code == 0, done.output + done.stderr
    assert [(row["student"], row["score"]) for row in table(out / "grades.csv")] == [
        ("ada", "100"), ("bob", "60"), ("carl", "60"), *((student, "100") for student in sorted(PACKAGED))
    ]  # fmt: skip
    roles = {
        Path(row["file"]).relative_to(tmp_path / "class").as_posix(): row["role"]
        for row in table(out / "deliveries.csv")
    }
    assert [name for name, role in roles.items() if role == "part of a work" and name < "d"] == [
        "ada/deep/more.py", "ada/my_helpers.py", "ada/two.txt", "bob/my_helpers.py"
    ]  # fmt: skip
    reasons = {Path(row["file"]).name: row["why"] for row in table(out / "deliveries.csv")}
    assert "what an import of that name means" in reasons["os.py"] == reasons["numpy.py"]
    put(tmp_path / "class", {"bob/my_helpers.py": "def double(x):\n    return x + x\n"})
    done = grader("--course", course, "grade", tmp_path / "class", "-o", out, "-j", "1")
    assert "1 graded · 6 unchanged" in done.output  # a module that has changed changes the work
    assert [row["score"] for row in table(out / "grades.csv")] == [
        "100",
        "100",
        "60",
        "100",
        "100",
        "100",
        "100",
    ]


# --- the record -----------------------------------------------------------------------------------------


def test_who_handed_in_what_cannot_be_graded_is_told_and_an_archive_that_is_not_read_is_no_zero(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    files = {"ada.py": PAIR, "mia.rar": b"Rar!", "zoe.docx": b"PK", "README.md": "# Week 2\n"}
    folder, out = put(tmp_path / "class", files), tmp_path / "out"
    roster = put(tmp_path, {"roster.csv": "student\nada\nmia\nned\nzoe\n"}) / "roster.csv"
    done = grader("--course", course, "grade", folder, "-o", out, "-j", "1", "--roster", roster)
    assert done.exit_code == 1
    assert (
        f"{folder}/mia.rar: unreadable: an archive that is not read; hand in the file itself, or a zip"
        in (done.output)
    )
    assert "On the roster, and handed in nothing (1): ned\n" in done.stderr
    assert "On the roster, and handed in nothing that can be graded (1): zoe\n" in done.stderr
    assert "handed in nothing that can be graded: 1" in (out / "index.html").read_text()
    assert [row["grade"] for row in table(out / "final.csv")] == ["100.00", "", "0.00", "0.00"]
    people = {Path(row["file"]).name: row["person"] for row in table(out / "deliveries.csv")}
    assert people == {"ada.py": "ada", "mia.rar": "mia", "zoe.docx": "zoe", "README.md": ""}


def test_last_weeks_work_among_this_weeks_is_told(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    names = ("Ada L_11_assignsubmission_file_/hw.py", "Bob R_12_assignsubmission_file_/hw.py")
    put(
        tmp_path,
        {"w1.zip": zipped(dict.fromkeys(names, TRIPLE)), "w2.zip": zipped(dict.fromkeys(names, PAIR))},
    )
    words = ("--course", course, "grade", tmp_path / "w1.zip", tmp_path / "w2.zip", "-j", "1")
    done = grader(*words, "-o", tmp_path / "out", "-a", "pair")
    assert (
        "pair: in 2 of 4 hand-ins none of its functions was found, so nothing is earned: Ada L and Bob R."
        in (done.stderr)
    )
    assert "none of its functions was found" not in grader(*words, "-o", tmp_path / "out2").stderr


@pytest.mark.parametrize(
    ("name", "places", "lies"),
    [
        ("class/ada.py", {"class"}, True),
        ("class/ada.py", {"class/ada.py"}, True),
        ("class/ada/hw.py", {"other", "class/ada"}, True),
        ("class/ada.py (of Bob)", {"class/ada.py"}, True),
        ("class/ada.py", {"class/bob.py", "clas", "class/a"}, False),
        ("class2/ada.py", {"class"}, False),
        ("ada.py", {"."}, True),  # what was named is the folder that the command is given in
        ("/tmp/ada.py", {"."}, False),
        ("/tmp/ada.py", {"/"}, True),
        ("../ada.py", {".."}, True),
    ],
)
def test_what_lies_at_a_place_that_was_named_is_known(name: str, places: set[str], lies: bool) -> None:
    assert _lies_in(name, places) is lies


def test_what_is_no_longer_handed_in_leaves_every_table(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    folder, out = (
        put(tmp_path / "class", {"ada.py": PAIR, "bob.py": PAIR, "carl.py": TRIPLE}),
        tmp_path / "out",
    )
    roster = put(tmp_path, {"roster.csv": "student,name\nada,\nzoe,Zo\u00eb\n"}) / "roster.csv"
    grade = lambda *more: grader("--course", course, "grade", folder, "-o", out, "-j", "1", *more)  # noqa: E731
    done = grade("--roster", roster)
    assert "On the roster, and handed in nothing (1): zoe\n" in done.stderr
    assert "Handed in, and not on the roster (2): bob and carl\n" in done.stderr
    assert "Handed in, and not on the roster: 2" in (out / "index.html").read_text()
    assert [tuple(row.values())[:3] for row in table(out / "persons.csv")] == [
        ("ada", "yes", "pair"), ("bob", "no", "pair"), ("carl", "no", "triple"), ("zoe", "yes", "")
    ]  # fmt: skip
    (folder / "bob.py").rename(folder / "zo\u00e9.py")
    (folder / "carl.py").unlink()
    done = grade()
    assert (
        f"No longer handed in, so out of every table: {folder}/bob.py and {folder}/carl.py\n" in done.stderr
    )
    for name in ("grades.csv", "deliveries.csv", "persons.csv", "final.csv"):
        assert not any(student in (out / name).read_text() for student in ("bob", "carl"))
    assert [row["student"] for row in table(out / "final.csv")] == ["ada", "zoe"]
    assert sorted(path.name for path in (out / "pair").iterdir()) == ["ada", "zoe"]
    assert grade().stderr.count("No longer") == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10), ("10.00", 10), ("10,00", 10), ("1,000.00", 1000), ("1.000,00", 1000), ("10.00 (read only)", 10),
        ("1,000", 1000), ("0,125", 0.125), ("1\u202f000,5", 1000.5), ("1,000,000", 1e6), ("(read)", None), ("", None),
    ],
)  # fmt: skip
def test_points_are_read_in_any_language(text: str, value: float | None) -> None:
    assert read_number(text) == value


def test_a_number_is_a_persons_only_where_it_comes_from(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    folder, out = put(tmp_path / "class", {"lovelaceada_1001_70001_hw.py": PAIR}), tmp_path / "out"
    sheet = 'Student,ID,SIS User ID,SIS Login ID,Section,pair (5)\n    Points Possible,,,,,"10,00"\n'
    put(
        tmp_path,
        {"xc.csv": sheet + '"Ross, Bob",7,1001,bob,S,\n', "ok.csv": sheet + '"Someone Else",1001,7,bob,S,\n'},
    )
    assert grader("--course", course, "grade", folder, "-o", out, "-j", "1").exit_code == 0
    for name, mark in (("xc.csv", ""), ("ok.csv", "10")):
        grader("export", "canvas", out, "--from", tmp_path / name, "--to", tmp_path / "filled.csv")
        assert table(tmp_path / "filled.csv")[1]["pair (5)"] == mark


def test_a_namesakes_cell_stays_empty(course: Path, grader: Callable[..., Result], tmp_path: Path) -> None:
    """A name fits a row only where the system's number does not say that it is another's."""
    files = {"smithjohn_1001_70001_hw.py": PAIR, "smithjohn_1002_70002_hw.py": STARTER}
    head = "Student,ID,SIS User ID,SIS Login ID,Section,pair (5)\n    Points Possible,,,,,10\n"
    rows = {1001: '"Smith, John",1001,S1,js1,S,\n', 1002: '"Smith, John",1002,S2,js2,S,\n'}
    marks = {1001: "10", 1002: "0"}
    for handed_in in ((1001, 1002), (1001,), (1002,)):
        own = {name: text for name, text in files.items() if int(name.split("_")[1]) in handed_in}
        folder = put(tmp_path / f"class{len(handed_in)}{handed_in[0]}", own)
        assert grader("--course", course, "grade", folder, "-o", tmp_path / "out", "-j", "1").exit_code == 0
        for sheet in ((1001, 1002), (1001,), (1002,)):
            put(tmp_path, {"sheet.csv": head + "".join(map(rows.get, sheet))})
            grader(
                *("export", "canvas", tmp_path / "out", "--from", tmp_path / "sheet.csv"),
                *("--to", tmp_path / "filled.csv"),
            )
            filled = {int(row["ID"]): row["pair (5)"] for row in table(tmp_path / "filled.csv")[1:]}
            assert filled == {number: marks[number] if number in handed_in else "" for number in sheet}
        shutil.rmtree(tmp_path / "out")


def test_everybody_of_a_group_has_the_mark(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    """In the tables, and in what is exported; by the roster's names, or by the system's where there is none."""
    folder = put(
        tmp_path / "assignment_1_export",
        {"submission_metadata.yml": METADATA, "submission_5/hw.py": PAIR, "submission_5/notes.py": NOTES},
    )
    rows = '"Lovelace, Ada",1,501,a,S,\n"Ross, Bob",2,502,bob@x.org,S,\n"Carl",3,503,c,S,\n"Dee",4,504,d,S,\n'
    head = "Student,ID,SIS User ID,SIS Login ID,Section,pair (5)\n    Points Possible,,,,,10\n"
    put(tmp_path, {"sheet.csv": head + rows})
    put(
        tmp_path,
        {"roster.csv": "student,email,identifier\nada,ada@x.org,501\nbob,bob@x.org,\ncarl,,503\ndee,,504\n"},
    )
    for roster, people in (
        (["--roster", tmp_path / "roster.csv"], ["ada", "bob", "carl"]),
        ([], ["Ada Lovelace", "Bob Ross", "Carl"]),
    ):
        out = tmp_path / f"out{len(roster)}"
        done = grader("--course", course, "grade", folder, "-o", out, "-j", "1", *roster)
        assert done.exit_code == 0, done.output + done.stderr
        assert [(row["student"], row["mark"], row["handed_in"]) for row in table(out / "grades.csv")] == [
            (name, "100", "2026-10-04 21:00:00+00:00") for name in people
        ]
        grader("export", "canvas", out, "--from", tmp_path / "sheet.csv", "--to", tmp_path / "filled.csv")
        assert [row["pair (5)"] for row in table(tmp_path / "filled.csv")[1:]] == ["10", "10", "10", ""]
    assert [row["grade"] for row in table(tmp_path / "out2" / "final.csv")] == ["100.00"] * 3 + ["0.00"]
