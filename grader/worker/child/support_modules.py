"""Serves the course's support modules and a student's own, and stands in for what is not installed."""

from __future__ import annotations

import importlib.util
import re
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import TYPE_CHECKING, Any

from grader.worker.child import plotting, wrapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VERSION = re.compile(r"_v\d+[a-z]?$")


class Missing:
    """What a failed import binds: it says why as soon as it is used."""

    def __init__(self, reason: str, error: type[Exception] = ImportError) -> None:
        object.__setattr__(self, "_fail", lambda: error(reason))

    def _use(self, *_: Any, **__: Any) -> Any:
        raise object.__getattribute__(self, "_fail")()

    __getattr__ = __setattr__ = __call__ = __getitem__ = __setitem__ = __iter__ = __len__ = __enter__ = _use
    __add__ = __radd__ = __mul__ = __rmul__ = __sub__ = __rsub__ = __truediv__ = __float__ = __array__ = _use


class _SourceLoader(Loader):
    def __init__(self, code: CodeType | None) -> None:
        self._code = code

    def exec_module(self, module: ModuleType) -> None:
        if self._code is not None:
            exec(self._code, module.__dict__)  # noqa: S102  # the course's own support module


class CourseFinder(MetaPathFinder):
    """Finds support modules by their name, with or without a version suffix."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)
        self._codes: dict[str, CodeType] = {}
        self._served: set[str] = set()
        self._before: frozenset[str] | None = None

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002  # Python's interface
        target: Any = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        head, _, name = fullname.rpartition(".")
        if fullname == "assignments" or head == "assignments":
            self._served.add(fullname)
            return importlib.util.spec_from_loader(fullname, _SourceLoader(None), is_package=True)
        if fullname.partition(".")[0] in plotting.LIBRARIES:
            return importlib.util.spec_from_loader(fullname, plotting.DrawingLoader(), is_package=True)
        if fullname.partition(".")[0] in wrapping.PACKAGES:
            return importlib.util.spec_from_loader(fullname, wrapping.WrappingLoader(), is_package=True)
        if head and not head.startswith("assignments."):
            return None
        code = self._code(name)
        if code:
            self._served.add(fullname)
        return code and importlib.util.spec_from_loader(fullname, _SourceLoader(code))

    def watch(self) -> None:
        """From now on expect modules under a support module's name that are not the course's."""
        self._before = frozenset(sys.modules)

    def forget(self) -> None:
        """Have every support module executed anew at its next import."""
        for name in self._served:
            sys.modules.pop(name, None)
        self._served.clear()
        # A look at every module there is costs a page of memory for each: most programs are spared it.
        for name in sys.modules.keys() - self._before if self._before else ():
            if name.partition(".")[0] == "assignments" or self._support_module(name):
                del sys.modules[name]

    def _support_module(self, name: str) -> str | None:
        """Return the name of the support module that an import by this name means."""
        bare = _VERSION.sub("", name)
        return name if name in self._sources else bare if bare in self._sources else None

    def _code(self, name: str) -> CodeType | None:
        module = self._support_module(name)
        if module is None:
            return None
        if module not in self._codes:
            self._codes[module] = compile(self._sources[module], f"{module}.py", "exec", dont_inherit=True)
        return self._codes[module]


class OwnFinder(MetaPathFinder):
    """Finds a student's own modules, handed in beside the work.

    It is asked last: what Python, NumPy or the course calls so stays theirs.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = dict(sources)
        self._codes: dict[str, CodeType] = {}
        self._packages = {name.rpartition(".")[0] for name in sources} - {""}

    @property
    def origins(self) -> dict[str, str]:
        """The sources by the names that places in them are told by."""
        return {own_origin(name): source for name, source in self._sources.items()}

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002  # Python's interface
        target: Any = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        is_package = fullname in self._packages
        if fullname not in self._sources and not is_package:
            return None
        loader = _SourceLoader(self._code(fullname))
        return importlib.util.spec_from_loader(fullname, loader, is_package=is_package)

    def forget(self) -> None:
        """Have every module executed anew at its next import."""
        for name in self._sources.keys() | self._packages:
            sys.modules.pop(name, None)

    def _code(self, name: str) -> CodeType | None:
        source = self._sources.get(name)
        if source is not None and name not in self._codes:
            self._codes[name] = compile(source, own_origin(name), "exec", dont_inherit=True)
        return self._codes.get(name)


def own_origin(name: str) -> str:
    """Return the file that a student's own module is told by."""
    return f"{name.replace('.', '/')}.py"
