"""The warm process: it has imported what submissions import, and forks one child for each of them."""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import struct
import sys
import warnings

import numpy as np

from grader.worker.child.channel import Channel
from grader.worker.child.session import Session

_PID = struct.Struct("<iq")
_PR_SET_PDEATHSIG = 1


def main(control: int) -> None:
    """Fork a child for every socket that arrives, and tell of its end when asked."""
    _die_with_parent()
    warnings.simplefilter("ignore")
    line = socket.socket(fileno=control)
    np.random.seed(0)
    gc.collect()
    gc.freeze()
    line.sendall(b"ready")
    while True:
        request, sockets, _, _ = socket.recv_fds(line, _PID.size, 1)
        if not request:
            os._exit(0)
        verb, pid = _PID.unpack(request)
        if verb:
            line.sendall(_PID.pack(0, _reap(pid)))
        else:
            _fork(line, sockets[0])


def _fork(line: socket.socket, job: int) -> None:
    pid = os.fork()
    if not pid:
        _child(line, job)
    os.close(job)
    handles = [os.pidfd_open(pid)] if hasattr(os, "pidfd_open") else []
    socket.send_fds(line, [_PID.pack(0, pid)], handles)
    for handle in handles:
        os.close(handle)


def _child(line: socket.socket, job: int) -> None:
    try:
        line.close()
        _die_with_parent()
        for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
            del sys.modules[name]
        Session(Channel(job, job)).serve()
    finally:
        os._exit(70)


def _reap(pid: int) -> int:
    try:
        return os.waitpid(pid, 0)[1]
    except ChildProcessError:
        return 0


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
