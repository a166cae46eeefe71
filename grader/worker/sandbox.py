"""How the warm process is started in each tier: its command, its view of the files, its children's walls."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import os
import shutil
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.model import Tier
from grader.worker import seccomp

if TYPE_CHECKING:
    from grader.worker.limits import Limits

_HERE = Path(__file__).parent
_OURS = (_HERE / "wire.py", _HERE / "plain.py", _HERE / "child")
_PACKAGES = ("numpy", "scipy", "h5py")
SYSTEM_FILES = (
    *("/usr/lib", "/usr/lib64", "/lib", "/lib64"),
    *("/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime"),
)
_INSTALLED = ("site-packages", "dist-packages")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_FOLDER = "/box/own"  # of a child at tier full; every child mounts its own file system on it
_FIRST_UID = 1_900_000_000  # of users that no machine has, one a warm process: the kernel counts by user

_BOOT = """
import sys, types
for name, folders in {packages_of_ours!r}.items():
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = folders
from grader.worker.child import packages
packages.install({packages!r})
from grader.worker.child import boot
boot.main({control}, {spec!r})
"""


class Purpose(NamedTuple):
    """What the children of a warm process do (child/zygote.py)."""

    modules: tuple[str, ...]  # the last takes what is for none before it
    files: tuple[Path, ...]  # all of the grader that the warm process can see
    packages: tuple[Path, ...] = ()  # the folder it is imported from, where that is all of it
    writes: bool = False  # each has a folder of its own to write to, where there is one to be had


PROGRAMS = Purpose(("grader.worker.child.programs",), _OURS, writes=True)


class View(NamedTuple):
    """The files that Python and NumPy need."""

    python: str
    library: str
    packages: dict[str, str]  # name -> the folder it lies in
    parts: tuple[str, ...]  # folders of the packages and of the libraries they bring along


def command(tier: Tier, limits: Limits, control: int, folder: str, purpose: Purpose = PROGRAMS) -> list[str]:
    """Return the command that starts a warm process of this tier; `folder` is for one without walls."""
    view = _view()
    boot = _BOOT.format(
        packages_of_ours={
            "grader": [str(path) for path in purpose.packages],
            "grader.worker": [str(_HERE)],
        },
        packages=view.packages,
        control=control,
        spec=_spec(tier, limits, view, folder, purpose),
    )
    python = [view.python, "-I", "-S", "-B", "-c", boot]
    return [*_bubblewrap(view, purpose), *python] if tier is Tier.FULL else python


@functools.cache
def _view() -> View:
    python = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    packages = {}
    parts = []
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            folder = Path(spec.submodule_search_locations[0])
            packages[name] = str(folder.parent)
            parts += [str(path) for path in (folder, folder.with_name(f"{name}.libs")) if path.exists()]
    return View(python, sysconfig.get_path("stdlib"), packages, tuple(parts))


def _spec(tier: Tier, limits: Limits, view: View, folder: str, purpose: Purpose) -> dict[str, Any]:
    """Describe the walls of every child, as plain data."""
    walled = tier is not Tier.PROCESS
    full = tier is Tier.FULL
    own = full and purpose.writes
    needed = [os.path.dirname(view.library), view.library, *view.parts, *map(str, purpose.files)]
    return {
        "modules": purpose.modules,
        "tier": str(tier),
        "uid": _FIRST_UID if os.name == "posix" and os.geteuid() == 0 else None,
        "needed": needed if walled else [*needed, folder],
        "rlimits": _rlimits(tier, limits),
        "landlock": walled,
        "seccomp": seccomp.program().hex() if walled else "",
        "readable": [*_library_parts(view), *view.parts, *SYSTEM_FILES, *_DEVICES] if walled else [],
        "listable": [view.library, *view.packages.values()] if walled else [],
        "writable": [str(Path(_FOLDER).parent), "/dev/null"] if own else ["/dev/null"],
        "memory": limits.memory_bytes,
        "folder": _FOLDER if own else "/" if walled else folder,
        "tmpfs": f"size={limits.folder_bytes},nr_inodes={limits.folder_files},mode=700" if own else "",
    }


def _library_parts(view: View) -> list[str]:
    """Return what the standard library's folder holds, but not the packages installed beside it."""
    return [
        os.path.join(view.library, entry) for entry in os.listdir(view.library) if entry not in _INSTALLED
    ]


def _rlimits(tier: Tier, limits: Limits) -> dict[str, int]:
    if os.name != "posix":
        return {}
    rlimits = {
        "CORE": 0,
        "FSIZE": limits.folder_bytes,
        "NOFILE": 64,
        "CPU": int(limits.submission_seconds) + 2,
    }
    if sys.platform == "linux":
        rlimits |= {"AS": limits.memory_bytes, "STACK": 8 << 20, "MEMLOCK": 0, "MSGQUEUE": 0}
    # where the user is a person's own, all that person runs would count
    if tier is Tier.FULL or (sys.platform == "linux" and os.geteuid() == 0):
        rlimits["NPROC"] = limits.threads
    return rlimits


def _bubblewrap(view: View, purpose: Purpose) -> list[str]:
    """Return the wrapper: a root of its own, holding Python, NumPy and what it sees of the grader, all read-only."""
    bubblewrap = shutil.which("bwrap")
    assert bubblewrap is not None
    library = os.path.dirname(view.library)
    binds = [*SYSTEM_FILES, library, view.python, *view.parts, *map(str, purpose.files)]
    hidden = [os.path.join(view.library, name) for name in _INSTALLED]
    outer_first = sorted(set(binds), key=len)
    return [
        bubblewrap,
        *namespaces(),
        *itertools.chain.from_iterable(
            ("--perms", "0755", "--dir", folder) for folder in ways_to(outer_first)
        ),
        *itertools.chain.from_iterable(
            read_only(path) for path in outer_first if path in (*SYSTEM_FILES, library)
        ),
        *itertools.chain.from_iterable(("--tmpfs", path) for path in hidden if os.path.isdir(path)),
        *itertools.chain.from_iterable(
            read_only(path) for path in outer_first if path not in (*SYSTEM_FILES, library)
        ),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--tmpfs", os.path.dirname(_FOLDER), "--dir", _FOLDER, "--remount-ro", os.path.dirname(_FOLDER)),
        *("--remount-ro", "/", "--chdir", "/"),
    ]


def ways_to(paths: list[str]) -> list[str]:
    """Return the folders on the way to `paths`; another user than root has to pass through them."""
    folders = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(folders - {"/", *paths, *SYSTEM_FILES}, key=len)


def namespaces() -> list[str]:
    """Return bubblewrap's options for a system of its own: processes, network, names."""
    common = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    common += ["--die-with-parent", "--new-session", "--hostname", "worker"]
    if os.geteuid() == 0:
        # user 0 of its own namespace would still be root to files and limits: it becomes another user instead
        return [*common, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*common, "--unshare-user"]


def read_only(path: str) -> list[str]:
    """Return bubblewrap's options that show a file or folder, where there is one, but let nobody write it."""
    if os.path.islink(path) and path in SYSTEM_FILES:
        target = os.readlink(path)
        return ["--symlink", target, path] if os.path.isdir(path) else ["--ro-bind-try", path, path]
    return ["--ro-bind-try", path, path]
