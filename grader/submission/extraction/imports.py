"""Imports, one name at a time; the assignment's support modules are found under any name they go by."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.submission.extraction.ipython import star_import
from grader.submission.extraction.statements import Statement
from grader.submission.extraction.syntax import IMPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

EXECUTED = re.compile(
    r"(?:exec\(open\(|exec\(Path\(|get_ipython\(\)\.run_line_magic\([\"']run[\"'], *)r?[\"']([^\"'\n]+)[\"']"
)
MAX_NAMES = 100  # in one import
MAX_NAME = 100  # characters of a name that may have a version
VERSION = re.compile(r"_v\d+\w*$", re.IGNORECASE)
IMPORTED = re.compile(r"^[ \t]*(?:from|import)[ \t]+([\w.]+)", re.MULTILINE)


def run_as_import(statement: Statement) -> Statement:
    """Have exec(open("dnn_utils.py").read()) import what that defines, as far as it is the course's."""
    node = statement.node
    match = EXECUTED.match(statement.source) if isinstance(node, ast.Expr) else None
    if not match:
        return statement
    source = star_import(match[1])
    return statement._replace(node=ast.copy_location(ast.parse(source).body[0], node), source=source + "\n")


def single(statement: Statement) -> Iterator[Statement]:
    """Make an import of its own of every name, so that one that cannot be had costs no other."""
    statement = run_as_import(statement)
    node = statement.node
    if not isinstance(node, IMPORTS) or not 1 - _level(node) < len(node.names) < MAX_NAMES:
        yield statement
        return
    # a relative import can only mean a file beside the submission
    module = node.module if isinstance(node, ast.ImportFrom) else None
    for alias in node.names:
        name = f"{alias.name} as {alias.asname}" if alias.asname else alias.name
        single = ast.ImportFrom(module, [alias], 0) if module else ast.Import([alias])
        source = f"from {module} import {name}\n" if module else f"import {name}\n"
        yield statement._replace(node=ast.copy_location(single, node), source=source)


def _level(node: ast.stmt) -> int:
    return node.level if isinstance(node, ast.ImportFrom) else 0


def strip_version(module: str) -> str:
    """Return a support module's name without what its versions add: dnn_utils_v2, opt_utils_v1a."""
    return VERSION.sub("", module) if len(module) <= MAX_NAME else module


def support_sources(sources: Iterable[str], modules: Mapping[str, str]) -> dict[str, str]:
    """Return the support modules that are imported, under the names they are imported by."""
    imported: dict[str, str] = {}
    # searched rather than walked, for an import may also stand in a function
    waiting = [name for source in sources for name in IMPORTED.findall(source)]
    while waiting:
        name = waiting.pop()
        text = support_source(name, modules)
        if text is not None and name not in imported:
            imported[name] = text
            waiting += IMPORTED.findall(text)
    return imported


def without_package(statement: Statement, modules: Mapping[str, str]) -> Statement:
    """Import a support module from where it is, not from a student's package: week2.lr_utils."""
    node = statement.node
    if not isinstance(node, IMPORTS):
        return statement
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    for name in names:
        package, _, module = name.rpartition(".")
        if package and support_source(name, modules) is None and support_source(module, modules) is not None:
            source = statement.source.replace(name, module, 1)
            return statement._replace(node=ast.parse(source.strip()).body[0], source=source)
    return statement


def is_support_module(name: str, modules: Mapping[str, str]) -> bool:
    return support_source(name, modules) is not None


def support_source(name: str, modules: Mapping[str, str]) -> str | None:
    """Return the support module that an import by this name means, with a version or without."""
    return modules.get(name, modules.get(strip_version(name)))
