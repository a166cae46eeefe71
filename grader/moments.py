"""Times as others write them become moments: dates with a zone, whatever system or clock they come from.

A time of day that comes twice in a night or never, as clocks change, is read in favour of whoever it is about: a due
date late, a hand-in early (`late`).
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

LONGEST = 100  # characters of a time
YEARS = range(1980, 2200)  # others are a slip of the pen, and no arithmetic on these leaves the calendar
END_OF_DAY = time.max

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CLOCK = (
    r"(?P<hour>\d\d?)(?:[:._-]?(?P<minute>\d\d))(?:[:._-]?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
)
HALF = r"(?:\s*(?P<half>[ap])\.?m\.?(?![a-z]))?"
ZONE = r"(?:\s*(?P<zone>[A-Za-z][A-Za-z0-9_+/-]*|(?:UTC|GMT)?[+-]\d\d(?::?\d\d)?))?"
WEEKDAY = r"(?:[A-Za-z]{3,9},?\s+)?"
FORMS = tuple(
    re.compile(date + rf"(?:(?:{gap}){CLOCK}{HALF}{ZONE})?", re.IGNORECASE)
    for date, gap in (
        (
            r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
            r"T|\s+|[-_]",
        ),  # ISO; Blackboard joins all with dashes
        (WEEKDAY + r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d\d?),?\s+(?P<year>\d{4})", r",?\s+(?:at\s+)?"),
        (WEEKDAY + r"(?P<day>\d\d?)\.?\s+(?P<name>[A-Za-z]{3,9}),?\s+(?P<year>\d{4})", r",?\s+(?:at\s+)?"),
    )
)
OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?", re.IGNORECASE)


Order = tuple[bool, datetime, str]


def moment(text: str, zone: tzinfo = UTC, *, late: bool = False) -> datetime | None:
    """Read a time, in UTC; where it names no zone it is of `zone`, and a bare date is the end of that day.

    Returns None for what is no time, or one of a zone that nobody can tell: CST is Chicago's, Havana's and
    Shanghai's, unless `zone` calls itself so.
    """
    words = " ".join(text[: LONGEST + 1].split())
    if not words or len(words) > LONGEST:
        return None
    for form in FORMS:
        if match := form.fullmatch(words):
            return _moment(match, zone, late=late)
    return None


def _moment(match: re.Match[str], zone: tzinfo, *, late: bool) -> datetime | None:
    try:
        wall = _wall(match)
    except ValueError:  # the 31st of April
        return None
    if wall is None or wall.year not in YEARS:
        return None
    name = match["zone"]
    written = _zone(name, wall, zone) if name else zone
    return localise(wall, written, late=late) if written else None


def _wall(match: re.Match[str]) -> datetime | None:
    """Return what calendar and clock show, without a zone."""
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _month(parts["name"])
    if not month:
        return None
    day = datetime(int(parts["year"]), month, int(parts["day"]))
    if parts["hour"] is None:
        return datetime.combine(day, END_OF_DAY)
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (parts["half"].lower() == "p")
    fraction = int((parts["fraction"] or "").ljust(6, "0")[:6])
    return day.replace(
        hour=hour, minute=int(parts["minute"]), second=int(parts["second"] or 0), microsecond=fraction
    )


def _month(name: str) -> int:
    short = name[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _zone(name: str, wall: datetime, own: tzinfo) -> tzinfo | None:
    """Return the zone that a time names: an offset, a name of the zone database's, or what clocks there are called."""
    if match := OFFSET.fullmatch(name):
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        return timezone(-offset if match["sign"] == "-" else offset) if offset < timedelta(days=1) else None
    if name.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if (offset_there := _offsets(own, wall.year).get(name.upper())) is not None:
        return timezone(offset_there)
    if "/" in name:
        try:
            return zone_of(name)
        except ValueError:
            return None
    offsets = _offsets_of_all(wall.year).get(name.upper(), frozenset())
    return timezone(next(iter(offsets))) if len(offsets) == 1 else None


@lru_cache(maxsize=64)
def _offsets(zone: tzinfo, year: int) -> dict[str, timedelta]:
    """Return what a zone's clocks are called in a year, such as CET and CEST, and how far they are from UTC."""
    offsets = {}
    for month in (1, 4, 7, 10):
        day = datetime(year, month, 1, tzinfo=zone)
        name, offset = day.tzname(), day.utcoffset()
        if name and offset is not None:
            offsets[name.upper()] = offset
    return offsets


@lru_cache(maxsize=8)
def _offsets_of_all(year: int) -> dict[str, frozenset[timedelta]]:
    offsets: dict[str, frozenset[timedelta]] = {}
    for name in zoneinfo.available_timezones():
        for abbreviation, offset in _offsets(zoneinfo.ZoneInfo(name), year).items():
            offsets[abbreviation] = offsets.get(abbreviation, frozenset()) | {offset}
    return offsets


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """Return a zone of the database's, such as Europe/Berlin. Raises ValueError where there is none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # also a folder of zones, a path
        raise ValueError(name) from None


def localise(wall: datetime, zone: tzinfo, *, late: bool = False) -> datetime:
    """Return the moment, in UTC, at which a zone's clocks show a time: of two the earlier, or `late`, the later."""
    moments = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(moments) if late else min(moments)


def add_days(start: datetime, days: float, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which a zone's clocks show the same time of day so many days later."""
    if not days:
        return start
    wall = start.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return localise(wall, zone, late=True)


def order(text: str, zone: tzinfo = UTC) -> Order:
    """Return what sorts times as they are written by when they were; what is none comes first."""
    read = moment(text, zone)
    return read is not None, read or datetime.min.replace(tzinfo=UTC), text
