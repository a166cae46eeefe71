"""A sequence of numbers as a small line chart: the student's drawn through, the expected one dashed."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 64, 84, 12, 24  # room for the numbers at the axes and the names of the lines
APART = 17  # of two lines' names at least, which are larger on a phone
POINTS = 60  # of one line; more would be finer than the picture


def curves(actual: NDArray[Any], expected: NDArray[Any]) -> Markup:
    """Draw both sequences over the same axes; a value that is not finite leaves a gap."""
    step = max(1, -(-len(actual) // POINTS))
    actual_values, expected_values = actual[::step].tolist(), expected[::step].tolist()
    low, high = _range(actual_values + expected_values)
    last = step * (len(actual_values) - 1)
    lines = "".join(
        f'<path class={name} d="{_path(values, low, high)}"/>'
        for name, values in (("expected", expected_values), ("yours", actual_values))
    )
    return Markup(  # noqa: S704 - numbers and words of ours only
        f'<div class="figures chart"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role=img '
        f'aria-label="{_label(actual_values, expected_values)}">{_axes(low, high, last)}{lines}'
        f"{_names(actual_values, expected_values, low, high)}</svg></div>"
    )


def _range(values: list[float]) -> tuple[float, float]:
    finite = [value for value in values if isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    if high / 2 > low / 2:  # as points are placed: of the smallest numbers half is nothing
        return low, high
    return (low - 0.5, high + 0.5) if abs(low) < 1e9 else (min(low, 0.0), max(high, 0.0))


def _x(at: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * at / max(1, count - 1)


def _y(value: float, low: float, high: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value / 2 - low / 2) / (high / 2 - low / 2))


def _path(values: list[float], low: float, high: float) -> str:
    """Join the points; after a gap the pen is set down anew."""
    steps, pen = [], "M"
    for at, value in enumerate(values):
        if not isfinite(value):
            pen = "M"
            continue
        dot = "h0" if pen == "M" else ""
        steps.append(f"{pen}{_x(at, len(values)):.1f} {_y(value, low, high):.1f}{dot}")
        pen = "L"
    return "".join(steps)


def _axes(low: float, high: float, last: int) -> str:
    bottom, end = HEIGHT - BOTTOM, WIDTH - RIGHT
    return (
        f'<path class=axis d="M{LEFT} {TOP}V{bottom}H{end}"/>'
        f'<text x="{LEFT - 6}" y="{TOP + 8}" text-anchor=end>{high:.3g}</text>'
        f'<text x="{LEFT - 6}" y="{bottom}" text-anchor=end>{low:.3g}</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 6}">0</text>'
        f'<text x="{end}" y="{HEIGHT - 6}" text-anchor=end>{last}</text>'
    )


def _names(actual: list[float], expected: list[float], low: float, high: float) -> str:
    """Write each line's name at its end, the two far enough apart to be read."""
    ends = [_end(values, low, high) for values in (actual, expected)]
    if abs(ends[0] - ends[1]) < APART:
        upper = min(ends[0], ends[1], HEIGHT - BOTTOM - APART)
        ends = [upper, upper + APART] if ends[0] <= ends[1] else [upper + APART, upper]
    x = WIDTH - RIGHT + 6
    return "".join(
        f'<text class={name} x="{x}" y="{y + 4:.1f}">{name}</text>'
        for name, y in zip(("yours", "expected"), ends, strict=True)
    )


def _end(values: list[float], low: float, high: float) -> float:
    finite = [value for value in values if isfinite(value)]
    return _y(finite[-1] if finite else low, low, high)


def _label(actual: list[float], expected: list[float]) -> str:
    ranges = [
        f"{name} from {values[0]:.3g} to {values[-1]:.3g}"
        for name, values in (("yours", actual), ("expected", expected))
    ]
    return f"Line chart of {len(actual)} values: {ranges[0]}, {ranges[1]}"
