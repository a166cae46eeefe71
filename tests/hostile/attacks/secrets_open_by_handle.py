"""TRIES to open a file by its number, past every folder on its way.

GRADER MUST refuse it.
"""

import ctypes
import os


def sigmoid(z):
    handle = (ctypes.c_ubyte * 136)()
    ctypes.c_uint32.from_buffer(handle).value = 128
    mount = ctypes.c_int()
    libc = ctypes.CDLL(None)
    path = b"/var/tmp/grader-hostile/secret.txt"
    if libc.name_to_handle_at(-100, path, handle, ctypes.byref(mount), 0) == 0:
        if libc.open_by_handle_at(os.open("/", os.O_RDONLY), handle, 0) >= 0:
            return 666.0
    raise PermissionError
