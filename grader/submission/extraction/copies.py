"""A module that was not handed in, and of which the program takes what one of the course's own defines, is that one.

Students rename what the course gives them, and keep it beside their notebook.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.extraction.imports import is_support_module

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.submission.extraction.statements import Statement

WORD = re.compile(r"\w+")
DEFINED = re.compile(r"^[ \t]*(?:def[ \t]+(\w+)|(\w+)[ \t]*=(?!=))", re.MULTILINE)
# packages that a name may be taken from which the course's modules define too
PACKAGES = frozenset(
    {
        "numpy", "scipy", "torch", "torchvision", "tensorflow", "keras", "jax", "sklearn", "pandas", "matplotlib",
        "h5py", "PIL", "cv2", "skimage", "imageio", "seaborn", "sympy", "numba", "IPython", "mxnet", "theano",
    }
)  # fmt: skip


def find_copies(
    statements: Sequence[Statement],
    modules: Mapping[str, str],
    required: frozenset[str],
    own: Mapping[str, str],
) -> tuple[dict[str, str], list[Note]]:
    """Return the course's modules by the names that copies of them go by, and a note on each.

    `own` are the student's modules, which nothing takes the place of.
    """
    taken: dict[str, set[str]] = defaultdict(set)
    places: dict[str, Statement] = {}
    for statement in statements:
        for name, names in _imported(statement.node, {**own, **modules}, statements):
            taken[name] |= names
            places.setdefault(name, statement)
    copies, notes = {}, []
    for name, names in taken.items():
        if original := _original(names - required, modules, required - _defined(statements)):
            copies[name] = modules[original]
            notes.append(_note(name, original, places[name]))
    return copies, notes


def _note(name: str, original: str, place: Statement) -> Note:
    text = (
        f"{place.origin} takes functions from {name}, which was not handed in; the course's {original}, which defines "
        "functions of these names, took its place."
    )
    return Note(text, place.origin, place.node.lineno)


def _imported(
    node: ast.stmt, modules: Mapping[str, str], statements: Sequence[Statement]
) -> Iterator[tuple[str, set[str]]]:
    """Yield the modules that are nobody's we know of, without their packages, and what is taken of each."""
    if isinstance(node, ast.ImportFrom) and _is_unknown(node.module or "", modules):
        names = {alias.name for alias in node.names}
        yield _bare(node.module or ""), _words(statements) - _defined(statements) if "*" in names else names
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if _is_unknown(alias.name, modules):
                yield _bare(alias.name), _attributes(alias.asname or alias.name, statements)


def _bare(module: str) -> str:
    return module.rpartition(".")[2]


def _is_unknown(module: str, modules: Mapping[str, str]) -> bool:
    root = module.partition(".")[0]
    if not root or root in PACKAGES or root in sys.stdlib_module_names:
        return False
    return not is_support_module(module, modules) and not is_support_module(_bare(module), modules)


def _words(statements: Iterable[Statement]) -> set[str]:
    return {word for statement in statements for word in WORD.findall(statement.source)}


def _defined(statements: Iterable[Statement]) -> set[str]:
    return {
        first or second for statement in statements for first, second in DEFINED.findall(statement.source)
    }


def _attributes(name: str, statements: Iterable[Statement]) -> set[str]:
    attribute = re.compile(rf"\b{re.escape(name)}\.(\w+)")
    return {word for statement in statements for word in attribute.findall(statement.source)}


def _original(names: set[str], modules: Mapping[str, str], lacking: set[str] | frozenset[str]) -> str:
    """Return the course's module that defines most of these names; empty where none does.

    None that defines a function which is asked for and not written: that would be a gift.
    """
    shares = {
        module: len(names & _functions(source))
        for module, source in modules.items()
        if lacking.isdisjoint(_functions(source))
    }
    best = max(shares, key=lambda module: shares[module], default="")
    return best if best and shares[best] else ""


@functools.lru_cache(maxsize=64)
def _functions(source: str) -> frozenset[str]:
    """Return what one of the course's modules defines."""
    return frozenset(
        node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
