"""Notices what one exercise did to the process, so that it cannot help or hurt the next."""

from __future__ import annotations

import builtins
import gc
import math
import operator
import os
import random
import signal
import sys
import threading
import time
import warnings
from types import ModuleType
from typing import Any

import numpy as np

_WATCHED: tuple[ModuleType, ...] = (
    np, np.random, np.linalg, np.random.mtrand, builtins, math, random, time, operator,
)  # fmt: skip


class State:
    """The process as it was before any student's code ran."""

    def __init__(self, folder: str, own: bool) -> None:
        self._folder, self._own = folder, own  # where we run, and whether it is ours alone
        self._modules = dict(sys.modules)
        self._print_options = np.get_printoptions()
        self._environment = dict(os.environ)
        self._filters = list(warnings.filters)
        self._recursion = sys.getrecursionlimit()
        self._path, self._finders, self._hooks = sys.path[:], sys.meta_path[:], sys.path_hooks[:]
        self.accept()

    def accept(self) -> None:
        """Take the watched modules as they are now."""
        self._entries = [(module.__dict__, tuple(module.__dict__.items())) for module in _WATCHED]
        self._finders = sys.meta_path[:]

    def altered(self) -> bool:
        """Say whether something was left behind that `reset` cannot undo."""
        return (
            any(_differs(entries, before) for entries, before in self._entries)
            or any(sys.modules.get(name) is not module for name, module in self._modules.items())
            or threading.active_count() > 1
            or len(sys._current_frames()) > 1
            or bool(self._own and _entries(self._folder))
        )

    def reset(self) -> None:
        """Undo what a submission may do with good reason."""
        sys.path[:], sys.meta_path[:], sys.path_hooks[:] = self._path, self._finders, self._hooks
        sys.setrecursionlimit(self._recursion)
        sys.settrace(None)
        sys.setprofile(None)
        np.set_printoptions(**self._print_options)
        warnings.filters = self._filters[:]
        if os.environ != self._environment:
            os.environ.clear()
            os.environ.update(self._environment)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        gc.enable()
        os.chdir(self._folder)


def _differs(entries: dict[str, Any], before: tuple[tuple[str, Any], ...]) -> bool:
    if any(entries.get(name) is not value for name, value in before):
        return True
    known = {name for name, _ in before} if len(entries) > len(before) else ()
    # a package's submodules become its attributes when they are first imported
    return any(name not in known and not isinstance(entries[name], ModuleType) for name in entries if known)


def _entries(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return ["unreadable"]
