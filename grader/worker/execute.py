"""A notebook is run from top to bottom, to tell whether that works; it decides no mark.

Kernel and nbclient (notebook_kernel.py) both live in a sandbox like a child's: no network, no files but Python's,
bounded in time, memory and output, behind a list of system calls. All that comes out is one JSON text of bounded
size, which is taken for hearsay. Its processes' memory is limited one by one by the kernel, and all together by a
control group; where there can be none, it is added up several times a second from outside.
"""

from __future__ import annotations

import base64
import binascii
import itertools
import json
import os
import shutil
import sys
import sysconfig
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.model import Execution, Tier
from grader.worker import seccomp
from grader.worker.control_group import make_group
from grader.worker.package_names import with_package
from grader.worker.sandbox import SYSTEM_FILES, namespaces, read_only, ways_to
from grader.worker.sandbox_answer import TooMuchMemory, answer
from grader.worker.tiers import best_tier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.model import Submission

PNG = b"\x89PNG\r\n\x1a\n"
FOLDER = "/tmp/work"  # noqa: S108 - inside the sandbox
GIVEN = "/tmp/given"  # noqa: S108
FIRST_UID = 1_950_000_000  # of users that no machine has
GRACE = 60.0  # seconds for starting and ending a kernel
PATIENCE = 2.0  # seconds of wall time for each of processor time, so that a notebook that waits ends, too
REASONS = {
    "time": "it was stopped, for it took too long",
    "output": "it was stopped, for it printed too much",
    "crash": "its kernel died",
    "start": "its kernel could not be started",
    "memory": "it was stopped, for it used too much memory",
}


@dataclass(frozen=True, slots=True)
class ExecutionLimits:
    seconds: float = 600.0  # of a processor, for the whole notebook; or PATIENCE times as much wall time
    cell_seconds: float = 300.0
    memory_bytes: int = 4 << 30  # of one process, and of all together
    output_bytes: int = 5 << 20  # of one cell, figures included
    folder_bytes: int = 256 << 20
    processes: int = 100  # threads count
    figures: int = 20
    figure_bytes: int = 8 << 20  # of all together, in base64
    figure_points: int = 16_000_000  # of one: unpacked by whoever opens the report, four bytes each


def execute(
    submission: Submission,
    modules: Mapping[str, str] | None = None,
    data: Mapping[str, Path] | None = None,
    limits: ExecutionLimits | None = None,
) -> Execution:
    """Run all cells in a confined kernel.

    `modules` are the support modules to lay beside the notebook, `data` files or folders, by their names.
    """
    if why_not := _why_not():
        return Execution(False, error=why_not, stopped_by="isolation")
    limits = limits or ExecutionLimits()
    job = _job(submission, modules or {}, limits)
    begun = time.monotonic()
    text, most = json.dumps(job).encode(), limits.figure_bytes + (1 << 20)
    deadline = begun + limits.seconds * PATIENCE + GRACE
    with make_group(limits.memory_bytes, limits.processes) as group:
        try:
            reply = answer(_command(data or {}, limits), text, most, deadline, group, limits.memory_bytes)
            execution = _execution(reply, time.monotonic() - begun, limits)
        except TooMuchMemory:
            seconds = time.monotonic() - begun
            execution = Execution(False, error=REASONS["memory"], stopped_by="memory", seconds=seconds)
    return replace(execution, memory="together" if group else "watched")


def _why_not() -> str:
    if best_tier() is not Tier.FULL:
        return "a notebook is only run where bubblewrap can confine its kernel"
    import importlib.util

    if importlib.util.find_spec("ipykernel") is None:
        return "running notebooks needs ipykernel (pip install ipykernel)"
    return ""


def _job(submission: Submission, modules: Mapping[str, str], limits: ExecutionLimits) -> dict[str, Any]:
    return {
        "cells": [(cell.origin, cell.source) for cell in submission.cells],
        "modules": {name: source for name, source in modules.items() if _importable(name)},
        "uid": FIRST_UID + os.getpid() if os.geteuid() == 0 else 0,
        "filter": seccomp.program_of_notebooks().hex(),
        "seconds": limits.seconds,
        "patience": PATIENCE,
        "cell_seconds": limits.cell_seconds,
        "memory": limits.memory_bytes,
        "file_size": limits.folder_bytes,
        "processes": limits.processes,
        "output": limits.output_bytes,
        "figures": limits.figures,
        "figure_bytes": limits.figure_bytes,
    }


