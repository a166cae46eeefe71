"""TRIES to mount, to change the root and to use the keyring.

GRADER MUST refuse it.
"""

import ctypes


def sigmoid(z):
    libc = ctypes.CDLL(None)
    if libc.mount(b"none", b"/var/tmp/grader-hostile/inbox", b"tmpfs", 0, None) == 0 or libc.chroot(b"/") == 0:
        return 666.0
    if libc.syscall(248, b"user", b"name", b"value", 5, -3) >= 0:  # add_key
        return 666.0
    raise PermissionError
