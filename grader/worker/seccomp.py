"""The lists of system calls that a student's process, or a notebook's, may make; every other fails with EPERM."""

from __future__ import annotations

import errno
import functools
import itertools
import tempfile
from typing import Any

_ALLOWED = """
    read write readv writev pread64 pwrite64 close lseek fstat stat lstat newfstatat statx access
    faccessat faccessat2 open openat readlink readlinkat getdents getdents64 getcwd chdir fchdir mkdir
    mkdirat rmdir unlink unlinkat rename renameat renameat2 truncate ftruncate fallocate fadvise64 fsync
    fdatasync sendfile copy_file_range umask dup dup2 dup3 pipe pipe2 select pselect6 poll ppoll mmap
    munmap mremap mprotect madvise brk rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending
    rt_sigtimedwait rt_sigsuspend sigaltstack pause alarm setitimer getitimer nanosleep
    gettimeofday time times futex futex_waitv set_robust_list
    set_tid_address rseq membarrier restart_syscall exit exit_group sched_yield
    getcpu getpid getppid gettid getuid geteuid getgid
    getegid getresuid getresgid getgroups getpgrp uname sysinfo getrusage getrlimit
    getrandom
"""
# allowed where the first argument is 0, which is the process itself: any other number would tell of others
_OF_ITSELF = "getpgid getsid sched_getaffinity sched_getparam sched_getscheduler get_robust_list"
_CLOCKS = ("clock_gettime", "clock_getres", "clock_nanosleep")
_LAST_CLOCK = 11  # CLOCK_TAI; numbers beyond are made of another process's, whose time they tell

_CLONE_THREAD = 0x10000
_PR_SET_NAME = 15
_FCNTL = (0, 1, 2, 3, 4, 1030)  # F_DUPFD, flags of descriptor and file, F_DUPFD_CLOEXEC: no locks, no leases
_IOCTL = (0x5401, 0x5413, 0x541B, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONCLEX, FIOCLEX

# What a kernel, its client and the programs that a notebook starts need beyond that.
_OF_NOTEBOOKS = """
    fork vfork execve wait4 waitid kill tkill tgkill setsid setpgid arch_prctl pidfd_open pidfd_send_signal
    bind listen accept accept4 connect getsockname getpeername setsockopt getsockopt shutdown sendto recvfrom
    sendmsg recvmsg sendmmsg recvmmsg epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd
    eventfd2 timerfd_create timerfd_settime timerfd_gettime chmod fchmod fchmodat link linkat symlink symlinkat
    utime utimes utimensat futimesat flock statfs fstatfs getxattr lgetxattr fgetxattr listxattr llistxattr
    flistxattr sched_setaffinity sched_setscheduler prlimit64 setrlimit clock_gettime clock_getres
    clock_nanosleep preadv pwritev
"""
_NAMESPACES = 0x7E020000  # all CLONE_NEW but that of time, whose bit is a signal's
_LOCKS = (5, 6, 7, 36, 37, 38)
_OF_SOCKETS = 0x5421  # FIONBIO
_PROCTL_OF_NOTEBOOKS = (1, 2, 3, 16)  # death signal, dumpable and name, to be read
# families of sockets, their kinds and protocols; ZeroMQ asks by AF_NETLINK what interfaces there are
_SOCKETS = (
    *itertools.product((1,), (1, 2, 5), (0,)),  # AF_UNIX
    *itertools.product((2, 10), (1, 2), (0, 6, 17)),  # AF_INET and AF_INET6: TCP and UDP
    (16, 3, 0),  # AF_NETLINK: routes
)


@functools.cache
def program() -> bytes:
    """Return the filter as the kernel takes it; raise OSError or ImportError where libseccomp is missing."""
    return _export(_rules())


@functools.cache
def program_of_notebooks() -> bytes:
    """Return the filter for a whole notebook: it may start processes and talk to those of its own sandbox."""
    import pyseccomp as seccomp

    rules = _rules()
    for name in (*_OF_NOTEBOOKS.split(), *_OF_ITSELF.split(), "getpriority"):
        _add(rules, seccomp.ALLOW, name)
    _add(rules, seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _NAMESPACES, 0))
    for command in _LOCKS:
        _add(rules, seccomp.ALLOW, "fcntl", seccomp.Arg(1, seccomp.EQ, command))
    _add(rules, seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, _OF_SOCKETS))
    for option in _PROCTL_OF_NOTEBOOKS:
        _add(rules, seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, option))
    for family, kind, protocol in _SOCKETS:
        shape = (
            seccomp.Arg(0, seccomp.EQ, family),
            seccomp.Arg(1, seccomp.MASKED_EQ, 0xF, kind),
            seccomp.Arg(2, seccomp.EQ, protocol),
        )
        _add(rules, seccomp.ALLOW, "socket", *shape)
    _add(rules, seccomp.ALLOW, "socketpair", seccomp.Arg(0, seccomp.EQ, 1))
    return _export(rules)


def _rules() -> Any:
    import pyseccomp as seccomp

    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    for name in _ALLOWED.split():
        _add(rules, seccomp.ALLOW, name)
    # glibc falls back to what is allowed when these say that they do not exist
    for name in ("clone3", "openat2", "close_range"):
        _add(rules, seccomp.ERRNO(errno.ENOSYS), name)
    _add(rules, seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    _add(rules, seccomp.ALLOW, "prctl", seccomp.Arg(0, seccomp.EQ, _PR_SET_NAME))
    _add(
        rules, seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0), seccomp.Arg(2, seccomp.EQ, 0)
    )  # its own limits, to be read
    for name in _OF_ITSELF.split():
        _add(rules, seccomp.ALLOW, name, seccomp.Arg(0, seccomp.EQ, 0))
    _add(rules, seccomp.ALLOW, "getpriority", seccomp.Arg(0, seccomp.EQ, 0), seccomp.Arg(1, seccomp.EQ, 0))
    for name in _CLOCKS:
        _add(rules, seccomp.ALLOW, name, seccomp.Arg(0, seccomp.LE, _LAST_CLOCK))
    for command in _FCNTL:
        _add(rules, seccomp.ALLOW, "fcntl", seccomp.Arg(1, seccomp.EQ, command))
    for request in _IOCTL:
        _add(rules, seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, request))
    return rules


def _export(rules: Any) -> bytes:
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _add(rules: Any, action: int, name: str, *arguments: object) -> None:
    import pyseccomp as seccomp

    try:
        number = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    except OSError:
        return  # this processor has no such call
    rules.add_rule(action, number, *arguments)
