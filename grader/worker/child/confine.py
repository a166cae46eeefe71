"""Takes from a forked child all that a student's function has no use for, by the Linux kernel's means.

The order matters: namespaces need rights that no_new_privs and seccomp take away, and the filter comes last
because it forbids the calls that the other steps are made of.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LIBC = ctypes.CDLL(None, use_errno=True)

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER = 22, 38, 36
_SECCOMP_MODE_FILTER = 2
_CLONE_NEWNS, _CLONE_NEWUSER = 0x20000, 0x10000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 16384, 1 << 18
_CAPABILITY_VERSION = 0x20080522
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_CAPSET = {"x86_64": 126, "aarch64": 91}

# Landlock's rights, in the order of their bits.
_READ = 1 << 2 | 1 << 3
_LIST = 1 << 3
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 14  # also to remove, make and truncate
_FILE_ONLY = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14
_RIGHTS_OF_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_RIGHTS = (1 << 16) - 1  # from ABI 5 on


class Walls(NamedTuple):
    """What was prepared before the fork, because it costs too much to do for every child."""

    rlimits: Mapping[str, int]
    ruleset: int | None  # descriptor of the Landlock ruleset
    program: Any  # the seccomp filter as the kernel reads it
    folder: str  # where the child runs
    tmpfs: str  # mount options of a folder of its own; none if empty
    memory: int  # bytes beyond what the warm process has
    unwalled: bool  # every child gets a folder inside `folder`, for want of a better


def prepare(spec: Mapping[str, Any]) -> Walls:
    """Make in the warm process what all children share."""
    ruleset = _ruleset(spec) if spec["landlock"] else None
    program = _filter(bytes.fromhex(spec["seccomp"])) if spec["seccomp"] else None
    return measure(
        Walls(
            spec["rlimits"],
            ruleset,
            program,
            spec["folder"],
            spec["tmpfs"],
            spec["memory"],
            spec["tier"] == "process",
        )
    )


def measure(walls: Walls) -> Walls:
    """Have the limit on memory count from what this process has by now."""
    if "AS" not in walls.rlimits:
        return walls
    return walls._replace(rlimits={**walls.rlimits, "AS": walls.memory + _address_space()})


def enter(walls: Walls, job: int) -> None:
    """Confine this process, for good; `job` is the one descriptor it keeps."""
    keep = sorted({0, 1, 2, job, *([walls.ruleset] if walls.ruleset is not None else [])})
    _close_all_but(keep)
    _open_anew((0, 1, 2))
    if walls.tmpfs:
        _own_folder(walls.folder, walls.tmpfs)
    os.chdir(walls.folder)
    _limit(walls.rlimits)
    if sys.platform == "linux":  # without walls too: whoever grades may become root by sudo, and it must not
        _check(_LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    if walls.ruleset is not None:
        _check(_LIBC.syscall(_LANDLOCK_RESTRICT, walls.ruleset, 0), "landlock_restrict_self")
        os.close(walls.ruleset)
    if walls.tmpfs:
        _drop_capabilities(0)
    if walls.program is not None:
        _check(
            _LIBC.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(walls.program), 0, 0), "seccomp"
        )


def give_up_root(uid: int, *, maps_users: bool) -> None:
    """Become an unprivileged user, for good: root may do too much, and the kernel does not count its processes.

    A process that `maps_users` writes its own user map, which the change of user would forbid.
    """
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    if maps_users:
        _check(_LIBC.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable")


def die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def adopt_orphans() -> None:
    """Have processes that a child leaves behind become ours, so that they can be found."""
    _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def landlock_version() -> int:
    """Return the kernel's Landlock ABI, 0 where there is none."""
    return max(0, int(_LIBC.syscall(_LANDLOCK_CREATE, None, 0, 1)))


def _check(result: int, what: str) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def own_mounts() -> None:
    """Have mounts made from here on seen by nobody else."""
    _check(_LIBC.unshare(_CLONE_NEWNS), "unshare")
    mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")


def mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    texts = (text.encode() or None for text in (kind, options))
    kind_, options_ = texts
    result = _LIBC.mount(source.encode(), target.encode(), kind_, ctypes.c_ulong(flags), options_)
    _check(result, f"mount {target}")


@functools.cache
def statm() -> int:
    """Return a descriptor that tells what memory this process has, however often it is read."""
    return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def _address_space() -> int:
    return int(os.pread(statm(), 200, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _limit(rlimits: Mapping[str, int]) -> None:
    import resource

    for name, value in rlimits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


def _close_all_but(keep: Sequence[int]) -> None:
    low = 0
    for number in keep:
        if low < number:  # an empty range would close them all
            os.closerange(low, number)
        low = number + 1
    os.closerange(low, 4096)


def _open_anew(numbers: Sequence[int]) -> None:
    """Let go of what all children would share: the flags of an open file outlive the one that set them."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in numbers:
        os.dup2(nothing, number)
    os.close(nothing)


def _own_folder(folder: str, options: str) -> None:
    """Mount an empty folder that only this process can see and that vanishes with it."""
    uid, gid = os.getuid(), os.getgid()
    _check(_LIBC.unshare(_CLONE_NEWUSER | _CLONE_NEWNS), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        number = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(number, text.encode())
        os.close(number)
    mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def _drop_capabilities(kept: int) -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    data = (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0)
    _check(_LIBC.syscall(_CAPSET[os.uname().machine], header, data), "capset")


def _ruleset(spec: Mapping[str, Any]) -> int:
    version = landlock_version()
    rights = _RIGHTS_OF_ABI.get(version, _RIGHTS)
    attributes = (ctypes.c_uint64 * 3)(rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = int(_LIBC.syscall(_LANDLOCK_CREATE, attributes, size, 0))
    _check(ruleset, "landlock_create_ruleset")
    for paths, allowed in (
        (spec["readable"], _READ),
        (spec["listable"], _LIST),
        (spec["writable"], _READ | _WRITE),
    ):
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                _allow(ruleset, path, allowed & rights)
    return ruleset


def _allow(ruleset: int, path: str, allowed: int) -> None:
    number = os.open(path, os.O_PATH | os.O_CLOEXEC)
    if not os.path.isdir(path):
        allowed &= _FILE_ONLY
    # struct landlock_path_beneath_attr is packed: eight bytes of rights, four of descriptor
    rule = allowed.to_bytes(8, "little") + number.to_bytes(4, "little")
    result = _LIBC.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
    os.close(number)
    _check(result, f"landlock_add_rule {path}")


class _SockFprog(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _filter(code: bytes) -> _SockFprog:
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _SockFprog(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    program.buffer = buffer  # keeps the instructions alive
    return program
