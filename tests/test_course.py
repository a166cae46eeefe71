from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from click.testing import Result
from small_disk import Disk

from grader.course import find_course, load, load_all, names
from grader.course import key as keys
from grader.course.hdf5 import read_value, write_value
from grader.course.key import answer_key, build, key_path
from grader.errors import AssignmentError, CourseError
from grader.judge.compare import compare
from grader.model import Outcome
from grader.worker import Worker


def checks(course: Path) -> Path:
    return course / "assignments" / "pair" / "checks.py"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_course_is_found_from_any_folder_below(course: Path) -> None:
    assert find_course(course / "assignments" / "pair") == course.resolve()
    with pytest.raises(CourseError, match="--course DIR"):
        find_course(Path("/"))


def test_an_assignment_is_what_its_checks_say(course: Path) -> None:
    pair = load(course, "pair")
    double, norm = pair.exercises
    assert (pair.title, pair.week, pair.points) == ("Two functions", "W1", 100)
    assert (double.title, double.hints) == ("Doubles numbers and arrays.", ("Twice as much.",))
    assert [(part.name, part.weight) for part in norm.parts] == [("length", 1), ("direction", 2)]
    assert [argument.name for argument in norm.cases[1].arguments] == ["x", "scale"]
    assert [case.hidden for case in norm.cases] == [False, True]
    assert "x * 3" in double.mistakes[0].source
    assert "x + x" in double.variants[0].source


def test_inputs_are_the_same_at_every_load(course: Path) -> None:
    first, second = load(course, "pair"), load(course, "pair")
    for mine, theirs in zip(first.exercises, second.exercises, strict=True):
        for one, other in zip(mine.cases, theirs.cases, strict=True):
            assert all(
                np.array_equal(a.value, b.value) for a, b in zip(one.arguments, other.arguments, strict=True)
            )


def test_a_fresh_seed_redraws_the_hidden_cases_alone(course: Path) -> None:
    public, hidden = load(course, "pair").exercise("double").cases
    same, drawn = load(course, "pair", fresh_seed=7).exercise("double").cases
    assert same.arguments[0].value == public.arguments[0].value
    assert not np.array_equal(drawn.arguments[0].value, hidden.arguments[0].value)


def test_two_courses_in_one_process_keep_their_own_references(course: Path) -> None:
    real = Path(__file__).resolve().parents[1]
    assert load(real, "logistic_regression").exercise("sigmoid")
    assert load(course, "pair").exercise("double")
    assert load(real, "logistic_regression").exercise("propagate").cases


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (
            '@mistake("x * 2", "x * 3"',
            '@mistake("x * 4", "x * 3"',
            11,
            "must occur once in the reference's double",
        ),
        ('@mistake("x * 2", "x * 3"', '@mistake("x", "y"', 11, "it occurs 3 times"),
        ('@mistake("x * 2", "x * 3"', '@mistake("x * 2", "x *"', 11, "no longer compiles"),
        ('@mistake("x * 2", "x * 3", "You tripled x.")', '@mistake("x * 2", "x")', 11, "takes 3 arguments"),
        ("yield call(3.5)", "yield call(3.5, 4, 5)", 9, "does not fit the reference"),
        ("    yield call(3.5)\n", "    yield 3.5\n", 9, "must yield calls"),
        ("yield call(3.5)", "yield call(1 / 0)", 15, "ZeroDivisionError"),
        ("def norm(rng)", "def normal(rng)", 19, "the reference has no function 'normal'"),
        ('hw = Assignment("Two functions", week="W1")', "hw =", 6, "does not parse"),
        ("import numpy as np", "import nunpy as np", 2, "No module named 'nunpy'"),
        ("import numpy as np", "raise SystemExit(0)", 2, "SystemExit: 0"),
        ("    yield call(3.5)\n", "    return [3.5]\n    yield\n", 9, "yields no calls"),
        ("    yield call(3.5)\n", "    while True:\n        yield call(3.5)\n", 9, "does its loop end?"),
        ("def norm(rng)", "def double(rng)", 19, "double is declared in line 9 already"),
    ],
)
def test_an_authors_error_names_file_and_line(course: Path, old: str, new: str, line: int, says: str) -> None:
    edit(checks(course), old, new)
    with pytest.raises(AssignmentError) as error:
        load(course, "pair")
    assert f"checks.py:{line}:" in str(error.value)
    assert says in str(error.value)


@pytest.mark.parametrize(("decorator", "line"), [("hint", 10), ("hw.exercise", 9)])
def test_a_decorator_without_its_arguments_is_named(course: Path, decorator: str, line: int) -> None:
    text = checks(course).read_text()
    checks(course).write_text(re.sub(rf"@{decorator}\(.*\)", f"@{decorator}", text, count=1))
    with pytest.raises(AssignmentError, match=rf"TypeError: .*@{decorator}\(") as error:
        load(course, "pair")
    assert f"checks.py:{line}:" in str(error.value)


def test_a_call_returned_instead_of_yielded_is_named(course: Path) -> None:
    text = checks(course).read_text()
    body = text[text.index("    yield call(3.5)") : text.index("@hw.exercise(points=60")]
    checks(course).write_text(text.replace(body, "    return call(3.5)\n\n\n"))
    with pytest.raises(AssignmentError, match=r"checks\.py:9: double yields no calls"):
        load(course, "pair")


