"""Serves modules that are not there: those that a program takes stood-in helpers from, and those of tables."""

from __future__ import annotations

import ast
import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

from grader.worker.child import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Stubs = Mapping[str, Callable[..., Any]]


class AbsentFinder(MetaPathFinder):
    """Finds, after all other finders found nothing, what a helper is imported from."""

    def __init__(self) -> None:
        self._stubs: Stubs = {}
        self._modules: frozenset[str] = frozenset()
        self._served: set[str] = set()

    def serve(self, stubs: Stubs, trees: Callable[[], Iterable[ast.Module]]) -> None:
        """From now on have these stubs imported, from wherever the program would import them."""
        self._stubs = stubs
        self._modules = frozenset(_modules_asked(trees(), stubs) if stubs else ())

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002  # Python's interface
        target: Any = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in frames.LIBRARIES:
            return importlib.util.spec_from_loader(fullname, frames.TablesLoader(), is_package=True)
        if fullname not in self._modules:
            return None
        self._served.add(fullname)
        return importlib.util.spec_from_loader(fullname, _StubLoader(self._stubs), is_package=True)

    def forget(self) -> None:
        """Have every module looked for anew at its next import."""
        for name in self._served:
            sys.modules.pop(name, None)
        self._served.clear()


class _StubModule(ModuleType):
    """Holds stubs; anything else of it is as missing as the module."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        stubs: Stubs = self.__dict__["__stubs__"]
        if name in stubs:
            return stubs[name]
        raise ModuleNotFoundError(f"No module named {self.__name__!r}", name=self.__name__)


class _StubLoader(Loader):
    def __init__(self, stubs: Stubs) -> None:
        self._stubs = stubs

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StubModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__stubs__"] = self._stubs


def _modules_asked(trees: Iterable[ast.Module], stubs: Stubs) -> Iterator[str]:
    """Yield the modules that a program takes one of these helpers from, and the packages they are in."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    attributes = {ast.unparse(n.value) for n in nodes if isinstance(n, ast.Attribute) and n.attr in stubs}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            if any(alias.name in stubs for alias in node.names):
                yield from _with_packages(node.module)
            yield from (
                package
                for alias in node.names
                if (alias.asname or alias.name) in attributes
                for package in _with_packages(f"{node.module}.{alias.name}")
            )
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if (alias.asname or alias.name) in attributes:
                    yield from _with_packages(alias.name)


def _with_packages(module: str) -> Iterator[str]:
    parts = module.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts) + 1))
