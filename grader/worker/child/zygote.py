"""The warm process: it has imported what its children need, and forks one of them whenever it is asked."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from types import ModuleType

from grader.worker.child import confine
from grader.worker.child.channel import Channel
from grader.worker.child.control import FORK, MESSAGE, REAP

_LINUX = sys.platform == "linux"


def serve(line: socket.socket, walls: confine.Walls, names: Sequence[str]) -> None:
    """Fork a child for every socket that arrives, and tell of its end when asked.

    What children do is in the modules of these names: `prepare` is called once, and `serve` in the children whose first
    message it `is_for`.
    """
    purposes = [importlib.import_module(name) for name in names]
    for purpose in purposes:
        purpose.prepare()
    walls = confine.measure(walls)
    gc.collect()
    gc.freeze()
    line.sendall(b"ready")
    children: set[int] = set()  # that were asked for; any other was left behind by one of them
    while True:
        request, sockets, _, _ = socket.recv_fds(line, MESSAGE.size, 1)
        if not request:
            os._exit(0)
        verb, pid = MESSAGE.unpack(request)
        if verb == FORK:
            children.add(_fork(line, sockets[0], walls, purposes))
            continue
        status = _reap(pid, children, alone=walls.program is not None)
        if verb == REAP:
            line.sendall(MESSAGE.pack(0, status))
        if walls.unwalled:
            _remove(_own_folder(walls, pid))


def _fork(line: socket.socket, job: int, walls: confine.Walls, purposes: Sequence[ModuleType]) -> int:
    zygote = os.getpid()
    pid = os.fork()
    if not pid:
        _child(job, walls, zygote, purposes)
    os.close(job)
    handles = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    socket.send_fds(line, [MESSAGE.pack(0, pid)], handles)
    for handle in handles:
        os.close(handle)
    return pid


def _child(job: int, walls: confine.Walls, zygote: int, purposes: Sequence[ModuleType]) -> None:
    try:
        if _LINUX:
            confine.die_with_parent()
            if os.getppid() != zygote:
                os._exit(70)
        channel = Channel(job, job)
        walls = walls._replace(folder=_own_folder(walls, os.getpid()))
        channel.send(_confine(walls, job))
        first = channel.receive()
        next(purpose for purpose in purposes if purpose.is_for(first)).serve(channel, first, walls.folder)
    finally:
        os._exit(70)


def _own_folder(walls: confine.Walls, pid: int) -> str:
    """Return where a child runs: a file system of its own, nowhere, or a folder that is removed after it."""
    return f"{walls.folder}/{pid}" if walls.unwalled else walls.folder


def _remove(folder: str) -> None:
    # one that is too deep for this is left to the grader, which has the time
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)


def _confine(walls: confine.Walls, job: int) -> str:
    """Raise the walls around this process; return why they could not be raised, or nothing."""
    try:
        if walls.unwalled:
            os.mkdir(walls.folder)
        confine.enter(walls, job)
    except Exception as error:  # whatever it is, the grader has to know
        return f"{type(error).__name__}: {error}"
    return ""


def _reap(pid: int, children: set[int], *, alone: bool) -> int:
    """End a child that has not ended yet, and what it left running unless it could start nothing."""
    children.discard(pid)
    try:
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    except (ChildProcessError, ProcessLookupError):
        return 0
    while _LINUX and not alone and (orphans := _descendants() - children):
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    return status


def _descendants() -> set[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return {int(pid) for pid in file.read().split()}
    except OSError:
        return set()
