"""Proves before any student's code runs that the walls keep what they promise."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.worker.child import confine

if TYPE_CHECKING:
    from collections.abc import Callable


def failure(walls: confine.Walls) -> str:
    """Return what a confined process could do and must not, or could not and must; nothing if all is well."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        _report(walls, writer)
    os.close(writer)
    with open(reader, encoding="utf-8", errors="replace") as answer:
        report = answer.read()
    os.waitpid(pid, 0)
    return report.removeprefix("ok") if report.startswith("ok") else report or "the confined process ended"


def _report(walls: confine.Walls, writer: int) -> None:
    try:
        confine.enter(walls, writer)
        broken = [what for what, attempt in _FORBIDDEN if _succeeds(attempt)]
        broken += [f"not {what}" for what, attempt in _needs(walls) if not _succeeds(attempt)]
        text = f"a confined process can {', '.join(broken)}" if broken else "ok"
    except Exception as error:  # whatever it is, the grader has to know
        text = f"{type(error).__name__}: {error}"
    os.write(writer, text.encode())
    os._exit(0)


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _start_a_process() -> None:
    if not os.fork():
        os._exit(0)


_FORBIDDEN: tuple[tuple[str, Callable[[], object]], ...] = (
    ("read our code", lambda: Path(__file__).read_bytes()),
    ("read a process's memory", lambda: Path("/proc/self/mem").open("rb").close()),
    ("list the root folder", lambda: os.listdir("/")),
    ("write a file", lambda: Path("/var/tmp/written").write_bytes(b"")),  # noqa: S108
    ("open a socket", socket.socket),
    ("start a process", _start_a_process),
    ("signal its parent", lambda: os.kill(os.getppid(), 0)),
    ("run a program", lambda: os.execv(sys.executable, ["python", "-V"])),  # noqa: S606
    ("look at its parent", lambda: os.getpgid(os.getppid())),
    ("raise a limit", lambda: os.setpriority(os.PRIO_PROCESS, 0, -1)),
)


def _needs(walls: confine.Walls) -> tuple[tuple[str, Callable[[], object]], ...]:
    reads: tuple[str, Callable[[], object]] = ("read the standard library", Path(os.__file__).read_bytes)
    own = Path(walls.folder, "probe")
    return (reads, ("write to its folder", lambda: own.write_bytes(b"x"))) if walls.tmpfs else (reads,)
