"""Starts the warm process: gives root up, proves that the walls stand, and only then loads what it is there for."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING, Any

from grader.worker.child import confine, reveal, selfcheck

if TYPE_CHECKING:
    from collections.abc import Mapping


def main(control: int, spec: Mapping[str, Any]) -> None:
    """Say "walls" once they are proved, then load the rest and serve; say why instead, if they do not stand."""
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

    zygote.serve(line, walls, spec["modules"])


def _walls(spec: Mapping[str, Any]) -> confine.Walls:
    if sys.platform == "linux":
        confine.adopt_orphans()
        if spec["uid"] is not None:
            _give_up_root(spec)
        confine.die_with_parent()
    return confine.prepare(spec)


def _give_up_root(spec: Mapping[str, Any]) -> None:
    """Become a user of our own; Python may lie where only root can look, which bubblewrap mends by itself."""
    uid = spec["uid"] + os.getpid()
    full = spec["tier"] == "full"
    if not full:
        reveal.reveal(spec["needed"], hide_processes=spec["tier"] == "kernel")
    if spec["tier"] == "process":
        os.chown(spec["folder"], uid, uid)
    os.chdir("/")  # where the command was given, root alone may be allowed
    confine.give_up_root(uid, maps_users=full)
    if not full and (path := reveal.first_unreadable(spec["needed"])):
        raise OSError(reveal.refusal(path))
