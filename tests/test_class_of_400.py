"""A class of 400 is 400 persons, whoever delivers it, and every mark is its owner's."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import class_of_400
import pytest
from class_of_400 import ASSIGNMENTS, SIZE, SYSTEMS, Person, people
from click.testing import Result
from long import few_or_all

from grader.course import load_all, names
from grader.submission import Delivery, FileExaminer, assignment_of, gather, read
from grader.submission.arrival.naming import fold


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return class_of_400.make_course(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture(scope="module")
def find_all(course: Path) -> Callable[..., list[Delivery]]:
    assignments = load_all(course)
    examiner = FileExaminer(lambda: assignments, names(course))
    return lambda paths: gather(paths, lambda each: assignment_of(each, assignments), examiner).deliveries


def owner(delivery: Delivery) -> int:
    """Return the number of whoever wrote a file, by the file itself."""
    match = re.match(r"# owner (\d+)", read(delivery).cells[0].source)
    assert match
    return int(match[1])


def test_the_class_is_as_it_should_be() -> None:
    names = Counter(person.name for person in people())
    assert len(people()) == SIZE == 400
    assert sorted(Counter(names.values()).items()) == [(1, 380), (2, 10)]
    assert sum(not name.isascii() for name in names) >= 28


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_class_is_as_many_persons_as_it_has(
    system: str, find_all: Callable[..., list[Delivery]], tmp_path: Path
) -> None:
    (tmp_path / "class").mkdir()
    deliveries = find_all(SYSTEMS[system](tmp_path / "class"))
    owners: dict[str, set[int]] = defaultdict(set)
    for delivery in deliveries:
        assert not delivery.problem, delivery
        owners[delivery.student].add(owner(delivery))
    assert len(deliveries) == SIZE * len(ASSIGNMENTS)
    assert len(owners) == SIZE
    assert all(len(numbers) == 1 for numbers in owners.values())
    assert {delivery.attempt for delivery in deliveries} <= {1, 2}  # Canvas says -1 of a second upload
    assert len({fold(delivery.label) for delivery in deliveries}) == SIZE


def test_numbers_that_a_system_gives_anew_for_each_assignment_split_nobody(
    find_all: Callable[..., list[Delivery]], tmp_path: Path
) -> None:
    deliveries = find_all(class_of_400.moodle(tmp_path, lasting=False))
    owners: dict[str, set[int]] = defaultdict(set)
    for delivery in deliveries:
        owners[delivery.student].add(owner(delivery))
    assert all(len(numbers) == 1 for numbers in owners.values())
    namesakes = 2 * class_of_400.PAIRS  # nothing says which is which in the next assignment
    assert len(owners) == SIZE - namesakes + 3 * namesakes


@pytest.mark.parametrize("system", few_or_all(SYSTEMS, "Moodle"))
def test_every_mark_is_its_owners(
    system: str, course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "class").mkdir()
    paths, out = SYSTEMS[system](tmp_path / "class"), tmp_path / "out"
    done = grader("--course", course, "grade", *paths, "-o", out, "-j", "2")
    assert done.exit_code == 0, done.output + done.stderr
    by_key = {key: p.number for p in people() for key in (str(p.number), p.login, class_of_400.own_name(p))}
    numbers = {
        row["student"]: by_key[row["identifier"] or row["called"]] for row in table(out / "persons.csv")
    }
    assert sorted(numbers.values()) == [person.number for person in people()]
    marks = {
        (numbers[row["student"]], row["assignment"]): row["mark"]
        for row in table(out / "grades.csv")
        if row["counts"]
    }
    assert marks == {(p.number, id): mark(p, id) for p in people() for id in ASSIGNMENTS}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_namesakes_marks_are_one_persons(
    course: Path, grader: Callable[..., Result], tmp_path: Path
) -> None:
    """In one run or in three, and whoever is graded first: nobody gets a part of another's grade."""
    works = {
        number: {
            id: f"def {name}(x):\n    return {body if number == 1001 else class_of_400.WRONG}\n"
            for id, (name, body) in class_of_400.FUNCTIONS.items()
        }
        for number in (1001, 1002)
    }
    files = {
        "doubling": {"kimmin_1001_70001_a.py": works[1001], "kimmin_1002_70002_a.py": works[1002]},
        "halving": {"kimmin_1001_70003_b.py": works[1001]},
        "squaring": {"kimmin_1002_70004_c.py": works[1002]},
    }
    for id, members in files.items():
        with zipfile.ZipFile(tmp_path / f"{id}.zip", "w") as file:
            for name, sources in members.items():
                file.writestr(name, sources[id])
    paths = [tmp_path / f"{id}.zip" for id in files]
    (tmp_path / "roster.csv").write_text("student,name,identifier\nmin1,Kim Min,1001\nmin2,Kim Min,1002\n")
    for runs in ([paths], [[path] for path in reversed(paths)]):
        out = tmp_path / f"out{len(runs)}"
        for run in runs:
            done = grader(
                *(
                    "--course",
                    course,
                    "grade",
                    *run,
                    "-o",
                    out,
                    "-j",
                    "1",
                    "--roster",
                    tmp_path / "roster.csv",
                )
            )
            assert done.exit_code == 0, done.output + done.stderr
        assert {row["student"]: row["grade"] for row in table(out / "final.csv")} == {
            "min1": "66.67", "min2": "0.00"
        }  # fmt: skip


def mark(person: Person, assignment: str) -> str:
    return "10" if person.right[ASSIGNMENTS.index(assignment)] else "0"
