"""Notices what one exercise did to the process, so that it cannot help or hurt the next by accident.

Modules that students use, their containers, `sys.modules`, threads and the folder are looked at; the paths,
hooks, warnings, print options, environment, timers and limits of the interpreter are put back. That is a
courtesy to honest programs, no wall: whoever means to can leave something in an object that nobody looks at
(the cache of a function, a function's attribute, a generator of random numbers that is not seeded). What is
promised holds all the same, for it does not rest on this: nothing of a hidden call gets into what a student is
shown, because no call that is shown comes after one in the same process (grader/worker/worker.py); and nothing
gets from one submission to another, because each has a process of its own.
"""

from __future__ import annotations

import builtins
import dis
import gc
import math
import operator
import os
import random
import signal
import sys
import time
import warnings
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.child import served_data

if TYPE_CHECKING:
    from collections.abc import Mapping

_WATCHED: tuple[ModuleType, ...] = (
    np, np.random, np.linalg, np.random.mtrand, builtins, math, random, time, operator,
)  # fmt: skip


# What a program must use to change anything that outlives an exercise: most use none of it, and are spared
# a look at thousands of objects, each of which would cost a page of memory to be copied.
_HARMLESS = frozenset(
    (
        "math",
        "copy",
        "time",
        "random",
        "numpy",
        "itertools",
        "functools",
        "collections",
        "string",
        "re",
        "cmath",
    )
)
_REACHING = (frozenset(sys.stdlib_module_names) - _HARMLESS) | frozenset(
    ("setattr", "delattr", "getattr", "globals", "locals", "vars", "exec", "eval", "compile", "open")
)
_PLAIN = frozenset(("_", "__doc__", "__name__", "__future__"))
# containers of theirs: whatever a method or a subscript puts into them stays
_HOLDING = frozenset(
    name
    for module in _WATCHED
    for name, value in vars(module).items()
    if type(value) in (dict, list, set) and not name.startswith("_")
)
_ATTRIBUTE_CHANGES = tuple(dis.opmap[name] for name in ("STORE_ATTR", "DELETE_ATTR"))


def reaches_out(code: CodeType) -> bool:
    """Say whether code might change something that outlives an exercise."""
    return (
        not _REACHING.isdisjoint(code.co_names)
        or not _HOLDING.isdisjoint(code.co_names)
        or any(name.startswith(("_", "set_", "f_")) and name not in _PLAIN for name in code.co_names)
        or any(change in code.co_code[::2] for change in _ATTRIBUTE_CHANGES)
        or any(reaches_out(inner) for inner in code.co_consts if isinstance(inner, CodeType))
    )


class State:
    """The process as it was before any student's code ran."""

    def __init__(self, folder: str, own: bool) -> None:
        self._folder, self._own = folder, own  # where we run, and whether it is ours alone
        self._entries: list[tuple[dict[str, Any], tuple[tuple[str, Any], ...]]] = []
        self._held: list[tuple[Any, Any]] = []  # containers of modules, and what they held
        self._watching = False
        self._furnished: frozenset[str] = frozenset()  # what we have laid into the folder

    def furnish(self, files: Mapping[str, bytes]) -> None:
        """Lay a student's own data into the folder; serve it from memory where the process has none of its own."""
        if not files:
            return
        if not self._own:
            served_data.serve(files, self._folder)
            return
        for name, content in files.items():
            path = os.path.join(self._folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        self._furnished = frozenset(_entries(self._folder))

    def watch(self) -> None:
        """Take note of what is there, for a program that might change it."""
        self._watching = True
        self._modules = dict(sys.modules)
        self._environment = dict(os.environ)
        self._recursion = sys.getrecursionlimit()
        self._print_options = np.get_printoptions()
        self._filters = list(warnings.filters)
        self._path, self._finders, self._hooks = sys.path[:], sys.meta_path[:], sys.path_hooks[:]
        self.accept()

    def accept(self) -> None:
        """Take the watched modules as they are now."""
        if self._watching:
            self._entries = [(module.__dict__, tuple(module.__dict__.items())) for module in _WATCHED]
            named: list[Any] = [vars(module).get(name) for module in _WATCHED for name in _HOLDING]
            self._held = [(value, value.copy()) for value in named if type(value) in (dict, list, set)]

    def is_altered(self) -> bool:
        """Say whether something was left behind that `reset` cannot undo."""
        return (
            len(sys._current_frames()) > 1
            or bool(self._own and frozenset(_entries(self._folder)) != self._furnished)
            or any(_differs(entries, before) for entries, before in self._entries)
            or any(_has_changed(container, before) for container, before in self._held)
            or (
                self._watching
                and any(sys.modules.get(name) is not module for name, module in self._modules.items())
            )
        )

    def reset(self) -> None:
        """Undo what a submission may do with good reason."""
        if not self._watching:
            return
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


def _has_changed(container: Any, before: Any) -> bool:
    if len(container) != len(before):
        return True
    if isinstance(before, dict):
        return any(container.get(key, container) is not value for key, value in before.items())
    return bool(container != before)


def _differs(entries: dict[str, Any], before: tuple[tuple[str, Any], ...]) -> bool:
    if any(entries.get(name) is not value for name, value in before):
        return True
    old = {name for name, _ in before} if len(entries) > len(before) else ()
    # a package's submodules become its attributes when they are first imported
    return any(name not in old and not isinstance(entries[name], ModuleType) for name in entries if old)


def _entries(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return ["unreadable"]
