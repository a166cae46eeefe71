"""Runs an attack through the whole grader, things to steal and to spoil around it: what did it achieve?"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
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
from grader.course.key import AnswerKey, answer_key
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, grade
from grader.model import Assignment, Cell, Exercise, Observation, Result, Status, Submission, Tier
from grader.worker import Limits, Worker
from grader.worker.clock import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
SHARED = Path("/dev/shm")
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
NOBODY = 1 << 30  # a number that no process has
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

    def __init__(self, tier: Tier, surroundings: Surroundings) -> None:
        self.worker = Worker(LIMITS, tier)
        self._surroundings = surroundings
        assignment, key = _keyed_assignment()
        self._good = assignment.reference.replace(
            "def sigmoid(z):", "def sigmoid(z):\n    # other student's submission"
        )
        self._bench = GradingContext(assignment, key, self.worker)
        self._warm = self.good()

    def attack(self, path: Path) -> Outcome:
        """Grade the attack, then a good submission, and look at what is left."""
        source = self._surroundings.renamed(path.read_text(encoding="utf-8"))
        files, processes = self._surroundings.files(), self._processes()
        visitors = self._surroundings.server.visitors
        held = _most_held(anew=True)
        start, ours = time.monotonic(), time.process_time()
        # with a memory for equal programs, as a class has: what it does with a program must be harmless too
        result = self._grade(path.stem, source, ResultCache())
        seconds, ours = time.monotonic() - start, time.process_time() - ours
        held = _most_held() - held
        left = self._processes() - processes
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
            *(["reached the network"] if self._surroundings.server.visitors != visitors else []),
            *(["changed files outside its folder"] if self._surroundings.files() != files else []),
            *([f"left {left} processes"] if left > 0 else []),
        ]
        self._surroundings.restore()
        score = self.good()
        breaches += [] if score == 100 else [f"a good submission then scored {score}"]
        return Outcome(path.stem, self.worker.tier, result.score, _verdicts(result), seconds, tuple(breaches))

    def _processes(self) -> int:
        """Count the grader's processes: the warm one, one child in waiting, and what must not be there.

        The worker's own processes that live on between submissions are ended. The warm process does what it
        is asked in turn, so when it has answered, all who ended are reaped and the one in waiting is made.
        """
        self.worker._codes.close()
        self.worker._stand_ins.close()
        zygote = self.worker.warm._start()[0]
        zygote.reap(NOBODY)
        warm = psutil.Process(zygote._process.pid)
        return len(psutil.Process().children()) + len(warm.children(recursive=True))

    def good(self) -> float | None:
        return self._grade("good", self._good).score

    def close(self) -> None:
        self.worker.close()

    def _grade(self, student: str, source: str, memory: ResultCache | None = None) -> Result:
        submission = Submission(student, f"{student}.py", (Cell(f"{student}.py", source),), "")
        return grade(submission, dataclasses.replace(self._bench, cache=memory))


@functools.cache
def _keyed_assignment() -> tuple[Assignment, AnswerKey]:
    """Return an assignment whose calls have little time, and its key, which was given more."""
    assignment = load(ROOT, "logistic_regression")
    with Worker() as patient:
        key = answer_key(assignment, patient.observe)
    quick = tuple(dataclasses.replace(each, seconds=SECONDS, scaling=()) for each in assignment.exercises)
    return dataclasses.replace(assignment, exercises=quick), key


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

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True)
        self.visitors = 0
        self.stream = socket.create_server(("127.0.0.1", 0))
        self.datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagram.bind(("127.0.0.1", 0))
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0{name}")
        self._abstract.listen()
        self._over, self._ended = socket.socketpair()

    def run(self) -> None:
        import select

        doors = [self.stream, self.datagram, self._abstract]
        while True:
            ready = select.select([*doors, self._over], [], [])[0]
            if self._over in ready:
                break
            for door in ready:
                self.visitors += 1
                _ = door.recv(100) if door is self.datagram else door.accept()[0].close()
        for door in (*doors, self._over, self._ended):
            door.close()

    def stop(self) -> None:
        self._ended.send(b"x")
        self.join()


class Surroundings:
    """Secrets, a server and writable folders, where attacks look for them.

    Attacks know them by fixed names; each process that runs attacks has others, so that several can.
    """

    def __init__(self) -> None:
        self._name = f"grader-hostile-{os.getpid()}"
        self._room = Path("/var/tmp") / self._name  # where every user may read and write
        self._inbox = self._room / "inbox"
        self.server = _Server(self._name)

    def renamed(self, source: str) -> str:
        """Have an attack look here, and not where another process is attacked."""
        ports = {"47811": self.server.stream, "47812": self.server.datagram}
        for port, door in ports.items():
            source = source.replace(port, str(door.getsockname()[1]))
        return source.replace("grader-hostile", self._name)

    def set_up(self) -> None:
        self._inbox.mkdir(parents=True)
        self._inbox.chmod(0o777)
        (self._room / "secret.txt").write_text("the answer key")
        (self._room / "secret.txt").chmod(0o644)
        os.environ[SECRET] = "the answer key"
        self.server.start()

    def tear_down(self) -> None:
        self.server.stop()
        del os.environ[SECRET]
        self.restore()
        shutil.rmtree(self._room)

    def files(self) -> set[str]:
        """Return what there is in the room, as it is, and elsewhere what bears its name."""
        entries = {
            f"{path} {path.lstat().st_mode:o} {path.lstat().st_mtime_ns}" for path in self._room.rglob("*")
        }
        return entries | set(map(str, self._strays()))

    def restore(self) -> None:
        """Remove what an attack has left."""
        if os.path.ismount(self._inbox):
            subprocess.run(["umount", str(self._inbox)], check=True)
        for path in [*self._inbox.iterdir(), *self._strays()]:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    def _strays(self) -> Iterator[Path]:
        for place in (SHARED, Path("/tmp"), Path("/var/tmp")):
            yield from place.glob(f"{self._name}-*")


@contextlib.contextmanager
def surroundings() -> Iterator[Surroundings]:
    """Give attacks something to steal and to spoil meanwhile."""
    furnished = Surroundings()
    furnished.set_up()
    try:
        yield furnished
    finally:
        furnished.tear_down()
