"""A class of 400 over three small assignments, as eleven systems and habits deliver it, and the list of who is who.

Ten pairs of namesakes and thirty names in seven scripts are among them. Every file says in a comment whose it is,
so that a test can compare what was made of it with the list.
"""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ASSIGNMENTS = ("doubling", "halving", "squaring")
FUNCTIONS = {"doubling": ("double", "x * 2"), "halving": ("halve", "x / 2"), "squaring": ("square", "x * x")}
WRONG = "x + 100"
SIZE, PAIRS = 400, 10
FIRST = (
    *("Ada", "Alan", "Emmy", "Kurt", "Grace", "Sofia", "Carl", "Lise", "Max", "Rosa"),
    *("Niels", "Marie", "Hugo", "Ida", "Otto", "Vera", "Paul", "Nina", "Leon", "Eva"),
)
LAST = (
    *("Stein", "Berg", "Thal", "Feld", "Wald", "Bach", "Dorf", "Hof", "Mann", "Reich"),
    *("Blum", "Horn", "Lind", "Holm", "Lund", "Strand", "Dahl", "Vik"),
)
SCRIPTS = (
    # Devanagari
    *("\u092e\u0940\u0928\u093e", "\u092e\u094b\u0928\u093e"),
    *("\u0930\u093e\u092e", "\u0930\u0940\u092e\u093e"),
    # Thai
    *("\u0e01\u0e34\u0e15\u0e15\u0e34", "\u0e01\u0e38\u0e25"),
    *("\u0e01\u0e39\u0e25", "\u0e19\u0e49\u0e33"),
    # Chinese
    *("\u674e\u5c0f\u9f99", "\u674e\u5c0f\u9f8d"),
    *("\u738b\u82b3", "\u5f20\u4f1f"),
    # Cyrillic
    *("\u0410\u043d\u043d\u0430", "\u0410\u043b\u043b\u0430"),
    *("\u0419\u043e\u0441\u0438\u0444", "\u0418\u043e\u0441\u0438\u0444"),
    # Arabic
    *("\u0639\u0644\u064a", "\u0639\u0644\u0649"),
    *("\u0633\u0644\u0645\u0649", "\u0646\u0648\u0631"),
    # Greek
    *("\u03a6\u03af\u03bb\u03b9\u03c0\u03c0\u03bf\u03c2", "\u0386\u03bd\u03bd\u03b1"),
    *("\u0391\u03bd\u03bd\u03b1", "\u0396\u03c9\u03ae"),
    # Latin, with marks
    *("Jos\u00e9 \u00d1and\u00fa", "Jose Nandu", "Zo\u00eb", "\u0141ukasz", "\u00d8yvind", "\u015eule"),
)


class Person(NamedTuple):
    number: int  # unique, as a system's identifiers are
    name: str  # shared by namesakes
    login: str  # unique
    right: tuple[bool, ...]  # for each assignment


def people() -> list[Person]:
    """Return the class; every name but the namesakes' is its own."""
    draw = random.Random(400)
    common = [f"{first} {last}" for last in LAST for first in FIRST][: SIZE - len(SCRIPTS) - PAIRS]
    names = [*SCRIPTS, *common[:PAIRS], *common]
    return [
        Person(1001 + index, name, f"u{index:04}", tuple(draw.random() < 0.6 for _ in ASSIGNMENTS))
        for index, name in enumerate(names)
    ]


def work(person: Person, assignment: str) -> str:
    """Return the module that a person hands in; there are two programs for each assignment."""
    name, right = FUNCTIONS[assignment]
    body = right if person.right[ASSIGNMENTS.index(assignment)] else WRONG
    return f"# owner {person.number}\ndef {name}(x):\n    return {body}\n"


def make_course(root: Path) -> Path:
    """Write a course of three assignments of one function each."""
    (root / "reference").mkdir(parents=True)
    (root / "reference" / "__init__.py").touch()
    for id, (name, right) in FUNCTIONS.items():
        folder = root / "assignments" / id
        folder.mkdir(parents=True)
        (root / "reference" / f"{id}.py").write_text(f"def {name}(x):\n    return {right}\n")
        (folder / "checks.py").write_text(
            "from grader import Assignment, call, hint\n\n"
            f'hw = Assignment("{id.title()}")\n\n\n@hw.exercise(points=10)\n@hint("Look again.")\n'
            f'def {name}(rng):\n    """Computes."""\n    yield call(3.5)\n    yield call(rng.normal(), hidden=True)\n'
        )
    return root


# --- how a class is delivered --------------------------------------------------------------------------------


def _zips(folder: Path, files: Callable[[str], Iterator[tuple[str, str]]]) -> list[Path]:
    """Write a zip an assignment."""
    paths = []
    for id in ASSIGNMENTS:
        path = folder / f"{id} download.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in files(id):
                file.writestr(name, content)
        paths.append(path)
    return paths


