"""The least that grading a submission in a process of its own can cost: fork, execute, call, send back.

No isolation, no limits, no comparison, no report: what the grader does beyond it is measured against it. The
arguments are inherited by the fork and the values come back as a pickle, which is as fast as it gets and
what no grader may do. A function that gets a second chance is called again, with the reference's functions in
its failed helpers' place, in the same process.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SERVER = "from benchmarks.floor import serve; serve()"
_NUMBER = struct.Struct("<Q")

Call = tuple[str, tuple[Any, ...], int]  # function's name, arguments, seed


@dataclass(frozen=True)
class Job:
    """What is done for one submission."""

    source: Sequence[str]  # statements
    calls: Sequence[Call]
    again: Sequence[tuple[Sequence[str], Sequence[Call]]] = ()  # replaced functions, and calls made with them
    reference: Sequence[str] = ()  # source of what replaces them
    folder: str = "."  # of the course's support modules


class Floor:
    """A warm process that forks a child for every submission."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        environment = {
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
        }
        command = [sys.executable, "-c", _SERVER]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        pickle.dump(list(jobs), self._stdin)
        self._stdin.flush()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    def submission(self, job: int = 0) -> list[Any]:
        """Do one job and return its values."""
        self._stdin.write(_NUMBER.pack(job))
        self._stdin.flush()
        stdout: Any = self._process.stdout
        (length,) = _NUMBER.unpack(stdout.read(_NUMBER.size))
        values: list[Any] = pickle.loads(stdout.read(length))
        return values

    def close(self) -> None:
        self._stdin.close()
        self._process.wait()
        self._process.stdout.close()  # type: ignore[union-attr]


def serve() -> None:
    import numpy as np

    jobs = pickle.load(sys.stdin.buffer)
    for job in jobs:
        sys.path.insert(0, job.folder)
        with contextlib.redirect_stdout(io.StringIO()):
            _executed(job.source)  # imports what it imports, so that no child has to
    references = [_executed(job.reference) for job in jobs]
    np.random.seed(0)
    gc.collect()
    gc.freeze()
    while asked := sys.stdin.buffer.read(_NUMBER.size):
        (number,) = _NUMBER.unpack(asked)
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            _child(jobs[number], references[number], writer)
        os.close(writer)
        with open(reader, "rb") as answer:
            frame = answer.read()
        os.waitpid(pid, 0)
        sys.stdout.buffer.write(_NUMBER.pack(len(frame)) + frame)
        sys.stdout.buffer.flush()


def _child(job: Job, reference: Mapping[str, Any], writer: int) -> None:
    import warnings

    warnings.simplefilter("ignore")
    sys.stdout = io.StringIO()  # the process's own belongs to the answers
    namespace = _executed(job.source)
    values = [_value(namespace, call) for call in job.calls]
    for names, calls in job.again:
        replaced = _executed(job.source)
        replaced.update((name, reference[name]) for name in names if name in reference)
        values += [_value(replaced, call) for call in calls]
    with open(writer, "wb") as answer:
        pickle.dump(values, answer, protocol=5)
    os._exit(0)


def _executed(source: Sequence[str]) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "submission"}
    for statement in source:
        with contextlib.suppress(Exception):  # an import of what is not there, as in the worker
            exec(compile(statement, "submission", "exec"), namespace)
    return namespace


def _value(namespace: Mapping[str, Any], call: Call) -> Any:
    import numpy as np

    name, arguments, seed = call
    np.random.seed(seed)
    try:
        return namespace[name](*arguments)
    except Exception as error:  # a wrong submission's functions may fail: that is its value
        return str(error)
