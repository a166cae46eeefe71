"""Hidden cases are drawn from a secret of the course: nobody foresees them, and all who grade share it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result

from grader.author.context import VerificationContext
from grader.classroom.grading_process import GradingProcess
from grader.classroom.job import GradingJob
from grader.course import load, names
from grader.course.key import answer_key, key_path
from grader.course.secret import BYTES, OPEN, VARIABLE, secret_of
from grader.model import Assignment
from grader.student.pack import read_pack
from grader.worker import Worker
from grader.worker.wire import encode

ROOT = Path(__file__).resolve().parents[1]
ONE, OTHER = b"1" * BYTES, b"2" * BYTES
Grader = Callable[..., Result]
Submit = Callable[[str, str], Path]
RIGHT = """
    import numpy as np
    def double(x):
        return x + x
    def norm(x, scale=1.0):
        d = double(x)
        length = scale * np.sqrt(np.sum(d * d))
        return length, d / length
"""


@pytest.fixture(autouse=True)
def _its_own_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let courses make their secrets, and keep what is made of them out of the user's own cache."""
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def drawn(assignment: Assignment, *, hidden: bool) -> list[Any]:
    return [
        [encode([argument.value for argument in case.arguments]), case.seed]
        for exercise in assignment.exercises
        for case in exercise.cases
        if case.hidden is hidden
    ]


def secret_file(course: Path) -> Path:
    return course / ".grader" / "secret"


# --- what is drawn -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["pair/double/", "pair/double/fresh 1", "pair/double", "pair/double/2"])
def test_no_public_formula_gives_a_hidden_input(course: Path, words: str) -> None:
    """Whoever knows the names and how the author draws has the generator's seed as it once was."""
    seed = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "little")
    for fresh in (None, 1):
        case = load(course, "pair", fresh).exercise("double").cases[1]
        assert case.hidden
        guess = np.random.default_rng(seed)
        guesses = [guess.normal(size=3) for _ in range(20)]
        assert not any(np.allclose(one, case.arguments[0].value) for one in guesses)
        assert case.seed != seed % 2**32


def test_another_courses_secret_gives_other_inputs(course: Path) -> None:
    one, other = (drawn(load(course, "pair", secret=secret), hidden=True) for secret in (ONE, OTHER))
    assert all(mine != theirs for mine, theirs in zip(one, other, strict=True))


@pytest.mark.parametrize("id", names(ROOT))
def test_public_cases_are_the_same_under_any_secret_and_hidden_ones_under_the_same(id: str) -> None:
    one, again, other = (load(ROOT, id, secret=secret) for secret in (ONE, ONE, OTHER))
    assert drawn(one, hidden=False) == drawn(other, hidden=False)
    assert drawn(one, hidden=True) == drawn(again, hidden=True)
    assert drawn(one, hidden=True) != drawn(other, hidden=True)
    assert one.digest == again.digest != other.digest


def test_fresh_seeds_and_the_secret_are_mixed(course: Path) -> None:
    found = [
        drawn(load(course, "pair", seed, secret), hidden=True)
        for secret in (ONE, OTHER)
        for seed in (None, 1, 2)
    ]
    assert all(one not in found[:place] for place, one in enumerate(found))
    assert drawn(load(course, "pair", 2, ONE), hidden=True) == found[2]


def test_hidden_draws_from_the_global_generators_are_secret_too(course: Path) -> None:
    path = course / "assignments" / "pair" / "checks.py"
    path.write_text(path.read_text().replace("rng.normal(size=3)", "np.random.normal(size=3)"))
    one, other = (
        load(course, "pair", secret=secret).exercise("double").cases[1].arguments[0].value
        for secret in (ONE, OTHER)
    )
    assert not np.allclose(one, other)


# --- where it is kept --------------------------------------------------------------------------------


