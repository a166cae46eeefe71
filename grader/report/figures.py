"""Actual beside expected, as tables of numbers in which the wrong ones are marked, or as a curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from markupsafe import Markup

from grader.report.chart import curves
from grader.report.number_format import format_number
from grader.tolerance import Tolerance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model import Difference, Value

SHOWN = 8  # rows and columns of a table that is shown whole
EXCERPT = 5  # of the part of a larger one: two of them stand side by side on a page
MAP = 20  # blocks along each side of the overview of a large array
TOO_LARGE = 2_000_000  # elements
CURVE = 10  # from this length a sequence is a curve; costs are from 3 on


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arrays of one shape, cut to at most two dimensions, and how wrong each element is, from 0 to 3."""

    actual: NDArray[Any]
    expected: NDArray[Any]
    level: NDArray[np.int8]


def figure(difference: Difference, rtol: float, atol: float) -> Markup:
    """Return a picture of a difference between arrays, or nothing where a sentence says it all."""
    actual, expected = array_of(difference.actual), array_of(difference.expected)
    if actual is None or expected is None or max(actual.size, expected.size) < 2:
        return Markup()
    if actual.shape != expected.shape:
        return _shapes(actual, expected, np.shape(difference.actual), np.shape(difference.expected))
    level = levels(actual, expected, rtol, atol)
    if actual.ndim == 1 and len(actual) >= (3 if "cost" in difference.text[:40] else CURVE):
        return curves(actual, expected)
    pair, where = _flat(Pair(actual, expected, level))
    return _vectors(pair, where) if 1 in pair.actual.shape else _matrices(pair, where)


def array_of(value: Value) -> NDArray[Any] | None:
    """Return numbers as an array of one or more dimensions."""
    if not isinstance(value, np.ndarray | list | tuple | float | int):
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # a ragged list
        return None
    if array.dtype.kind not in "biuf" or array.size > TOO_LARGE:
        return None
    return np.atleast_1d(array.astype(np.float64, copy=False))


def levels(actual: NDArray[Any], expected: NDArray[Any], rtol: float, atol: float) -> NDArray[np.int8]:
    """Grade each element from right (0) to worst (3), by the rule that the comparison uses."""
    with np.errstate(all="ignore"):
        far = np.abs(actual - expected)
        most = np.max(far, where=np.isfinite(far), initial=0.0) or 1.0
        level = 1 + (far > most / 4) + (far > most * 3 / 4)
    graded: NDArray[np.int8] = level.astype(np.int8)
    graded[~np.isfinite(far)] = 3
    graded[Tolerance(rtol, atol).accepts(actual, expected)] = 0
    return graded


def _flat(pair: Pair) -> tuple[Pair, str]:
    """Cut an array of more than two dimensions to the slice that holds the worst element."""
    if pair.actual.ndim == 1:
        return Pair(pair.actual[None], pair.expected[None], pair.level[None]), ""
    if pair.actual.ndim == 2:
        return pair, ""
    worst = np.unravel_index(int(pair.level.argmax()), pair.level.shape)
    index = tuple(int(i) for i in worst[:-2])
    where = f"[{', '.join(map(str, index))}, :, :]"
    return Pair(pair.actual[index], pair.expected[index], pair.level[index]), where


def _window(level: NDArray[np.int8]) -> tuple[slice, slice]:
    """Choose the rows and columns to show: all, or those around the worst element."""
    rows, columns = level.shape
    if rows <= SHOWN and columns <= SHOWN:
        return slice(0, rows), slice(0, columns)
    row, column = divmod(int(level.argmax()), columns)
    return _slice_around(row, rows), _slice_around(column, columns)


def _slice_around(at: int, length: int) -> slice:
    if length <= SHOWN:
        return slice(0, length)
    start = max(0, min(at - 1, length - EXCERPT))
    return slice(start, start + EXCERPT)


def _vectors(pair: Pair, where: str) -> Markup:
    """Lay a row or a column out as one table of two rows: yours and expected."""
    across = pair.actual.shape[0] == 1
    window = _window(pair.level)
    start = window[1 if across else 0].start
    actual, expected, level = (array[window].ravel() for array in (pair.actual, pair.expected, pair.level))
    actual_texts, expected_texts = format_number(actual, expected)
    head = "".join(f"<th scope=col>{start + i}" for i in range(len(actual_texts)))
    axis = "column" if across else "row"
    own_cells, right_cells = _cells(actual_texts, level.tolist()), _cells(expected_texts)
    rows = f"<tr><th scope=row>yours{own_cells}<tr><th scope=row>expected{right_cells}"
    caption = _caption("", where, pair.actual.size, len(actual_texts))
    table = f"<thead><tr><th scope=col>{axis}{head}<tbody>{rows}"
    return _figure([_with_caption(caption, table, len(actual_texts))])


