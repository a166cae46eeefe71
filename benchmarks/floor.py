"""The least that grading a submission in a process of its own can cost: fork, execute, call, send back.

No isolation, no limits, no comparison, no report: what the grader does beyond it is measured against it. The
arguments are inherited by the fork and the values come back as a pickle, which is as fast as it gets and
what no grader may do.
"""

from __future__ import annotations

import gc
import os
import pickle
import struct
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

_SERVER = "from benchmarks.floor import serve; serve()"
_LENGTH = struct.Struct("<Q")

Call = tuple[str, tuple[Any, ...], int]  # function's name, arguments, seed


class Floor:
    """A warm process that forks a child for every submission."""

    def __init__(self, source: str, calls: Sequence[Call]) -> None:
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
        pickle.dump((source, list(calls)), self._stdin)
        self._stdin.flush()

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    def submission(self) -> list[Any]:
        """Run one submission and return its values."""
        self._stdin.write(b"x")
        self._stdin.flush()
        stdout: Any = self._process.stdout
        (length,) = _LENGTH.unpack(stdout.read(_LENGTH.size))
        values: list[Any] = pickle.loads(stdout.read(length))
        return values

    def close(self) -> None:
        self._stdin.close()
        self._process.wait()
        self._process.stdout.close()  # type: ignore[union-attr]


def serve() -> None:
    import numpy as np

    source, calls = pickle.load(sys.stdin.buffer)
    np.random.seed(0)
    gc.collect()
    gc.freeze()
    while sys.stdin.buffer.read(1):
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            _child(source, calls, writer)
        os.close(writer)
        with open(reader, "rb") as answer:
            frame = answer.read()
        os.waitpid(pid, 0)
        sys.stdout.buffer.write(_LENGTH.pack(len(frame)) + frame)
        sys.stdout.buffer.flush()


def _child(source: str, calls: Sequence[Call], writer: int) -> None:
    import numpy as np

    namespace: dict[str, Any] = {"__name__": "submission"}
    exec(compile(source, "submission", "exec"), namespace)
    values = []
    for name, arguments, seed in calls:
        np.random.seed(seed)
        values.append(namespace[name](*arguments))
    with open(writer, "wb") as answer:
        pickle.dump(values, answer, protocol=5)
    os._exit(0)
