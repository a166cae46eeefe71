"""nbgrader's exchange: a folder's or a file's name that says who handed in what, and when.

ada+ps1+2026-01-31 10:00:00.123456 UTC            nbgrader 0.9 adds +x8f2..., at random
ada+ps1+2026-01-31 10:00:00 +0200                 a plus after a space, or after a digit, is the zone's
ada+ps1+2026-01-31 10:00:00 Europe/Berlin         on disk a folder `Berlin` in one that ends with `Europe`
"""

from __future__ import annotations

import re
from typing import NamedTuple

from grader.moments import zone_of

EXCHANGE = re.compile(
    r"(?P<student>[^+]+)\+(?P<group>[^+]+)\+"
    r"(?P<when>\d{4}-\d\d-\d\d[^+]*?(?:(?<=[\d ])\+\d\d:?\d\d)?)(?P<random>\+[^+]*)?"
)
AREAS = frozenset(
    {
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
    }
)  # fmt: skip
DEEPEST = 2  # America/Argentina/Buenos_Aires


class ExchangeName(NamedTuple):
    """Who handed in what and when, all as it was delivered."""

    student: str
    group: str
    when: str


def exchange_name(parts: tuple[str, ...]) -> ExchangeName | None:
    """Read the first of a path's parts; those that follow may hold the rest of its zone's name."""
    match = EXCHANGE.fullmatch(parts[0])
    if match is None:
        return None
    when = match["when"]
    head, _, area = when.rpartition(" ")
    if area in AREAS:
        when = f"{head} {_zone(area, parts[1:])}"
    return ExchangeName(match["student"], match["group"], when.strip())


def _zone(area: str, parts: tuple[str, ...]) -> str:
    """Return an area's zone that a path's parts name, or the area alone where they name none."""
    for depth in range(1, DEEPEST + 1):
        name = "/".join([area, *parts[:depth]]).partition("+")[0]
        try:
            return zone_of(name).key
        except ValueError:
            continue
    return area