def _tree(folder: Path, files: Iterator[tuple[str, str]]) -> list[Path]:
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [folder]


def _pairs() -> Iterator[tuple[str, int, Person]]:
    for number, id in enumerate(ASSIGNMENTS):
        for person in people():
            yield id, number, person


def canvas(folder: Path) -> list[Path]:
    def files(id: str) -> Iterator[tuple[str, str]]:
        for person in people():
            name = "".join(reversed(person.name.lower().split()))
            late = "_LATE" if person.number % 7 == 0 else ""
            yield f"{name}{late}_{person.number}_{person.number + 70_000}_{id}-1.py", work(person, id)

    return _zips(folder, files)


def moodle(folder: Path, *, lasting: bool = True) -> list[Path]:
    def files(id: str) -> Iterator[tuple[str, str]]:
        for person in people():
            number = person.number + (0 if lasting else 1000 * ASSIGNMENTS.index(id))
            own = f"{person.name}_{number}_assignsubmission_file_"
            yield f"{own}/{id}.py", work(person, id)
            yield f"{own}/notes.pdf", "%PDF"

    return _zips(folder, files)


def gradescope(folder: Path) -> list[Path]:
    def files(id: str) -> Iterator[tuple[str, str]]:
        top, metadata = f"assignment_{ASSIGNMENTS.index(id)}_export", ["---"]
        for person in people():
            number = 500_000 + person.number
            metadata += [f"submission_{number}:", "  :submitters:", f"  - :name: {person.name}"]
            metadata += [f"    :sid: '{person.number}'", f"    :email: {person.login}@example.org"]
            yield f"{top}/submission_{number}/{id}.py", work(person, id)
        yield f"{top}/submission_metadata.yml", "\n".join(metadata) + "\n"

    return _zips(folder, files)


def brightspace(folder: Path) -> list[Path]:
    def files(id: str) -> Iterator[tuple[str, str]]:
        yield "index.html", "<html></html>"
        for person in people():
            yield f"{person.number}-77120 - {person.name} - Oct 5, 2026 1059 PM/{id}.py", work(person, id)

    return _zips(folder, files)


def blackboard(folder: Path) -> list[Path]:
    def files(id: str) -> Iterator[tuple[str, str]]:
        for person in people():
            head = f"Week of {id}_{person.login}_attempt_2026-10-05-22-59-{person.number % 60:02}"
            yield f"{head}.txt", f"Name: {person.name} ({person.login})\nAssignment: {id}\n"
            yield f"{head}_{id}.py", work(person, id)

    return _zips(folder, files)


def nbgrader(folder: Path) -> list[Path]:
    names = ((f"submitted/{p.login}/{id}/{id}.py", work(p, id)) for id, _, p in _pairs())
    return _tree(folder, names)


def github(folder: Path) -> list[Path]:
    def files() -> Iterator[tuple[str, str]]:
        for id, number, person in _pairs():
            own = f"{id}-submissions/hw{number + 1}-{person.login}"
            yield f"{own}/{id}.py", work(person, id)
            yield f"{own}/tests/test_hw.py", "def test():\n    pass\n"
            yield f"{own}/autograde.py", "print('helper')\n"
            yield f"{own}/README.md", "# Homework\n"

    _tree(folder, files())
    return sorted(folder.iterdir())


def drive(folder: Path) -> list[Path]:
    def files(id: str) -> Iterator[tuple[str, str]]:
        for person in people():
            yield f"{id} (File responses)/{own_name(person)}/{id}.py", work(person, id)

    return _zips(folder, files)


def teams(folder: Path) -> list[Path]:
    names = (
        (f"Submitted files/{own_name(p)}/Week {number + 1}/Version 1/hw.py", work(p, id))
        for id, number, p in _pairs()
    )
    return _tree(folder, names)


def files_by_name(folder: Path) -> list[Path]:
    return _tree(folder, ((f"{id}/{own_name(p)}.py", work(p, id)) for id, _, p in _pairs()))


def folders_by_name(folder: Path) -> list[Path]:
    return _tree(folder, ((f"{own_name(p)}/week{number + 1}.py", work(p, id)) for id, number, p in _pairs()))


def own_name(person: Person) -> str:
    """Return what a disk tells namesakes apart by: somebody adds a word, as on paper."""
    return person.name if person.number == FIRST_OF[person.name] else f"{person.name} (II)"


FIRST_OF = {person.name: person.number for person in reversed(people())}
SYSTEMS: dict[str, Callable[[Path], list[Path]]] = {
    "Canvas": canvas,
    "Moodle": moodle,
    "Gradescope": gradescope,
    "Brightspace": brightspace,
    "Blackboard": blackboard,
    "nbgrader": nbgrader,
    "GitHub Classroom": github,
    "Google Drive": drive,
    "Teams": teams,
    "files": files_by_name,
    "folders": folders_by_name,
}