def _matrices(pair: Pair, where: str) -> Markup:
    """Lay out two tables side by side, and an overview of where a large array is wrong."""
    window = _window(pair.level)
    actual, expected, level = (array[window] for array in (pair.actual, pair.expected, pair.level))
    actual_texts, expected_texts = format_number(actual.ravel(), expected.ravel())
    columns, size = actual.shape[1], pair.actual.size
    marks = level.ravel().tolist()
    tables = [
        _matrix("yours", actual_texts, columns, window, marks, where, size),
        _matrix("expected", expected_texts, columns, window, [], where, size),
    ]
    if size > actual.size:
        tables.append(_overview(pair.level))
    return _figure(tables)


def _matrix(
    name: str,
    texts: list[str],
    columns: int,
    window: tuple[slice, slice],
    marks: list[int],
    where: str,
    size: int,
) -> str:
    top, left = window[0].start, window[1].start
    head = "".join(f"<th scope=col>{left + i}" for i in range(columns))
    body = "".join(
        f"<tr><th scope=row>{top + at // max(columns, 1)}{_cells(texts[at : at + columns], marks[at : at + columns])}"
        for at in range(0, len(texts), max(columns, 1))
    )
    caption = _caption(name, where, size, len(texts))
    return _with_caption(caption, f"<thead><tr><td>{head}<tbody>{body}", columns)


def _cells(texts: list[str], levels: list[int] | None = None) -> str:
    if not levels or not any(levels):
        return "<td>" + "<td>".join(texts)
    return "".join(
        f"<td class=w{level}><b>{text}</b>" if level else f"<td>{text}"
        for text, level in zip(texts, levels, strict=True)
    )


def _caption(name: str, where: str, size: int, shown: int) -> str:
    part = f"{shown} of {size:,} values" if shown < size else ""
    return ", ".join(filter(None, [name, where, part]))


def _with_caption(caption: str, table: str, columns: int) -> str:
    """Wrap a table so that a wide one scrolls by itself; only a wide one is a stop of the Tab key."""
    head = f"<figcaption>{caption}</figcaption>" if caption else ""
    label = caption or "yours and expected"
    focus = f' tabindex=0 role=group aria-label="{label}"' if columns > 4 else ""
    return (
        f'<figure>{head}<div class=scroll{focus}><table aria-label="{label}">{table}</table></div></figure>'
    )


def _shapes(actual: NDArray[Any], expected: NDArray[Any], *shapes: tuple[int, ...]) -> Markup:
    """Show two arrays of different shapes, where both are small; nothing can be marked.

    `shapes` are theirs as they were returned: one number has none.
    """
    if max(actual.ndim, expected.ndim) > 2 or max(*actual.shape, *expected.shape) > SHOWN:
        return Markup()
    return _figure([_whole("yours", actual, shapes[0]), _whole("expected", expected, shapes[1])])


def _whole(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> str:
    flat = np.atleast_2d(array)
    texts, _ = format_number(flat.ravel(), flat.ravel())
    window = (slice(0, flat.shape[0]), slice(0, flat.shape[1]))
    return _matrix(f"{name}, shape {shape}", texts, flat.shape[1], window, [], "", len(texts))


def _overview(level: NDArray[np.int8]) -> str:
    """Draw where a large array is wrong: a block is as wrong as the worst of its elements."""
    for axis in (0, 1):
        starts = np.unique(np.linspace(0, level.shape[axis], MAP, endpoint=False, dtype=int))
        level = np.maximum.reduceat(level, starts, axis=axis)
    rows, columns = level.shape
    paths = "".join(f'<path class=w{depth} d="{_blocks(level == depth)}"/>' for depth in (1, 2, 3))
    label = "map of the whole array, marked where it is wrong"
    return (
        f"<figure class=map><figcaption>where it is wrong</figcaption>"
        f'<svg viewBox="0 0 {columns} {rows}" preserveAspectRatio=none role=img aria-label="{label}">{paths}'
        f"</svg></figure>"
    )


def _blocks(marked: NDArray[np.bool_]) -> str:
    return "".join(f"M{x} {y}h1v1h-1" for y, x in np.argwhere(marked).tolist())


def _figure(parts: list[str]) -> Markup:
    return Markup(f"<div class=figures>{''.join(parts)}</div>")  # noqa: S704 - numbers and words of ours only
