"""A module that was not handed in, and of which the program takes what one of the course's own defines, is that one.

Students rename what the course gives them, and keep it beside their notebook.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.extraction.imports import is_support_module, support_source

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from grader.submission.extraction.statements import Statement

TESTS = re.compile(
    r"(?:^|_)[tT]ests?(?:[A-Z_]|$)|[cC]ases|[cC]heck"
)  # what a star brings from these is no helper
DOTTED = re.compile(r"\b[^\W\d]\w*(?:\.\w+)+")
MAX_DOTS = 6  # of a module's path, and one for what is taken of it
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
    handed_in: Container[str] = (),
) -> tuple[dict[str, str], list[Note]]:
    """Return the course's modules by the names that copies of them go by, and a note on each.

    What is `handed_in` under such a name is the student's own.
    """
    program = _Text(statements, modules)
    taken: dict[str, set[str]] = defaultdict(set)
    places: dict[str, Statement] = {}
    for statement in statements:
        for name, names in _imported(statement.node, program):
            if name not in handed_in:
                taken[name] |= names
                places.setdefault(name, statement)
    copies, notes = {}, []
    for name, names in taken.items():
        if original := _original(names - required, modules, required, program):
            copies[name] = modules[original]
            notes.append(_note(name, original, places[name]))
    return copies, notes


class _Text:
    """A program as text, searched only where it imports what nobody knows."""

    def __init__(self, statements: Sequence[Statement], modules: Mapping[str, str]) -> None:
        self._statements, self._modules = statements, modules
        self._unknown: dict[str, bool] = {}  # by module

    def is_unknown(self, module: str) -> bool:
        """Tell whether a module is none that Python, the course or a well-known package has."""
        if module not in self._unknown:
            self._unknown[module] = _is_unknown(module, self._modules)
        return self._unknown[module]

    @cached_property
    def _text(self) -> str:
        return "\n".join(statement.source for statement in self._statements)

    @cached_property
    def defined(self) -> set[str]:
        return {first or second for first, second in DEFINED.findall(self._text)}

    def calls_unbound(self) -> set[str]:
        """Return the functions of the course's modules that it calls, and neither defines nor imports."""
        functions = frozenset[str]().union(*map(_functions, self._modules.values()))
        called = {name for name in functions if f"{name}(" in self._text}
        return called - self.defined - self._imported if called else called

    @cached_property
    def _imported(self) -> set[str]:
        nodes = [statement.node for statement in self._statements]
        names: set[str] = set()
        for node in nodes:
            if isinstance(node, ast.ImportFrom):
                names.update(alias.asname or alias.name for alias in node.names)
                source = (
                    support_source(node.module or "", self._modules) if node.names[0].name == "*" else None
                )
                names |= _functions(source) if source else frozenset()
        return names

    @cached_property
    def _attributes(self) -> dict[str, set[str]]:
        """What is taken of which name, of a package's module too: a.b.f is f of a.b."""
        attributes: dict[str, set[str]] = defaultdict(set)
        for path in DOTTED.findall(self._text):
            parts = path.split(".", MAX_DOTS)
            for end in range(1, len(parts)):
                attributes[".".join(parts[:end])].add(parts[end].partition(".")[0])
        return attributes

    def attributes(self, name: str) -> set[str]:
        return self._attributes.get(name, set())


def _note(name: str, original: str, place: Statement) -> Note:
    text = (
        f"{place.origin} takes functions from {name}, which was not handed in; the course's {original}, which defines "
        "functions of these names, took its place."
    )
    return Note(text, place.origin, place.node.lineno)


def _imported(node: ast.stmt, program: _Text) -> Iterator[tuple[str, set[str]]]:
    """Yield the modules that are nobody's we know of, without their packages, and what is taken of each."""
    if isinstance(node, ast.ImportFrom) and program.is_unknown(node.module or ""):
        name, names = _bare(node.module or ""), {alias.name for alias in node.names}
        if "*" not in names:
            yield name, names
        elif not TESTS.search(name):
            yield name, program.calls_unbound()
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if program.is_unknown(alias.name):
                yield _bare(alias.name), program.attributes(alias.asname or alias.name)


def _bare(module: str) -> str:
    return module.rpartition(".")[2]


def _is_unknown(module: str, modules: Mapping[str, str]) -> bool:
    root = module.partition(".")[0]
    if not root or root in PACKAGES or root in sys.stdlib_module_names:
        return False
    return not is_support_module(module, modules) and not is_support_module(_bare(module), modules)


def _original(names: set[str], modules: Mapping[str, str], required: frozenset[str], program: _Text) -> str:
    """Return the course's module that defines most of these names; empty where none does.

    None that defines a function which is asked for and not written: that would be a gift.
    """
    shares = {module: len(names & _functions(source)) for module, source in modules.items()}
    best = max(shares, key=lambda module: shares[module], default="")
    if not best or not shares[best] or required & _functions(modules[best]) - program.defined:
        return ""
    return best


@lru_cache(maxsize=64)
def _functions(source: str) -> frozenset[str]:
    """Return what one of the course's modules defines."""
    return frozenset(
        node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
