"""TRIES to attach to another process as a debugger.

GRADER MUST refuse it.
"""

import ctypes
import os


def sigmoid(z):
    libc = ctypes.CDLL(None)
    if libc.ptrace(16, os.getppid(), 0, 0) == 0:
        libc.ptrace(17, os.getppid(), 0, 0)
        return 666.0
    local, remote = (ctypes.c_uint64 * 2)(0, 8), (ctypes.c_uint64 * 2)(id(os), 8)
    buffer = ctypes.create_string_buffer(8)
    local[0] = ctypes.addressof(buffer)
    if libc.process_vm_readv(os.getppid(), local, 1, remote, 1, 0) > 0:
        return 666.0
    raise PermissionError
