"""A control group: the kernel counts all processes of a notebook together, their memory and their number.

It is made inside this process's own group, or beside it where a group that has processes may have no inner
ones (version 2), and is removed with the last process. Nothing of the system is changed to that end: where
there is no such place, there is no group.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_JOIN = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 70; shift; done; shift; exec "$@"'
_ENDING = 5.0  # seconds that killed processes may take to be gone

# by version and controller: files to write, the first of which must be there
_FILES = {
    (1, "memory"): ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
    (1, "pids"): ("pids.max",),
    (2, "memory"): ("memory.max",),
    (2, "pids"): ("pids.max",),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A group, which has a folder in each hierarchy of controllers."""

    folders: tuple[Path, ...]

    def command_inside(self, command: Sequence[str]) -> list[str]:
        """Return the command that runs another inside the group."""
        return [
            "/bin/sh",
            "-c",
            _JOIN,
            "sh",
            *(str(folder / "cgroup.procs") for folder in self.folders),
            "--",
            *command,
        ]

    def has_exceeded(self) -> bool:
        """Say whether the kernel ended a process for the memory of all."""
        return any(
            (kills := re.search(r"^oom_kill (\d+)", _text(folder / name), re.MULTILINE)) and int(kills[1]) > 0
            for folder in self.folders
            for name in ("memory.events", "memory.oom_control")
        )

    def remove(self) -> None:
        deadline = time.monotonic() + _ENDING
        left = list(self.folders)
        while left and time.monotonic() < deadline:
            for folder in left:
                for pid in _text(folder / "cgroup.procs").split():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(pid), signal.SIGKILL)
            left = [folder for folder in left if not _remove(folder)]
            time.sleep(0.02 if left else 0)


@contextmanager
def make_group(memory: int, processes: int) -> Iterator[Group | None]:
    """Make a group with limits on the memory and the number of its processes; None where there can be none."""
    group = _make(memory, processes)
    try:
        yield group
    finally:
        if group:
            group.remove()


def _make(memory: int, processes: int) -> Group | None:
    folders: dict[Path, None] = {}
    for controller, limit in (("memory", memory), ("pids", processes)):
        for version, parent in _parents(controller):
            folder = parent / f"grader-{os.getpid()}"
            if _make_folder(folder, _FILES[version, controller], limit):
                folders[folder] = None
                break
        else:
            Group(tuple(folders)).remove()
            return None
    for folder in folders:
        for name, value in (("memory.swap.max", "0"), ("memory.oom.group", "1")):
            with contextlib.suppress(OSError):
                if (folder / name).exists():
                    (folder / name).write_text(value)
    return Group(tuple(folders))


def _make_folder(folder: Path, names: Sequence[str], limit: int) -> bool:
    """Make a group's folder in one hierarchy and limit it; tell whether that could be done."""
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        if not os.access(folder / "cgroup.procs", os.W_OK):
            raise PermissionError
        (folder / names[0]).write_text(str(limit))
        for name in names[1:]:
            if (folder / name).exists():  # swap, where the kernel counts it
                (folder / name).write_text(str(limit))
    except OSError:
        if is_new:
            _remove(folder)
        return False
    return True


def _parents(controller: str) -> Iterator[tuple[int, Path]]:
    """Yield the folders in which a group may be made, by version."""
    mounts = [line.split() for line in _text(Path("/proc/mounts")).splitlines()]
    for line in _text(Path("/proc/self/cgroup")).splitlines():
        number, names, path = line.split(":", 2)
        for _, mount, kind, options, *_ in mounts:
            own = Path(f"{mount}/{path.lstrip('/')}")
            if kind == "cgroup" and controller in names.split(",") and controller in options.split(","):
                yield 1, own
            elif kind == "cgroup2" and number == "0":
                shared = [folder for folder in (own, own.parent) if folder.is_relative_to(mount)]
                yield from (
                    (2, folder)
                    for folder in shared
                    if controller in _text(folder / "cgroup.subtree_control").split()
                )


def _remove(folder: Path) -> bool:
    """Remove a folder; tell whether there is none now."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
