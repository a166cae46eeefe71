"""What calls of a plotting library return, in kind and in number, though nothing is drawn."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.worker.child.plotting_objects import (
    COLORS,
    NORM,
    PICTURE,
    RETURNS,
    VALUES,
    ColorMap,
    ColorMaps,
    Handles,
    Parts,
    Settings,
    shape_of,
)


def _handles(count: int) -> Handles:
    return Handles([PICTURE] * count)


def grid(nrows: Any = 1, ncols: Any = 1, *_: Any, squeeze: Any = True, **__: Any) -> Any:
    """Return the axes of a figure that is divided into rows and columns."""
    grid = np.empty((int(nrows), int(ncols)), dtype=object)
    for index in np.ndindex(grid.shape):
        grid[index] = PICTURE
    return grid if not squeeze else grid.squeeze() if grid.size != 1 else PICTURE


def mosaic(layout: Any, *_: Any, **__: Any) -> Parts:
    rows = layout.replace(";", "\n").split("\n") if isinstance(layout, str) else layout
    return Parts(
        {label: PICTURE for row in rows for label in (row if isinstance(row, str) else np.ravel(row))}
    )


def _lines(*args: Any, **_: Any) -> list[Any]:
    """Return the lines of plot([x], y, [format], [x2], y2, [format2], ...): one for each column of a y."""
    count, at = 0, 0
    while at < len(args):
        has_x = at + 1 < len(args) and not isinstance(args[at + 1], str)
        shape = shape_of(args[at + has_x])
        count += shape[1] if len(shape) == 2 else 1
        at += 1 + has_x
        at += at < len(args) and isinstance(args[at], str)
    return [PICTURE] * max(1, count)


def _bars(x: Any = (), *_: Any, **__: Any) -> Handles:
    return _handles(len(x) if hasattr(x, "__len__") else 1)


def _histogram(x: Any, bins: Any = None, range: Any = None, density: Any = False, **_: Any) -> Any:  # noqa: A002
    """Return what Matplotlib counts, of each of several lists if x is that; nothing of what cannot be counted."""
    bins = 10 if bins is None else bins
    several = isinstance(x, list | tuple) and any(map(shape_of, x))
    parts = [np.ravel(part) for part in x] if several else [np.ravel(x)]
    try:
        edges = np.histogram_bin_edges(np.concatenate(parts), bins, range)
        counts = [np.histogram(part, edges, density=density)[0].astype(float) for part in parts]
    except (TypeError, ValueError):  # of what is not finite
        edges, counts = np.linspace(0.0, 1.0, 11), [np.zeros(10) for _ in parts]
    return counts if several else counts[0], edges, _handles(len(edges) - 1)


def _histogram_2d(x: Any, y: Any, bins: Any = 10, *_: Any, **__: Any) -> Any:
    return *np.histogram2d(x, y, bins), PICTURE


def _pie(x: Any = (), *_: Any, autopct: Any = None, **__: Any) -> Handles:
    parts = list(_bars(x))
    return Handles((parts, parts, parts)[: 2 + (autopct is not None)])


def _limits(*args: Any, **_: Any) -> Any:
    """Return the limits that are set, or those of an empty plot."""
    values = args if len(args) == 2 else args[0] if args and len(shape_of(args[0])) == 1 else (0.0, 1.0)
    return tuple(
        default if value is None else value for value, default in zip(values, (0.0, 1.0), strict=False)
    )


def _axis(*args: Any, **_: Any) -> Any:
    return tuple(args[0]) if args and shape_of(args[0]) == (4,) else (0.0, 1.0, 0.0, 1.0)


def _palette(palette: Any = None, n_colors: Any = None, *_: Any, **__: Any) -> Any:
    count = palette if isinstance(palette, int) else n_colors or 6
    return [(0.5, 0.5, 0.5)] * int(count)


def _ticks(*_: Any, **__: Any) -> Any:
    return np.linspace(0.0, 1.0, 6), [PICTURE] * 6


RETURNS |= {
    **dict.fromkeys(("plot", "semilogx", "semilogy", "loglog", "fill"), _lines),
    **dict.fromkeys(("bar", "barh"), _bars),
    **dict.fromkeys(("errorbar", "stem"), lambda *_, **__: Handles((PICTURE, _handles(2), _handles(1)))),
    **dict.fromkeys(("boxplot", "violinplot", "bxp"), lambda *_, **__: Parts()),
    **dict.fromkeys(("stackplot", "eventplot", "clabel"), lambda *_, **__: [PICTURE]),
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
    **dict.fromkeys(("to_rgba", "to_rgba_array"), ColorMap.__call__.__get__(COLORS)),
    **dict.fromkeys(("get_cmap", "ListedColormap", "from_list"), lambda *_, **__: COLORS),
    **dict.fromkeys(("Normalize", "LogNorm", "BoundaryNorm", "TwoSlopeNorm"), lambda *_, **__: NORM),
    **dict.fromkeys(
        ("color_palette", "hls_palette", "husl_palette", "dark_palette", "light_palette"), _palette
    ),
    **dict.fromkeys(("fignum_exists", "isinteractive", "get_visible"), lambda *_, **__: False),
    **{"hist": _histogram, "hist2d": _histogram_2d, "pie": _pie, "axis": _axis},
    **{"subplots": grid, "subplot_mosaic": mosaic, "to_rgb": lambda *_, **__: (0.5, 0.5, 0.5)},
    **{"get_legend_handles_labels": lambda *_, **__: ([], []), "get_fignums": lambda *_, **__: []},
    **{"get_size_inches": lambda *_, **__: np.array([6.4, 4.8]), "get_dpi": lambda *_, **__: 100.0},
    **{"get_data": lambda *_, **__: (_ticks()[0], _ticks()[0])},
}
VALUES |= {  # of attributes that are not called
    **dict.fromkeys(("cm", "cmap", "colormaps"), ColorMaps),
    **{"rcParams": Settings, "dpi": lambda: 100.0, "available": lambda: ["default", "ggplot"]},
    **{"levels": lambda: np.linspace(0.0, 1.0, 8), "__version__": lambda: "3.8.0"},
}
