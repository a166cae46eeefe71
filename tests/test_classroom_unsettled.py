"""What the machine, or we, may have cost points is graded again before it counts, and never kept as a result."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from worker_samples import busy

from grader.classroom import batches, pool
from grader.classroom.rows import Row
from grader.errors import WorkerError
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Execution, Status, Submission, Tier
from grader.worker import Worker, clock, execute, tiers

Grader = Callable[..., Result]

RIGHT = """
import time
import numpy as np

def double(x):
    return x * 2

def norm(x, scale=1.0):
    d = double(x)
    n = scale * np.sqrt(np.sum(d ** 2))
    return n, d / n
"""
COMPUTES = RIGHT.replace(
    "    return x * 2",
    "    ends = time.process_time() + 0.3\n    while time.process_time() < ends: pass\n    return x * 2",
)
NAPS = RIGHT.replace("    return x * 2", "    time.sleep(10**6)")
WRONG_HELPER = RIGHT.replace("x * 2", "x * 3")


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    return folder


@pytest.fixture
def quick(course: Path) -> Path:
    """The course, with little time for each call."""
    checks = course / "assignments" / "pair" / "checks.py"
    checks.write_text(checks.read_text().replace("points=", "seconds=0.4, points="))
    return course


def scores(out: Path) -> dict[str, float | None]:
    with sqlite3.connect(out / "grades.sqlite") as db:
        return dict(db.execute("SELECT student, score FROM submissions").fetchall())


class Log:
    """What was graded together, in order; before each it makes the machine as patient as was said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *patience: float) -> None:
        self.batches: list[list[str]] = []
        self._patience, self._grade = list(patience), pool.grade_some
        self._set = lambda value: monkeypatch.setattr(clock, "PATIENCE", value)
        monkeypatch.setattr(pool, "grade_some", self)

    def __call__(self, job: Any, deliveries: Sequence[Any], stored: Any) -> list[Row]:
        self._set(self._patience.pop(0) if len(self._patience) > 1 else self._patience[0])
        self.batches.append([delivery.student for delivery in deliveries])
        return self._grade(job, deliveries, stored)


def test_right_functions_keep_their_marks_beside_busy_processes(
    quick: Path, handed_in: Path, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "PATIENCE", 1000.0)  # however busy it is: only what is computed may count
    for name in ("ada", "ben"):
        (handed_in / f"{name}.py").write_text(COMPUTES + f"# {name}\n")
    with busy(8):
        done = grader("--course", quick, "grade", handed_in, "-o", tmp_path / "out", "-j", "1", "--no-cache")
    assert done.exit_code == 0, done.output
    assert scores(tmp_path / "out") == {"ada": 100, "ben": 100}


