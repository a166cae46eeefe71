"""Starts the warm process: gives root up, proves that the walls stand, and only then loads NumPy."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING, Any

from grader.worker.child import confine, selfcheck

if TYPE_CHECKING:
    from collections.abc import Mapping


def main(control: int, spec: Mapping[str, Any]) -> None:
    """Say "walls" once they are proved, then load NumPy and serve; say why instead, if they do not stand."""
    line = socket.socket(fileno=control)
    try:
        walls = _walls(spec)
        failure = selfcheck.failure(walls) if spec["landlock"] else ""
    except Exception as error:  # whatever it is, the grader has to know
        failure = f"{type(error).__name__}: {error}"
    if failure:
        line.sendall(failure.encode()[:1000])
        os._exit(70)
    line.sendall(b"walls")
    from grader.worker.child import zygote

    zygote.serve(line, walls)


def _walls(spec: Mapping[str, Any]) -> confine.Walls:
    if sys.platform == "linux":
        confine.adopt_orphans()
        if spec["uid"] is not None:
            confine.give_up_root(spec["uid"] + os.getpid(), read_everywhere=spec["tier"] == "kernel")
        confine.die_with_parent()
    return confine.prepare(spec)
