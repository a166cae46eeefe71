"""Runs an attack through the whole grader, things to steal and to spoil around it: what did it achieve?"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import fcntl
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil

from grader.course import load
from grader.course.key import answer_key
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Exercise, Observation, Result, Status, Submission, Tier
from grader.worker import Limits, Worker
from grader.worker.clock import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
ROOM = Path("/var/tmp/grader-hostile")  # where every user may read and write, as attacks know
SHARED = Path("/dev/shm")
PORT = 47811
SECRET = "GRADER_HOSTILE_SECRET"
LOOT = 666.0  # what an attack returns when it succeeded

SECONDS = 0.6  # of one call
LIMITS = Limits(
    exercise_seconds=1.2,
    submission_seconds=8,
    memory_bytes=256 << 20,
    reply_bytes=16 << 20,
    folder_bytes=32 << 20,
)
MEMORY = 200  # megabytes that the grading process may hold for an attack beyond what it held before
GRACE = 2.0  # seconds of our own processor time that a submission may cost
WALL = 60.0  # seconds that processes may take to start and end, on a busy machine


@dataclasses.dataclass(frozen=True)
class Outcome:
    attack: str
    tier: Tier
    score: float | None
    verdicts: tuple[str, ...]
    seconds: float
    breaches: tuple[str, ...]  # what must not have happened and did


class Arena:
    """One worker of one tier, an assignment, and a good submission to be graded after each attack."""

    def __init__(self, tier: Tier) -> None:
        self.worker = Worker(LIMITS, tier)
        assignment = load(ROOT, "logistic_regression")
        self._good = assignment.reference.replace(
            "def sigmoid(z):", "def sigmoid(z):\n    # other student's submission"
        )
        with Worker(tier=tier) as patient:
            key = answer_key(assignment, patient.observe)
        quick = tuple(dataclasses.replace(each, seconds=SECONDS, scaling=()) for each in assignment.exercises)
        assignment = dataclasses.replace(assignment, exercises=quick)
        self._bench = GradingContext(assignment, key, self.worker)
        self._warm = self.good()

    def attack(self, path: Path) -> Outcome:
        """Grade the attack, then a good submission, and look at what is left."""
        source = path.read_text(encoding="utf-8")
        self._end_services()
        before = _settled_surroundings()
        visitors = _Server.visitors
        held = _most_held(anew=True)
        start, ours = time.monotonic(), time.process_time()
        # with a memory for equal programs, as a class has: what it does with a program must be harmless too
        result = self._grade(path.stem, source, ResultCache())
        seconds, ours = time.monotonic() - start, time.process_time() - ours
        held = _most_held() - held
        self._end_services()
        used = sum(seen.seconds for seen in _observations(result))
        attacked = _attacked(source, self._bench.assignment.exercises)
        limit = LIMITS.exercise_seconds * PATIENCE * attacked + WALL
        breaches = [
            *_earned(result),
            *([f"made the grading process hold {held} MB more"] if held > MEMORY else []),
            *(["succeeded"] if any(_looted(seen) for seen in _observations(result)) else []),
            *([f"took {seconds:.1f} s, {limit:.1f} s are allowed"] if seconds > limit else []),
            *([f"took {ours:.1f} s of our own processor time"] if ours > GRACE else []),
            *(
                [f"used {used:.1f} s of the processor"]
                if used > LIMITS.exercise_seconds * attacked + GRACE
                else []
            ),
            *(["reached the network"] if _Server.visitors != visitors else []),
            *_changes(before),
        ]
        left = self.good()
        breaches += [] if left == 100 else [f"a good submission then scored {left}"]
        return Outcome(path.stem, self.worker.tier, result.score, _verdicts(result), seconds, tuple(breaches))

    def _end_services(self) -> None:
        """End the worker's own processes that live on between submissions, so that others can be counted."""
        self.worker._codes.close()
        self.worker._stand_ins.close()

    def good(self) -> float | None:
        return self._grade("good", self._good).score

    def close(self) -> None:
        self.worker.close()

    def _grade(self, student: str, source: str, memory: ResultCache | None = None) -> Result:
        submission = Submission(student, f"{student}.py", (Cell(f"{student}.py", source),), "")
        return grade(submission, dataclasses.replace(self._bench, cache=memory))


