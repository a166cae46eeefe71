"""Answers that are sooner seen than read: labels over the plane, and images with what was said of them.

Which answers these are, the author says (`picture` in checks.py). Wrong is told by a bold mark and by words,
never by colour alone.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from struct import pack
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from grader.report.figures import array_of, levels
from grader.report.number_format import format_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grader.model import Difference
    from grader.report.page import CaseView

    Numbers = NDArray[np.float64]
    Marked = NDArray[np.bool_]

POINTS = 4_000  # of a plane; more would not be told apart
ACROSS = 12  # marks along a side of a plane; between them, its cells are shaded
LEAST = 4  # rows and columns from which points are a grid
IMAGES = 8  # shown of a case, wrong ones first
SIDE = 32  # pixels of an image's longer side


def picture(case: CaseView, difference: Difference) -> Markup:
    """Draw a wrong answer as its author asked, or return nothing where it does not fit that picture."""
    form = case.picture
    if form is None:
        return Markup()
    points = next((argument.value for argument in case.arguments if argument.name == form.argument), None)
    columns, actual, expected = array_of(points), array_of(difference.actual), array_of(difference.expected)
    if columns is None or actual is None or expected is None:
        return Markup()
    if columns.shape != (np.prod(form.shape), expected.size) or actual.shape != expected.shape:
        return Markup()
    wrong = levels(actual, expected, case.rtol, case.atol).ravel() > 0
    if form.kind == "boundary":
        return _plane(columns, actual.ravel(), expected.ravel(), wrong)
    return _images(columns.T.reshape(-1, *form.shape), actual.ravel(), expected.ravel(), wrong)


# --- labels over the plane ---------------------------------------------------------------------------


def _plane(points: Numbers, actual: Numbers, expected: Numbers, wrong: Marked) -> Markup:
    """Draw both answers side by side where they are two labels; other values are better read as numbers."""
    labels = np.unique(np.concatenate([actual, expected]))
    if len(labels) != 2 or points.shape[1] > POINTS or not np.isfinite(points).all():
        return Markup()
    at, size, grid = _places(points)
    low, high = (f"{label:g}" for label in labels)
    count = f"{int(wrong.sum())} of {wrong.size} points differ"
    actual_marks, expected_marks = actual == labels[1], expected == labels[1]
    where = f"over the plane: {high} at {{}} of {wrong.size} points, else {low}"
    panels = (
        ("yours", f"Your answers {where.format(int(actual_marks.sum()))}; {count}", actual_marks, wrong),
        (
            "expected",
            f"The expected answers {where.format(int(expected_marks.sum()))}",
            expected_marks,
            wrong & False,
        ),
    )
    drawn = "".join(
        f'<figure><figcaption>{name}</figcaption><svg viewBox="{size}" role=img aria-label="{label}">'
        f"{_panel(at, grid, marks, bad)}</svg></figure>"
        for name, label, marks, bad in panels
    )
    shaded = " (shaded)" if grid else ""
    legend = f"○ stands for {high}{shaded}, × for {low}. {count}, bold in yours."
    return Markup(f"<div class='figures plane'>{drawn}<p class=legend>{legend}</p></div>")  # noqa: S704 - ours only


def _places(points: Numbers) -> tuple[Numbers, str, int]:
    """Return where the points lie in a picture, its view box, and the longer side of the grid they are, or 0.

    The points of a grid lie in the middle of cells of size 1, the first coordinate to the right.
    """
    (across, column), (along, row) = (np.unique(line, return_inverse=True) for line in points)
    whole = len(across) * len(along) == points.shape[1] == len(np.unique(column * len(along) + row))
    if whole and min(len(across), len(along)) >= LEAST:
        box = f"-.5 -.5 {len(across) + 1} {len(along) + 1}"
        return np.stack([column + 0.5, len(along) - row - 0.5]), box, max(len(across), len(along))
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    scaled = (points - low) / np.where(high > low, high - low, 1.0)
    side = 2 * ACROSS
    return side * np.stack([scaled[0], 1 - scaled[1]]), f"-1 -1 {side + 2} {side + 2}", 0


def _panel(at: Numbers, grid: int, high: Marked, wrong: Marked) -> str:
    """Draw one answer: of a grid its cells and some marks, otherwise a mark for each point."""
    step = -(-grid // ACROSS)
    shown = (np.floor(at) % step == (step - 1) // 2).all(axis=0) if grid else np.full(high.shape, True)
    radius = 0.28 * step if grid else 0.5
    parts = [_cells("in", at, high), _cells("off", at, wrong)] if grid else []
    for marks, of, shape in ((high, "o", _ring(radius)), (~high, "x", _cross(radius))):
        for bad in (False, True):
            chosen = at[:, shown & marks & (wrong == bad)].T.tolist()
            path = "".join(f"M{x:g} {y:g}{shape}" if grid else f"M{x:.1f} {y:.1f}{shape}" for x, y in chosen)
            if path:
                width = radius * (0.75 if bad else 0.3)
                kind = f"{of} bad" if bad else of
                parts.append(f'<path class="{kind}" stroke-width="{width:.2g}" d="{path}"/>')
    return "".join(parts)


def _cells(name: str, at: Numbers, marked: Marked) -> str:
    """Shade the marked cells of a grid, those that follow each other in a row as one."""
    runs: list[list[float]] = []
    for y, x in sorted((at[::-1, marked] - 0.5).T.tolist()):
        if runs and runs[-1][0] == y and runs[-1][1] + runs[-1][2] == x:
            runs[-1][2] += 1
        else:
            runs.append([y, x, 1])
    path = "".join(f"M{x:g} {y:g}h{n:g}v1h-{n:g}z" for y, x, n in runs)
    return f'<path class={name} d="{path}"/>' if path else ""


def _ring(r: float) -> str:
    return f"m{-r:.2g} 0a{r:.2g} {r:.2g} 0 1 0 {2 * r:.2g} 0a{r:.2g} {r:.2g} 0 1 0 {-2 * r:.2g} 0"


def _cross(r: float) -> str:
    return f"m{-r:.2g} {-r:.2g}l{2 * r:.2g} {2 * r:.2g}m0 {-2 * r:.2g}l{-2 * r:.2g} {2 * r:.2g}"


# --- images ------------------------------------------------------------------------------------------


def _images(images: Numbers, actual: Numbers, expected: Numbers, wrong: Marked) -> Markup:
    """Show images with what was answered, wrong ones first where there are too many."""
    chosen = sorted(np.argsort(~wrong, kind="stable")[:IMAGES].tolist())
    actual_texts, expected_texts = format_number(actual, expected)
    finite = images[np.isfinite(images)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    step = -(-max(images.shape[1:3]) // SIDE)
    with np.errstate(all="ignore"):
        shades = (images[chosen, ::step, ::step] - low) / (high - low or 1.0)
    pixels = (255 * np.nan_to_num(shades).clip(0, 1)).astype(np.uint8)
    shown = "".join(
        f'<figure{" class=off" if wrong[at] else ""}><img alt="Image {at}" src="{_address(image)}">'
        f"<figcaption>{at}: {_answer(actual_texts[at], expected_texts[at], bool(wrong[at]))}</figcaption></figure>"
        for at, image in zip(chosen, pixels, strict=True)
    )
    left = len(images) - len(chosen)
    legend = f"<p class=legend>{len(chosen)} of {len(images)} images are shown.</p>" if left else ""
    return Markup(f"<div class='figures images'>{shown}{legend}</div>")  # noqa: S704 - numbers and words of ours only


def _answer(actual: str, expected: str, wrong: bool) -> str:
    return f"<b>yours {actual}</b><br>expected {expected}" if wrong else f"{expected}, right"


def _address(pixels: NDArray[np.uint8]) -> str:
    """Write an image of rows by columns, in gray, or rows by columns by 3, as the address of a PNG."""
    height, width = pixels.shape[:2]
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)  # no filter
    header = pack(">IIBBBBB", width, height, 8, 2 if pixels.ndim == 3 else 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes())), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return f"data:image/png;base64,{b64encode(png).decode()}"
