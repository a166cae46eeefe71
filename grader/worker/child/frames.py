"""Tables, where their library is absent: made, reckoned with, plotted and saved, until numbers are asked of them.

A function that keeps a table of its costs beside what is asked for earns no less for it. What would be taken out of
a table is not there, and that is what is then said.
"""

from __future__ import annotations

from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

LIBRARIES = frozenset(("pandas", "polars"))
_NUMBERS = frozenset(
    ("values", "array", "to_numpy", "item", "tolist", "to_list", "to_dict", "to_records", "iterrows", "itertuples",
     "shape", "size", "ndim", "empty", "rows")
)  # fmt: skip


class DataFrame:
    """A table, a column, or a part of one."""

    def __init__(self, library: str) -> None:
        object.__setattr__(self, "_library", library)

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        library = object.__getattribute__(self, "_library")
        raise ModuleNotFoundError(f"No module named {library!r}", name=library)

    def __getattr__(self, name: str) -> Any:
        if name in _NUMBERS:
            self._fail()
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self

    def __setattr__(self, *_: Any) -> None: ...

    def __repr__(self) -> str:
        return "<no table is made here>"

    __array__ = __float__ = __int__ = __index__ = __complex__ = __iter__ = __len__ = __bool__ = (
        __contains__
    ) = _fail
    __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = (
        __rtruediv__
    ) = __call__
    __lt__ = __le__ = __gt__ = __ge__ = __and__ = __or__ = __invert__ = __neg__ = __pow__ = __call__
    __setitem__ = __delitem__ = __setattr__


class Tables(ModuleType):
    """A module of such a library."""

    __path__: list[str] = []  # noqa: RUF012  # lets `import pandas.plotting` look for submodules
    __version__ = "2.0.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return DataFrame(self.__name__.partition(".")[0])


class TablesLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Tables(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...