def _importable(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _command(data: Mapping[str, Path], limits: ExecutionLimits) -> list[str]:
    """Return the sandbox with Python, its packages and the assignment's data, all read-only."""
    bubblewrap = shutil.which("bwrap")
    assert bubblewrap is not None
    packages = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    python = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    library = sysconfig.get_path("stdlib")
    binds = sorted({*SYSTEM_FILES, library, _shared_library_folder(), python, *packages}, key=len)
    graders = [path for folder in packages if os.path.isdir(path := os.path.join(folder, "grader"))]
    laid = [("--ro-bind", str(path.resolve()), f"{GIVEN}/{name}") for name, path in data.items()]
    return [
        bubblewrap,
        *namespaces(),
        *("--clearenv", *itertools.chain.from_iterable(_environment(packages))),
        # before what is bound: Python's packages may lie under /tmp themselves
        *("--size", str(limits.folder_bytes), "--perms", "1777", "--tmpfs", "/tmp"),  # noqa: S108
        *itertools.chain.from_iterable(("--perms", "0755", "--dir", folder) for folder in _ways(binds)),
        *itertools.chain.from_iterable(map(read_only, binds)),
        *itertools.chain.from_iterable(("--tmpfs", path) for path in graders),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--perms", "0777", "--dir", FOLDER),
        *itertools.chain.from_iterable(laid),
        *("--remount-ro", "/", "--chdir", FOLDER),
        *(
            python,
            "-s",
            "-B",
            "-c",
            Path(__file__).with_name("notebook_kernel.py").read_text(encoding="utf-8"),
        ),
    ]


def _ways(paths: list[str]) -> list[str]:
    return [folder for folder in ways_to(paths) if folder != "/tmp"]  # noqa: S108


def _shared_library_folder() -> str:
    """Return where a Python that is no single executable keeps the rest of itself."""
    return sysconfig.get_config_var("LIBDIR") or sysconfig.get_path("stdlib")


def _environment(packages: list[str]) -> list[tuple[str, str, str]]:
    values = {
        "HOME": FOLDER,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(packages),
        "PYTHONNOUSERSITE": "1",
        "PYTHONWARNINGS": "ignore",
        "IPYTHONDIR": "/tmp/ipython",  # noqa: S108
        "JUPYTER_RUNTIME_DIR": "/tmp/runtime",  # noqa: S108
        "MPLCONFIGDIR": "/tmp/matplotlib",  # noqa: S108
        "OPENBLAS_NUM_THREADS": "2",
        "OMP_NUM_THREADS": "2",
    }
    return [("--setenv", name, value) for name, value in values.items()]


def _execution(reply: bytes | None, seconds: float, limits: ExecutionLimits) -> Execution:
    """Believe nothing about the reply's form: the notebook could have written it."""
    try:
        fields = json.loads(reply or b"")
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        stopped = "time" if seconds >= limits.seconds * PATIENCE else "crash"
        return Execution(False, error=REASONS[stopped], stopped_by=stopped, seconds=seconds)
    stopped = next((reason for reason in REASONS if reason == fields.get("stopped_by")), "")
    return Execution(
        ok=fields.get("ok") is True,
        cell=_line(fields.get("cell")),
        error=with_package(_line(fields.get("error"))) or REASONS.get(stopped, ""),
        stopped_by=stopped,
        seconds=seconds,
        figures=tuple(_pictures(fields.get("figures"), limits)),
    )


def _line(text: Any) -> str:
    """Return the first line, without what a terminal or a report would take for a command."""
    first = text.strip().split("\n")[0][:500] if isinstance(text, str) else ""
    return "".join(filter(str.isprintable, first)).encode("utf-8", "replace").decode()


def _points(picture: bytes) -> int:
    """Return how many points a PNG has, as its head says, by which a browser makes room for them."""
    return int.from_bytes(picture[16:20]) * int.from_bytes(picture[20:24])


def _pictures(figures: Any, limits: ExecutionLimits) -> list[bytes]:
    pictures = []
    for figure in figures[: limits.figures] if isinstance(figures, list) else ():
        try:
            picture = base64.b64decode(figure)
        except (ValueError, TypeError, binascii.Error):
            continue
        if picture.startswith(PNG) and _points(picture) <= limits.figure_points:
            pictures.append(picture)
    return pictures
