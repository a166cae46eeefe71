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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
        return _OF_MODULES[name] if name in _OF_MODULES else _attribute(name)


class DrawingLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Drawing(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


class _Kind(type):
    """The type of what is drawn: its class methods make some of it, as LinearSegmentedColormap.from_list does."""

    def __getattr__(cls, name: str) -> Any:
        return _attribute(name)


class Picture(metaclass=_Kind):
    """A figure, axes, a line, a setting: whatever a plotting library makes."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __getattr__(self, name: str) -> Any:
        return _attribute(name)

    def __setattr__(self, *_: Any) -> None: ...

    def __call__(self, *args: Any, **_: Any) -> Any:
        """Return itself, or the function that it decorates."""
        return args[0] if len(args) == 1 and callable(args[0]) and not isinstance(args[0], Picture) else self

    def __getitem__(self, _: Any) -> Any:
        return self

    __setitem__ = __delitem__ = __exit__ = __setattr__

    def __enter__(self) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __contains__(self, _: Any) -> bool:
        return False

    def __int__(self) -> int:
        return 0

    def __float__(self) -> float:
        return 0.0

    def __repr__(self) -> str:  # without its place, which nobody may learn
        return "<nothing is drawn here>"

    __lt__ = __le__ = __gt__ = __ge__ = __contains__
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __getitem__
    __or__ = __and__ = __getitem__


class _Settings(Picture):
    """rcParams: sizes, which are read as numbers."""

    def __getitem__(self, name: Any) -> Any:
        return [6.4, 4.8] if str(name) == "figure.figsize" else 10.0

    def get(self, name: Any, _: Any = None) -> Any:
        return self[name]

    def copy(self) -> dict[str, Any]:
        return {}


class _ColorMap(Picture):
    """Makes colours of numbers: each its parts of red, green and blue, and how opaque it is."""

    def __call__(self, values: Any = 0.5, *_: Any, **__: Any) -> Any:
        shape = _shape(values)
        return np.full((*shape, 4), 0.5) if shape else (0.5, 0.5, 0.5, 1.0)


class _Norm(Picture):
    def __call__(self, values: Any = 0.5, *_: Any, **__: Any) -> Any:
        return np.full(_shape(values), 0.5) if _shape(values) else 0.5


class _Handles(tuple[Any, ...]):
    """Several of what is drawn, which unpack."""

    def __getattr__(self, name: str) -> Any:
        return _attribute(name)


class _Parts(dict[str, Any]):
    """What a box plot is made of, by name."""

    def __missing__(self, _: str) -> Any:
        return [_PICTURE]

    def __getattr__(self, name: str) -> Any:
        return _attribute(name)


_PICTURE, _COLORS, _NORM = Picture(), _ColorMap(), _Norm()


def _attribute(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    if name in _VALUES:
        return _VALUES[name]()
    if name in _RETURNS:
        returned = _RETURNS[name]
        return lambda *args, **kwargs: returned(*args, **kwargs)
    return Picture if name[0].isupper() else _PICTURE


def _shape(values: Any) -> tuple[int, ...]:
    try:
        return np.shape(values)
    except ValueError:  # lists of unequal lengths
        return (len(values),)


def _handles(count: int) -> _Handles:
    return _Handles([_PICTURE] * count)


def _grid(nrows: Any = 1, ncols: Any = 1, *_: Any, squeeze: Any = True, **__: Any) -> Any:
    """Return the axes of a figure that is divided into rows and columns."""
    grid = np.empty((int(nrows), int(ncols)), dtype=object)
    for index in np.ndindex(grid.shape):
        grid[index] = _PICTURE
    return grid if not squeeze else grid.squeeze() if grid.size != 1 else _PICTURE


def _mosaic(layout: Any, *_: Any, **__: Any) -> _Parts:
    rows = layout.replace(";", "\n").split("\n") if isinstance(layout, str) else layout
    return _Parts(
        {label: _PICTURE for row in rows for label in (row if isinstance(row, str) else np.ravel(row))}
    )


def _lines(*args: Any, **_: Any) -> list[Any]:
    """Return the lines of plot([x], y, [format], [x2], y2, [format2], ...): one for each column of a y."""
    count, at = 0, 0
    while at < len(args):
        has_x = at + 1 < len(args) and not isinstance(args[at + 1], str)
        shape = _shape(args[at + has_x])
        count += shape[1] if len(shape) == 2 else 1
        at += 1 + has_x
        at += at < len(args) and isinstance(args[at], str)
    return [_PICTURE] * max(1, count)


def _bars(x: Any = (), *_: Any, **__: Any) -> _Handles:
    return _handles((_shape(x) or (1,))[0])


def _histogram(x: Any, bins: Any = None, range: Any = None, density: Any = False, **_: Any) -> Any:  # noqa: A002
    """Return what Matplotlib counts: for each of several lists, if x is that."""
    bins = 10 if bins is None else bins
    several = isinstance(x, list | tuple) and any(map(_shape, x))
    edges = np.histogram_bin_edges(
        np.concatenate([np.ravel(part) for part in x]) if several else x, bins, range
    )
    counts = [np.histogram(part, edges, density=density)[0].astype(float) for part in (x if several else [x])]
    return counts if several else counts[0], edges, _handles(len(edges) - 1)


def _histogram_2d(x: Any, y: Any, bins: Any = 10, *_: Any, **__: Any) -> Any:
    return *np.histogram2d(x, y, bins), _PICTURE


def _pie(x: Any = (), *_: Any, autopct: Any = None, **__: Any) -> _Handles:
    parts = list(_bars(x))
    return _Handles((parts, parts, parts)[: 2 + (autopct is not None)])


def _limits(*args: Any, **_: Any) -> Any:
    """Return the limits that are set, or those of an empty plot."""
    values = args if len(args) == 2 else args[0] if args and len(_shape(args[0])) == 1 else (0.0, 1.0)
    return tuple(
        default if value is None else value for value, default in zip(values, (0.0, 1.0), strict=False)
    )


def _axis(*args: Any, **_: Any) -> Any:
    return tuple(args[0]) if args and _shape(args[0]) == (4,) else (0.0, 1.0, 0.0, 1.0)


def _palette(palette: Any = None, n_colors: Any = None, *_: Any, **__: Any) -> Any:
    count = palette if isinstance(palette, int) else n_colors or 6
    return [(0.5, 0.5, 0.5)] * int(count)


def _ticks(*_: Any, **__: Any) -> Any:
    return np.linspace(0.0, 1.0, 6), [_PICTURE] * 6


_RETURNS: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("plot", "semilogx", "semilogy", "loglog", "fill"), _lines),
    **dict.fromkeys(("bar", "barh"), _bars),
    **dict.fromkeys(("errorbar", "stem"), lambda *_, **__: _Handles((_PICTURE, _handles(2), _handles(1)))),
    **dict.fromkeys(("boxplot", "violinplot", "bxp"), lambda *_, **__: _Parts()),
    **dict.fromkeys(("stackplot", "eventplot", "clabel"), lambda *_, **__: [_PICTURE]),
    **dict.fromkeys(("xticks", "yticks"), _ticks),
    **dict.fromkeys(("get_xticks", "get_yticks", "get_xdata", "get_ydata"), lambda *_, **__: _ticks()[0]),
    **dict.fromkeys(("get_xticklabels", "get_yticklabels"), lambda *_, **__: _ticks()[1]),
    **dict.fromkeys(
        (f"{verb}{what}" for verb in ("", "get_", "set_") for what in ("xlim", "ylim", "zlim", "clim")),
        _limits,
    ),
    **dict.fromkeys(("get_xbound", "get_ybound"), _limits),
    **dict.fromkeys(
        (
            *("get_x", "get_y", "get_width", "get_height", "get_linewidth", "get_alpha", "get_zorder"),
            *("get_fontsize", "get_markersize"),
        ),
        lambda *_, **__: 1.0,
    ),
    **dict.fromkeys(("get_label", "get_title", "get_text", "get_xlabel", "get_ylabel"), lambda *_, **__: ""),
    **dict.fromkeys(("get_color", "to_hex"), lambda *_, **__: "#808080"),
    **dict.fromkeys(("get_facecolor", "get_edgecolor"), lambda *_, **__: (0.5, 0.5, 0.5, 1.0)),
    **dict.fromkeys(("to_rgba", "to_rgba_array"), _ColorMap.__call__.__get__(_COLORS)),
    **dict.fromkeys(("get_cmap", "ListedColormap", "from_list"), lambda *_, **__: _COLORS),
    **dict.fromkeys(("Normalize", "LogNorm", "BoundaryNorm", "TwoSlopeNorm"), lambda *_, **__: _NORM),
    **dict.fromkeys(
        ("color_palette", "hls_palette", "husl_palette", "dark_palette", "light_palette"), _palette
    ),
    **dict.fromkeys(("fignum_exists", "isinteractive", "get_visible"), lambda *_, **__: False),
    **{"hist": _histogram, "hist2d": _histogram_2d, "pie": _pie, "axis": _axis},
    **{"subplots": _grid, "subplot_mosaic": _mosaic, "to_rgb": lambda *_, **__: (0.5, 0.5, 0.5)},
    **{"get_legend_handles_labels": lambda *_, **__: ([], []), "get_fignums": lambda *_, **__: []},
    **{"get_size_inches": lambda *_, **__: np.array([6.4, 4.8]), "get_dpi": lambda *_, **__: 100.0},
    **{"get_data": lambda *_, **__: (_ticks()[0], _ticks()[0])},
}
_VALUES: dict[str, Callable[[], Any]] = {  # of attributes that are not called
    **dict.fromkeys(("cm", "cmap", "colormaps"), lambda: _Maps()),
    **{"rcParams": _Settings, "dpi": lambda: 100.0, "available": lambda: ["default", "ggplot"]},
    **{"levels": lambda: np.linspace(0.0, 1.0, 8), "__version__": lambda: "3.8.0"},
}
_OF_MODULES: dict[str, Callable[..., Any]] = {  # pyplot's makes a figure besides
    "subplots": lambda *args, **kwargs: (_PICTURE, _grid(*args, **kwargs)),
    "subplot_mosaic": lambda *args, **kwargs: (_PICTURE, _mosaic(*args, **kwargs)),
}
_STARRED = """
annotate axes axhline axis axvline bar barh boxplot cla clf close cm colorbar contour contourf draw errorbar figure
fill_between gca gcf get_cmap grid hist hist2d imshow ioff ion legend loglog matshow pause pcolormesh pie plot rcParams
savefig scatter semilogx semilogy show stem step style subplot subplot_mosaic subplots suptitle text tight_layout title
xlabel xlim xticks ylabel ylim yticks
"""
_OF_PYPLOT = tuple(_STARRED.split())


class _Maps(_ColorMap):
    """Colour maps by name: cm.viridis, colormaps["viridis"]."""

    def __getattr__(self, name: str) -> Any:
        return _attribute(name) if name.startswith("__") or name in _RETURNS else _COLORS

    def __getitem__(self, _: Any) -> Any:
        return _COLORS