def test_what_ran_out_of_wall_time_is_graded_again_alone_before_it_costs_a_point(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine is so busy in the first round that nothing is ready in time; equal programs learn nothing of it."""
    for name in ("ada", "ben", "cleo"):
        (handed_in / f"{name}.py").write_text(COMPUTES)
    (handed_in / "dan.py").write_text("def double(x):\n    return x * 2\n")
    grader("--course", course, "grade", handed_in / "dan.py", "-o", tmp_path / "other")  # and make the key
    log = Log(monkeypatch, 0.02, 0.02, 0.02, 50.0)
    done = grader("--course", course, "grade", handed_in, "-o", tmp_path / "out", "-j", "1")
    assert done.exit_code == 0, done.output
    assert log.batches[:4] == [["ada"], ["ben"], ["cleo"], ["dan"]]
    assert sorted(log.batches[4:]) == [["ada"], ["ben"], ["cleo"]]
    assert scores(tmp_path / "out") == {"ada": 100, "ben": 100, "cleo": 100, "dan": 40}
    assert done.output.count("4 submissions: 4 graded") == 1


def test_what_waits_for_ever_loses_its_points_after_the_second_time_and_is_then_settled(
    quick: Path, handed_in: Path, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (handed_in / "ada.py").write_text(NAPS)
    (handed_in / "ben.py").write_text(RIGHT)
    log = Log(monkeypatch, 5.0)
    command = ("--course", quick, "grade", handed_in, "-o", tmp_path / "out", "-j", "1")
    grader(*command)
    assert log.batches == [["ada"], ["ben"], ["ada"]]
    assert scores(tmp_path / "out") == {"ada": 60, "ben": 100}  # norm is judged with a double that is right
    told = json.loads((tmp_path / "out" / "pair" / "ada" / "result.json").read_text())
    assert told["exercises"][0]["verdict"] == "time_limit"
    assert "2 unchanged" in grader(*command).output


def test_a_run_that_is_stopped_before_the_second_time_keeps_nothing_of_the_first(
    quick: Path, handed_in: Path, grader: Grader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (handed_in / "ada.py").write_text(NAPS)
    (handed_in / "ben.py").write_text(RIGHT)
    command = ("--course", quick, "grade", handed_in, "-o", tmp_path / "out", "-j", "1")

    def stopped(*_: object) -> list[Row]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batches, "_grade_alone", stopped)
        assert grader(*command).exit_code == 130
    assert scores(tmp_path / "out") == {"ben": 100}
    (handed_in / "ada.py").write_text(RIGHT)
    assert "1 graded · 1 unchanged" in grader(*command).output
    assert scores(tmp_path / "out") == {"ada": 100, "ben": 100}


# --- our own failures ------------------------------------------------------------------------------------


class Failing(Worker):
    """Cannot start a process for a second chance."""

    def observe(self, *words: Any, stand_ins: Any = None, **named: Any) -> Any:
        if stand_ins:
            self.warm.fork = self._refuse  # type: ignore[method-assign]
        return super().observe(*words, stand_ins=stand_ins, **named)

    def _refuse(self) -> Any:
        raise WorkerError("no process can be started")


def test_a_second_chance_that_we_fail_on_is_no_lost_point(course: Path) -> None:
    from grader.course import load
    from grader.course.key import answer_key
    from grader.grading.cache import ResultCache

    assignment = load(course, "pair")
    submission = Submission("ada", "ada.py", (Cell("ada.py", WRONG_HELPER),), "")
    with Failing() as worker:
        memory = ResultCache()
        result = grade(
            submission,
            GradingContext(assignment, answer_key(assignment, worker.observe), worker, cache=memory),
        )
    assert (result.status, result.score) == (Status.INTERNAL_ERROR, None)
    assert "no process can be started" in result.message
    with Worker() as worker:
        bench = GradingContext(assignment, answer_key(assignment, worker.observe), worker, cache=memory)
        assert grade(submission, bench).score == 60


def test_mishaps_are_the_submission_s_own_and_grow_with_no_class(course: Path) -> None:
    """A process that has failed on one says nothing of the next, and keeps no observation of either."""
    from grader.course import load
    from grader.course.key import answer_key

    assignment = load(course, "pair")
    with Worker() as worker:
        context = GradingContext(assignment, answer_key(assignment, worker.observe), worker)
        worker.warm.fork = Failing._refuse.__get__(worker)  # type: ignore[method-assign]
        submission = Submission("ada", "ada.py", (Cell("ada.py", RIGHT),), "")
        assert grade(submission, context).status is Status.INTERNAL_ERROR
        del worker.warm.fork
        result = grade(submission, context)
    assert (result.status, result.score, result.unsettled) == (Status.GRADED, 100, False)
    assert isinstance(worker.mishaps, int)
    assert worker.mishaps > 0


def test_bounds_that_the_machine_kept_from_being_found_are_looked_for_again(course: Path) -> None:
    from grader.course import load
    from grader.grading.question_bounds import QuestionBounds
    from grader.worker import Bounds

    assignment, bounds = load(course, "pair"), QuestionBounds()
    exercise = assignment.exercise("norm")
    with Worker() as worker:
        observe = worker.observe
        worker.warm.fork = Failing._refuse.__get__(worker)  # type: ignore[method-assign]
        assert bounds.get(assignment, exercise, observe) == {"double": Bounds()}
        del worker.warm.fork
        assert bounds.get(assignment, exercise, observe) != {"double": Bounds()}


@pytest.fixture
def notebook(handed_in: Path) -> Path:
    cell = {"cell_type": "code", "source": RIGHT, "metadata": {}, "outputs": [], "execution_count": None}
    path = handed_in / "ada.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}))
    return path


@pytest.mark.parametrize("stopped_by", ["isolation", "start"])
def test_a_notebook_that_was_not_run_is_tried_again_by_the_next_run(
    stopped_by: str,
    course: Path,
    notebook: Path,
    grader: Grader,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command = ("--course", course, "grade", notebook, "-o", tmp_path / "out", "--execute")
    with monkeypatch.context() as patched:
        missing = Execution(False, error="running notebooks needs ipykernel", stopped_by=stopped_by)
        patched.setattr(execute, "execute", lambda *_, **__: missing)
        assert "1 graded" in grader(*command).output
        assert "Your notebook was not run" in (tmp_path / "out/pair/ada/report.html").read_text()
    monkeypatch.setattr(execute, "execute", lambda *_, **__: Execution(True))
    assert "1 graded" in grader(*command).output
    told = json.loads((tmp_path / "out" / "pair" / "ada" / "result.json").read_text())
    assert told["execution"]["ok"]
    assert "1 unchanged" in grader(*command).output


def test_what_is_installed_meanwhile_is_found_by_a_process_that_lives_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tiers, "_standing", set())
    with monkeypatch.context() as patched:
        patched.setattr(tiers, "possible", lambda tier: tier is Tier.PROCESS)
        assert tiers.best_tier() is Tier.PROCESS
        assert execute._why_not()
    monkeypatch.setattr(tiers, "possible", lambda _: True)
    monkeypatch.setattr(tiers, "Zygote", _Standing)
    assert tiers.best_tier() is Tier.FULL


class _Standing:
    def __init__(self, *_: object) -> None: ...
    def await_walls(self) -> None: ...
    def close(self) -> None: ...


def test_a_key_holds_no_answer_that_the_machine_kept_from_coming(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.course import load
    from grader.course.key import answer_key, key_path

    checks = course / "assignments" / "pair" / "checks.py"
    slow = "sum(range(10**7)) and x * 3"
    checks.write_text(checks.read_text().replace('"x * 3"', repr(slow)))
    assignment = load(course, "pair")
    with Worker() as worker:
        with monkeypatch.context() as patched:
            patched.setattr(clock, "PATIENCE", 0.02)
            with pytest.raises(WorkerError, match="less busy"):
                answer_key(assignment, worker.observe)
        assert not key_path(assignment).exists()
        assert answer_key(assignment, worker.observe).mistakes["double"]


def test_a_template_in_folders_is_read_whole(
    course: Path, handed_in: Path, grader: Grader, tmp_path: Path
) -> None:
    (handed_in / "ada.py").write_text(RIGHT)
    template = tmp_path / "template"
    (template / "parts").mkdir(parents=True)
    (template / "report.html").write_text('{% include "parts/head.html" %}')
    command = ("--course", course, "grade", handed_in, "-o", tmp_path / "out", "--template", template)
    for words in ("first", "second"):
        (template / "parts" / "head.html").write_text(words)
        assert "1 graded" in grader(*command).output
        assert (tmp_path / "out/pair/ada/report.html").read_text() == words
    assert "1 unchanged" in grader(*command).output


def test_a_draw_that_the_machine_kept_from_being_answered_is_asked_again(course: Path) -> None:
    from grader.course import load
    from grader.grading.counterexample import RedrawnCases

    assignment, draws = load(course, "pair"), RedrawnCases()
    exercise = assignment.exercise("double")
    with Worker() as worker:
        observe = worker.observe
        worker.warm.fork = Failing._refuse.__get__(worker)  # type: ignore[method-assign]
        failed = draws.get(assignment, exercise, observe).expected
        del worker.warm.fork
        answered = draws.get(assignment, exercise, observe).expected
    assert {seen.outcome.value for seen in failed} == {"internal_error"}
    assert {seen.outcome.value for seen in answered} == {"returned"}


def test_a_pack_is_not_made_of_what_could_not_be_run(course: Path) -> None:
    from grader.course import load
    from grader.course.key import answer_key
    from grader.student.release.build_pack import build_pack

    checks = course / "assignments" / "pair" / "checks.py"
    stays = "judge=lambda value, x: None if hint else ''"  # it reads what no student has
    checks.write_text(checks.read_text().replace("(points=40", f"({stays}, points=40"))
    assignment = load(course, "pair")
    with Worker() as worker:
        key = answer_key(assignment, worker.observe)
        worker.warm.fork = Failing._refuse.__get__(worker)  # type: ignore[method-assign]
        with pytest.raises(WorkerError, match=r"the variant .* of double could not be run"):
            build_pack(assignment, key, worker.observe)


def test_what_was_verified_on_a_machine_that_failed_is_not_remembered(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.author import verify
    from grader.author.report_cache import VerificationCache

    class Sometimes(Failing):
        def observe(self, program: Any, *words: Any, **named: Any) -> Any:
            refused = "x + x" in program.chunks[0].source  # the variant
            return super().observe(program, *words, stand_ins={} if not refused else {"double": {}}, **named)

    monkeypatch.setattr(verify, "Worker", Sometimes)
    report = verify.verify_one(course, "pair")
    assert not report.settled
    cache = VerificationCache(course, ())
    cache.write(report, "stamp")
    assert cache.read("pair", "stamp") is None