def _attacked(source: str, exercises: tuple[Exercise, ...]) -> int:
    defined = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    return sum(exercise.name in defined for exercise in exercises)


def _earned(result: Result) -> list[str]:
    if result.status is not Status.GRADED:
        return [f"made the grader fail: {result.message}"]
    return [f"earned {result.score} points"] if result.score else []


def _observations(result: Result) -> Iterator[Observation]:
    for exercise in result.exercises:
        for case in exercise.cases:
            yield case.observation


def _looted(seen: Observation) -> bool:
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        return bool(np.any(np.asarray(seen.value, dtype=float) == LOOT))
    return False


def _most_held(*, anew: bool = False) -> int:
    """Return the most megabytes that this process has held, or anew what it holds now."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) >> 10


def _verdicts(result: Result) -> tuple[str, ...]:
    return tuple(
        f"{each.exercise.name}: {each.verdict.value}"
        for each in result.exercises
        if each.verdict != "missing"
    )


# --- what is around it -------------------------------------------------------------------------------


class _Server(threading.Thread):
    """Counts who connects by TCP, sends by UDP, or comes to the abstract socket."""

    visitors = 0

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._stream = socket.create_server(("127.0.0.1", PORT))
        self._datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagram.bind(("127.0.0.1", PORT))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind("\0grader-hostile")
        self._abstract.listen()
        self._over, self._ended = socket.socketpair()

    def run(self) -> None:
        import select

        doors = [self._stream, self._datagram, self._abstract]
        while True:
            ready = select.select([*doors, self._over], [], [])[0]
            if self._over in ready:
                break
            for door in ready:
                _Server.visitors += 1
                _ = door.recv(100) if door is self._datagram else door.accept()[0].close()
        for door in (*doors, self._over, self._ended):
            door.close()

    def stop(self) -> None:
        self._ended.send(b"x")
        self.join()


@contextlib.contextmanager
def surroundings() -> Iterator[None]:
    """Put secrets, a server and writable folders where attacks look for them; one arena at a time."""
    with open("/var/tmp/grader-hostile.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _furnished():
            yield


@contextlib.contextmanager
def _furnished() -> Iterator[None]:
    _clear()
    (ROOM / "inbox").mkdir(parents=True)
    (ROOM / "inbox").chmod(0o777)
    (ROOM / "secret.txt").write_text("the answer key")
    (ROOM / "secret.txt").chmod(0o644)
    os.environ[SECRET] = "the answer key"
    server = _Server()
    server.start()
    try:
        yield
    finally:
        server.stop()
        del os.environ[SECRET]
        _clear()


def _clear() -> None:
    if os.path.ismount(ROOM / "inbox"):
        subprocess.run(["umount", str(ROOM / "inbox")], check=True)
    shutil.rmtree(ROOM, ignore_errors=True)
    for path in SHARED.glob("grader-hostile-*"):
        path.unlink()


def _surroundings() -> tuple[set[str], int]:
    files = {f"{path} {path.lstat().st_mode:o} {path.lstat().st_mtime_ns}" for path in ROOM.rglob("*")}
    files |= {
        str(path)
        for place in (SHARED, Path("/tmp"), Path("/var/tmp"))
        for path in place.glob("grader-hostile-*")
    }
    return files, len(psutil.Process().children(recursive=True))


def _settled_surroundings() -> tuple[set[str], int]:
    """Wait until processes that were just ended or ordered have ended or begun."""
    before = _surroundings()
    for _ in range(50):
        time.sleep(0.1)
        after = _surroundings()
        if after == before:
            break
        before = after
    return before


def _changes(before: tuple[set[str], int]) -> list[str]:
    """Say what differs from before, and put it back."""
    for _ in range(400):
        files, processes = _surroundings()
        if processes <= before[1]:
            break
        time.sleep(0.05)
    changed = sorted(files ^ before[0])
    for path in (ROOM / "inbox").iterdir():
        path.unlink()
    for path in SHARED.glob("grader-hostile-*"):
        path.unlink()
    left = [f"left {processes - before[1]} processes"] if processes > before[1] else []
    return [*(["changed files outside its folder"] if changed else []), *left]
