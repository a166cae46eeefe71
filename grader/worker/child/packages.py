"""Finds the few installed packages that a submission may import, and no other."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PackageFinder(MetaPathFinder):
    """Makes an import give the same on every machine, whatever else is installed there."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        self._folders = folders  # package -> the folder it lies in

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: Any = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        if path is not None or fullname not in self._folders:
            return None
        return PathFinder.find_spec(fullname, [self._folders[fullname]])


def install(folders: Mapping[str, str]) -> None:
    sys.meta_path.append(PackageFinder(folders))
