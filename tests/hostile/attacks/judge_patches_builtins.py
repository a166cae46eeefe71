"""TRIES to change what max, abs and isinstance mean.

GRADER MUST give no mark: what is compared is compared elsewhere.
"""

import builtins


def sigmoid(z):
    builtins.isinstance = lambda *args: True
    builtins.abs = builtins.max = lambda *args, **kwargs: 0
    builtins.all = builtins.any = lambda *args: True
    return -1.0
