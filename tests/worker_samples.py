"""Makes programs, exercises and calls in a line each, for tests of the worker."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from typing import Any

import psutil

from grader.model import Argument, Case, Chunk, Exercise, Part, Program
from grader.worker import Limits, Tier
from grader.worker.tiers import why_not

TIERS = [tier for tier in Tier if not why_not(tier)]
SHORT = Limits(exercise_seconds=6, submission_seconds=20, memory_bytes=256 << 20, reply_bytes=8 << 20)


def program(source: str, modules: dict[str, str] | None = None) -> Program:
    return Program((Chunk("cell 1", 1, textwrap.dedent(source)),), {}, modules or {})


def case(*values: Any, seed: int = 1, count_steps: bool = False, **named: Any) -> Case:
    """A case whose arguments are called a, b, c, ... unless they are named."""
    arguments = [Argument("abcdefgh"[place], value) for place, value in enumerate(values)]
    arguments += [Argument(name, value) for name, value in named.items()]
    return Case(1, tuple(arguments), hidden=False, seed=seed, count_steps=count_steps)


def exercise(name: str, *cases: Case, seconds: float = 2.0, names: tuple[str, ...] = ()) -> Exercise:
    return Exercise(name, names or (name,), name, 1.0, (Part(""),), cases or (case(),), seconds=seconds)


@contextlib.contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep the machine busy meanwhile."""
    command = [sys.executable, "-c", "print(flush=True)\nwhile 1: pass"]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
    try:
        for process in started:
            assert process.stdout
            process.stdout.readline()
        yield
    finally:
        for process in started:
            process.kill()
            process.communicate()


def runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that do not end, however long a busy machine takes to end them."""
    deadline = time.monotonic() + 60
    while (left := [each for each in processes if runs(each)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left