def test_it_is_made_once_for_its_owners_eyes_whoever_is_first(course: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = {secret.value for secret in pool.map(lambda _: secret_of(course), range(64))}
    assert found == {secret_file(course).read_bytes()}
    assert len(found.pop()) == BYTES
    assert stat.S_IMODE(secret_file(course).stat().st_mode) == 0o600
    assert os.listdir(course / ".grader") == ["secret"]
    assert stat.S_IMODE((course / ".grader").stat().st_mode) == 0o700
    assert not secret_of(course).remark


def test_what_is_kept_beside_it_is_for_its_owners_eyes_unless_the_owner_opens_it(
    course: Path, worker: Worker
) -> None:
    answer_key(load(course, "pair"), worker.observe)  # keys alone, and before there is a secret
    folders = [course / ".grader", course / ".grader" / "keys"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]
    folders[0].chmod(0o750)
    secret_of(course)
    assert stat.S_IMODE(folders[0].stat().st_mode) == 0o750


def test_two_courses_have_two(course: Path, tmp_path: Path) -> None:
    shutil.copytree(course, tmp_path / "second")
    assert secret_of(course).value != secret_of(tmp_path / "second").value


def test_its_loss_is_told_and_harmless(course: Path, submit: Submit, grader: Grader, tmp_path: Path) -> None:
    path, out = submit("ada.py", RIGHT), tmp_path / "out"
    record = out / "pair" / "ada" / "result.json"

    def graded() -> tuple[Result, dict[str, Any]]:
        done = grader("--course", course, "grade", path, "-o", out, "-j", 1)
        return done, json.loads(record.read_text())

    first, before = graded()
    assert (first.exit_code, "secret" in first.stderr) == (0, False)
    secret_file(course).unlink()
    second, after = graded()
    assert "secret was not there, though answer keys are; a new secret was made" in second.stderr
    assert len([line for line in second.stderr.splitlines() if "secret" in line]) == 1
    assert before["score"] == after["score"] == 100
    assert before["environment"]["answer_key"] != after["environment"]["answer_key"]
    secret_file(course).write_bytes(b"cut")
    third, last = graded()
    assert "secret was damaged" in third.stderr
    assert last["score"] == 100
    fourth, same = graded()
    assert "secret" not in fourth.stderr
    assert same == last  # what has not changed is not graded again


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_owner_who_shares_no_secret_is_named(course: Path) -> None:
    mine = secret_of(course).value
    secret_file(course).chmod(0)
    other = secret_of(course)
    assert other.value != mine
    assert str(secret_file(course)) in other.remark
    secret_file(course).chmod(0o600)
    assert secret_file(course).read_bytes() == mine


def test_a_variable_takes_its_place(
    course: Path, grader: Grader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, "sixteen letters!")
    assert secret_of(course).value == secret_of(tmp_path).value
    assert not secret_file(course).exists()
    monkeypatch.setenv(VARIABLE, "short")
    done = grader("--course", course, "build")
    assert (done.exit_code, done.stderr) == (
        1, "Error: GRADER_SECRET has 5 characters; give it 16 at least, or unset it\n",
    )  # fmt: skip


# --- who shares it, and who never sees it --------------------------------------------------------------


def test_a_grading_process_elsewhere_draws_from_the_secret_of_the_job(course: Path, tmp_path: Path) -> None:
    """A worker whose folder has another secret would judge by other cases without a word."""
    secret_of(course)
    job = GradingJob(course, tmp_path / "out", secret=ONE)
    assert ONE.decode() not in repr(job)
    with Worker() as worker:
        process = GradingProcess(job, worker)
        context = process.context("pair")
        assert context.assignment.digest == load(course, "pair", secret=ONE).digest
        assert context.key.digest == context.assignment.digest
        assert drawn(process.assignments[0], hidden=True) == drawn(context.assignment, hidden=True)


def test_it_is_in_nothing_that_leaves_the_course(
    course: Path, submit: Submit, grader: Grader, tmp_path: Path
) -> None:
    out, students = tmp_path / "out", tmp_path / "students"
    wrong = RIGHT.replace(
        "x + x", "x + x if np.ndim(x) == 0 else x"
    )  # its report shows counterexamples of hidden cases
    assert not grader("--course", course, "grade", submit("ada.py", wrong), "-o", out, "-j", 1).exit_code
    assert not grader("--course", course, "release", "-o", students).exit_code
    secret = secret_file(course).read_bytes()
    hidden = load(course, "pair").exercise("double").cases[1]
    told = [secret, secret.hex().encode(), base64.b64encode(secret), hashlib.sha256(secret).digest()]
    told += [str(hidden.seed).encode(), hidden.arguments[0].value.tobytes()]
    files = [path for folder in (out, students) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 6
    for path in files:
        assert not any(one in path.read_bytes() for one in told), path


def test_students_get_the_same_cases_under_any(course: Path, grader: Grader, tmp_path: Path) -> None:
    packs = []
    for name in ("first", "second"):
        assert not grader("--course", course, "release", "-o", tmp_path / name).exit_code
        path = tmp_path / name / "pair" / "pair.checks"
        packs.append(read_pack(path.read_bytes(), path))
        secret_file(course).unlink()
    first, second = ([drawn(pack.assignment, hidden=False), pack.assignment.digest] for pack in packs)
    assert first == second
    for path in (tmp_path / "first" / "pair").iterdir():
        if path.suffix != ".checks":
            assert path.read_bytes() == (tmp_path / "second" / "pair" / path.name).read_bytes(), path.name


def test_verify_draws_from_one_that_everybody_knows(course: Path, grader: Grader) -> None:
    """So it says the same on every machine, and leaves the keys that students are graded by alone."""
    with Worker() as worker:
        context = VerificationContext(course, "pair", worker)
        assert context.assignment.secret == OPEN
        assert context.key.digest == context.assignment.digest
    assert key_path(context.assignment) != key_path(load(course, "pair", secret=ONE))
    assert not grader("--course", course, "list").exit_code
    assert not secret_file(course).exists()