def test_a_reference_that_is_no_function_is_named(course: Path) -> None:
    with (course / "reference" / "pair.py").open("a") as file:
        file.write("\nnorm = 3\n")
    with pytest.raises(AssignmentError, match=r"checks\.py:19: the reference has no function 'norm'"):
        load(course, "pair")


def test_a_key_on_a_full_disk_is_told_in_a_line(
    course: Path, grader: Callable[..., Result], disk: Disk
) -> None:
    shutil.copytree(course, disk.path / "course")
    (disk.path / "course" / ".grader" / "keys").mkdir(parents=True)
    disk.fill()
    command = ("--course", disk.path / "course", "build")
    done = grader(*command)
    key = disk.path / "course" / ".grader" / "keys" / "pair.h5"
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: {key}: No space left on device; free space there, and run the same command again\n",
    )
    assert not list(key.parent.iterdir())
    disk.free()
    assert grader(*command).exit_code == 0
    assert key.is_file()


def test_an_unknown_assignment_names_those_there_are(course: Path) -> None:
    with pytest.raises(CourseError, match=r"did you mean 'pair'\? There are: pair"):
        load(course, "pairs")


def test_a_reference_that_fails_its_own_case_is_refused(course: Path, worker: Worker) -> None:
    edit(course / "reference" / "pair.py", "return x * 2", "return x * 2 if isinstance(x, float) else x['a']")
    edit(checks(course), '@mistake("x * 2", "x * 3"', '@mistake("x * 2 ", "x * 3 "')
    edit(checks(course), '@variant("x * 2", "x + x")', "")
    with pytest.raises(AssignmentError, match="the reference fails case 2 of double"):
        build(load(course, "pair"), worker.observe)


def test_the_key_is_kept_and_made_anew_when_stale_or_damaged(course: Path, worker: Worker) -> None:
    pair = load(course, "pair")
    calls = []

    def observe(*arguments: object) -> object:
        calls.append(arguments)
        return worker.observe(*arguments)  # type: ignore[arg-type]

    first = answer_key(pair, observe)  # type: ignore[arg-type]
    made = len(calls)
    again = answer_key(pair, observe)  # type: ignore[arg-type]
    assert len(calls) == made
    for name, seen in first.expected.items():
        for one, other in zip(seen, again.expected[name], strict=True):
            assert compare(one.value, other.value) is None
    key_path(pair).write_bytes(b"no key")
    answer_key(pair, observe)  # type: ignore[arg-type]
    assert len(calls) == 2 * made
    edit(checks(course), "call(3.5)", "call(4.5)")
    answer_key(load(course, "pair"), observe)  # type: ignore[arg-type]
    assert len(calls) == 3 * made


def test_of_those_who_need_a_key_at_a_time_one_builds_it(
    course: Path, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, look, builds = load(course, "pair"), keys._read_stored, []
    looked = threading.Semaphore(0)

    def read(*words: Any) -> keys.AnswerKey | None:
        key = look(*words)
        looked.release()
        return key

    def build_late(*words: Any) -> keys.AnswerKey:
        """Build when both have found none, the builder twice."""
        builds.append(words)
        assert all(looked.acquire(timeout=60) for _ in range(3))
        return build(*words)

    monkeypatch.setattr(keys, "_read_stored", read)
    monkeypatch.setattr(keys, "build", build_late)
    with ThreadPoolExecutor(2) as both:
        first, second = both.map(answer_key, [pair] * 2, [worker.observe] * 2)
    assert first.digest == second.digest == pair.digest
    assert len(builds) == 1


def test_the_key_reads_in_any_hdf5_viewer(course: Path, worker: Worker) -> None:
    pair = load(course, "pair")
    build(pair, worker.observe)
    with h5py.File(key_path(pair)) as file:
        assert file["double/1/arguments/x"][()] == 3.5
        assert file["double/1/expected"][()] == 7.0
        assert file["double/1/mistakes/you_tripled_x"][()] == 10.5
        assert file["norm/2"].attrs["hidden"]
        assert file["norm/2/expected"].attrs["outcome"] == Outcome.RETURNED


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, 2**70, -1.5, 2 + 1j, "text", "", b"bytes", [], (), {},
        {"W1": np.ones((2, 3)), "a/b": [1, (2.0, None)], 3: "three"},
        np.array(["a", "bc"]), np.array([b"x"]), np.zeros((0, 2)), np.array(4, dtype=np.float32), np.array([True]),
    ],
    ids=repr,
)  # fmt: skip
def test_values_come_back_from_hdf5_as_they_were(tmp_path: Path, value: object) -> None:
    with h5py.File(tmp_path / "values.h5", "w") as file:
        write_value(file, "value", value)
        back = read_value(file["value"])
    assert type(back) is type(value)
    assert repr(back).replace("\u2215", "/") == repr(value)


def test_every_assignment_of_the_course_loads() -> None:
    root = Path(__file__).resolve().parents[1]
    loaded = load_all(root)
    assert [one.id for one in loaded] == names(root)
    assert all(one.points == 100 for one in loaded)
