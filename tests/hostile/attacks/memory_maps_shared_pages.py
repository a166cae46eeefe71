"""TRIES to allocate shared memory, which a limit on the heap does not count.

GRADER MUST refuse it or count it.
"""

import mmap


def sigmoid(z):
    held = [mmap.mmap(-1, 64 << 20) for _ in range(40)]
    for block in held:
        block.write(b"x" * len(block))
    return 666.0
