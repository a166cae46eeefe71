"""Which imports may do more than their words show: those of modules that nobody has gone through."""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.util import find_spec

from grader.grading.allowlist import IDLE, MODULES, NAMES
from grader.grading.chance import DRAWS, restless_names
from grader.grading.tree_walk import Import, Look
from grader.model import Program
from grader.submission.extraction.imports import strip_version

USABLE = MODULES | {"numpy.linalg", "numpy.random"}
SERVED = frozenset(
    {"submission", "assignments", "grader", "pylab"}
)  # what a child has and this process finds elsewhere


def is_harmless(looks: Sequence[Look], program: Program) -> bool:
    """Say whether statements of a program are plain and use nothing imported that might not be.

    The course's modules are looked at; of those that the student wrote nothing is taken to be known.
    """
    modules = program.modules
    idle: set[str] = set()
    for look in looks:
        if not look.plain:
            return False
        for imported in look.imports:
            if imported.module.partition(".")[0] in program.own_modules:
                return False
            names = _unproved_names(imported, modules)
            if names is None:
                return False
            idle |= names
    return not any(idle & look.reads - _accounted_for(look) for look in looks)


def chance_imports(looks: Sequence[Look], modules: Mapping[str, str]) -> frozenset[str]:
    """Return the names that harmless statements import, and by which chance may come in."""
    names: set[str] = set()
    for imported in (imported for look in looks for imported in look.imports):
        if imported.module in modules:
            restless = restless_names(modules[imported.module])
            if imported.name == "*":
                names |= restless
            elif imported.name in restless or (restless and not imported.name):
                names.add(imported.bound)
        elif not DRAWS.isdisjoint([*imported.module.split("."), imported.name]):
            names.add(imported.bound)
    return frozenset(names)


def _accounted_for(look: Look) -> set[str]:
    """Return the names that a statement's being an import and no more accounts for."""
    bound = {imported.bound for imported in look.imports}
    return bound if look.reads <= bound else set()


def _unproved_names(imported: Import, modules: Mapping[str, str]) -> frozenset[str] | None:
    """Return the names an import binds that nothing is known of; None where the import itself is not harmless."""
    root, star = imported.module.partition(".")[0], imported.name == "*"
    if imported.module in modules:
        taken = _names_imported(modules[imported.module])
        return taken if star else frozenset({imported.bound} if imported.name in taken else ())
    if root == "matplotlib":
        return frozenset()
    if root in MODULES | IDLE:
        usable = imported.module in USABLE and (not imported.name or imported.name in NAMES)
        return None if star else frozenset() if usable else frozenset({imported.bound})
    if strip_version(root) in map(strip_version, modules):  # a child finds it, whatever version is asked for
        return None
    return frozenset() if _is_absent(root) else None


@lru_cache(maxsize=64)
def _names_imported(source: str) -> frozenset[str]:
    """Return the names that one of the course's modules imports, and that might be anything."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return frozenset(
        (alias.asname or alias.name).partition(".")[0]
        for node in nodes
        for alias in node.names
        if (node.module if isinstance(node, ast.ImportFrom) else alias.name) not in USABLE
    )


@lru_cache(maxsize=256)
def _is_absent(root: str) -> bool:
    """Say whether no such module is installed, so that importing it binds nothing of use."""
    if not root.strip("_") or root.startswith("_") or root in SERVED or root in sys.modules:
        return False
    try:
        return find_spec(root) is None
    except (ImportError, ValueError):
        return False
