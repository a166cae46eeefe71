"""Plotting libraries that draw nothing: a function may plot its costs, and earns no less for it.

What is called returns what the library returns, in kind and in number: axes in the shape that was asked for, handles
that unpack, limits and colours that are numbers. Nothing is remembered from one call to the next.
"""

from __future__ import annotations

from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.worker.child.plotting_calls import grid, mosaic
from grader.worker.child.plotting_objects import PICTURE, attribute

if TYPE_CHECKING:
    from collections.abc import Callable

LIBRARIES = frozenset(
    ("matplotlib", "pylab", "mpl_toolkits", "seaborn", "plotly", "bokeh", "altair", "IPython", "ipywidgets")
)
PYLAB = frozenset(("pylab", "matplotlib.pylab"))  # they hold NumPy's names as well


class Drawing(ModuleType):
    """A module of a plotting library."""

    __path__: list[str] = []  # noqa: RUF012  # lets `import matplotlib.pyplot` look for submodules
    __version__ = "3.8.0"

    def __getattr__(self, name: str) -> Any:
        numpy_names = dict(vars(np)) if self.__name__ in PYLAB else {}
        if name == "__all__":
            return [*(other for other in numpy_names if other[0] != "_"), *_OF_PYPLOT]
        if name in numpy_names:
            return numpy_names[name]
        return _OF_MODULES[name] if name in _OF_MODULES else attribute(name)


class DrawingLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Drawing(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


_OF_MODULES: dict[str, Callable[..., Any]] = {  # pyplot's makes a figure besides
    "subplots": lambda *args, **kwargs: (PICTURE, grid(*args, **kwargs)),
    "subplot_mosaic": lambda *args, **kwargs: (PICTURE, mosaic(*args, **kwargs)),
}
_STARRED = """
annotate axes axhline axis axvline bar barh boxplot cla clf close cm colorbar contour contourf draw errorbar figure
fill_between gca gcf get_cmap grid hist hist2d imshow ioff ion legend loglog matshow pause pcolormesh pie plot rcParams
savefig scatter semilogx semilogy show stem step style subplot subplot_mosaic subplots suptitle text tight_layout title
xlabel xlim xticks ylabel ylim yticks
"""
_OF_PYPLOT = tuple(_STARRED.split())
