"""Runs a notebook's cells with nbclient, inside the sandbox, where nothing else of ours is to import.

It reads one JSON object from standard input and writes one to standard output.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import time
from typing import Any

FOLDER = "/tmp/work"  # noqa: S108 - inside the sandbox, where nothing else is
GIVEN = "/tmp/given"  # noqa: S108


def main() -> None:
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    job = json.load(sys.stdin)
    silence = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # or whatever the kernel's C libraries print would be in the reply
        os.dup2(silence, number)
    lay_out(job["modules"])
    confine(job)
    json.dump(asyncio.run(run(job)), channel)
    channel.flush()


def confine(job: dict[str, Any]) -> None:
    import resource

    limits = {"AS": job["memory"], "FSIZE": job["file_size"], "NOFILE": 512, "CORE": 0}
    if job["uid"]:
        limits["NPROC"] = job["processes"]
    for name, limit in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))
    if job["uid"]:  # root outside: become nobody before any of the student's code runs
        os.setgroups([])
        os.setgid(job["uid"])
        os.setuid(job["uid"])
    forbid(bytes.fromhex(job["filter"]))


def forbid(code: bytes) -> None:
    """Have the kernel refuse all system calls but those on a list, from here on and to all that is started."""
    import ctypes

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    libc = ctypes.CDLL(None, use_errno=True)
    text = ctypes.create_string_buffer(code, len(code))
    program = Program(len(code) // 8, ctypes.cast(text, ctypes.c_void_p))
    dumpable, no_new_privileges, seccomp, mode_filter = 4, 38, 22, 2
    libc.prctl(dumpable, 0, 0, 0, 0)  # the notebook's kernel is of the same user, and may not look in here
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(
        seccomp, mode_filter, ctypes.byref(program), 0, 0
    ):
        raise OSError(ctypes.get_errno(), "the list of system calls was refused")


def lay_out(modules: dict[str, str]) -> None:
    """Put data and support modules beside the notebook, while whoever owns them may still read them."""
    if os.path.isdir(GIVEN):
        shutil.copytree(GIVEN, FOLDER, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for name, source in modules.items():
        path = os.path.join(FOLDER, *name.split(".")) + ".py"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(source)
    for where, _, files in os.walk(FOLDER):
        os.chmod(where, 0o777)  # noqa: S103
        for name in files:
            os.chmod(os.path.join(where, name), 0o666)  # noqa: S103


async def run(job: dict[str, Any]) -> dict[str, Any]:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    class Client(NotebookClient):
        """Counts what a cell prints while it prints it, and stops waiting for one that prints too much."""

        printed = 0
        stopped = ""  # what for

        def process_message(self, message: Any, *rest: Any) -> Any:
            self.printed += len(repr(message.get("content")))
            if self.printed > job["output"]:
                self.stop("output")
                return None
            return super().process_message(message, *rest)

        def stop(self, reason: str) -> None:
            self.stopped = self.stopped or reason
            if self.task_poll_for_reply is not None:
                self.task_poll_for_reply.cancel()  # as nbclient itself does when the kernel dies

    code_cells = [new_code_cell(source) for _, source in job["cells"]]  # type: ignore[no-untyped-call]  # nbformat says no types
    notebook = new_notebook(cells=code_cells)  # type: ignore[no-untyped-call]
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip="/tmp/kernel")  # noqa: S108
    client: Any = Client(notebook, km=manager, resources={"metadata": {"path": FOLDER}}, iopub_timeout=10)
    client.shutdown_kernel = "immediate"
    result: dict[str, Any] = {"ok": False, "cell": "", "error": "", "stopped_by": "start"}
    try:
        async with client.async_setup_kernel():
            result["stopped_by"] = ""
            deadline = time.monotonic() + job["seconds"] * job["patience"]
            await cells(client, job, deadline, result)
    except Exception as error:  # whatever happens on the way out, what ran before is to be told
        result["error"] = result["error"] or f"{type(error).__name__}: {error}"
    result["figures"] = figures(notebook, job)
    return result


async def cells(client: Any, job: dict[str, Any], deadline: float, result: dict[str, Any]) -> None:
    ends = seconds_used(client) + job["seconds"]
    for index, (origin, _) in enumerate(job["cells"]):
        result["cell"] = origin
        patience = min(job["cell_seconds"] * job["patience"], deadline - time.monotonic())
        client.timeout = max(1, int(patience) + 1)
        client.printed = 0
        watch = asyncio.ensure_future(stop_at(client, min(ends, seconds_used(client) + job["cell_seconds"])))
        result["error"], result["stopped_by"] = await cell(client, index)
        watch.cancel()
        if time.monotonic() >= deadline and not result["error"]:
            result["stopped_by"] = result["stopped_by"] or "time"
        if result["error"] or result["stopped_by"]:
            return
    result.update(ok=True, cell="")


async def cell(client: Any, index: int) -> tuple[str, str]:
    """Run a cell; return what it raised, and what it was stopped by."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    try:
        await client.async_execute_cell(client.nb.cells[index], index)
    except CellExecutionError as error:
        return f"{error.ename}: {error.evalue}", ""
    except CellTimeoutError:
        return "", "time"
    except DeadKernelError:
        return "", client.stopped or "crash"
    return "", ""


async def stop_at(client: Any, seconds: float) -> None:
    """Stop the cell when the kernel has used so much of the processor."""
    while seconds_used(client) < seconds:
        await asyncio.sleep(0.2)
    client.stop("time")


def seconds_used(client: Any) -> float:
    """Return the kernel's processor time, in seconds; the number is the kernel's clock as Linux names it."""
    try:
        return time.clock_gettime(~client.km.provisioner.process.pid << 3 | 2)
    except (OSError, AttributeError):  # it has ended
        return 0.0


def figures(notebook: Any, job: dict[str, Any]) -> list[str]:
    """Return the pictures drawn, in base64, as many as fit."""
    pictures: list[str] = []
    room = job["figure_bytes"]
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            picture = output.get("data", {}).get("image/png")
            if isinstance(picture, str) and len(pictures) < job["figures"] and len(picture) <= room:
                pictures.append(picture)
                room -= len(picture)
    return pictures


if __name__ == "__main__":
    main()
