"""Finds the few installed packages that a submission may import, and no other."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Imported by many notebooks and used by few: loading them can take longer than all the rest.
_LATE = {
    "h5py": frozenset[str](),
    "scipy": frozenset(
        (
            *("constants", "fft", "integrate", "interpolate", "io", "linalg", "misc"),
            *("ndimage", "optimize", "signal", "sparse", "spatial", "special", "stats"),
        )
    ),
}


class PackageFinder(MetaPathFinder):
    """Makes an import give the same on every machine, whatever else is installed there."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        self._folders = folders  # package -> the folder it lies in
        self._loaded: set[str] = set()

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: Any = None,  # noqa: ARG002  # Python's interface
    ) -> ModuleSpec | None:
        package, _, submodule = fullname.partition(".")
        if package not in self._folders:
            return None
        late = package in _LATE and package not in self._loaded
        if late and (not submodule or submodule in _LATE[package]):
            return importlib.util.spec_from_loader(fullname, _LateLoader(self), is_package=True)
        if path is None:
            return PathFinder.find_spec(fullname, [self._folders[package]])
        return None

    def load(self, fullname: str) -> ModuleType:
        """Import the real module in place of the one that stands for it."""
        package = fullname.partition(".")[0]
        if package not in self._loaded:
            self._loaded.add(package)
            for name, module in list(sys.modules.items()):
                if type(module) is LazyModule and name.partition(".")[0] == package:
                    del sys.modules[name]
        return importlib.import_module(fullname)


class LazyModule(ModuleType):
    """A module that is loaded when something in it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        fullname = self.__name__
        if type(sys.modules.get(fullname)) is LazyModule and name in _LATE.get(fullname, ()):
            return importlib.import_module(f"{fullname}.{name}")
        loader: Any = self.__loader__
        return getattr(loader.finder.load(fullname), name)


class _LateLoader(Loader):
    def __init__(self, finder: PackageFinder) -> None:
        self.finder = finder

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return LazyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


def install(folders: Mapping[str, str]) -> None:
    # before Python's own finders: those look for `scipy.io` in the folders of the package `scipy`
    sys.meta_path.insert(0, PackageFinder(folders))
