"""Times as systems write them, read in a zone; what nobody can tell is no time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from grader.moments import add_days, moment, order, zone_of

BERLIN = zone_of("Europe/Berlin")
SAME = datetime(2026, 10, 5, 20, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-05 20:59:00 UTC",
        "2026-10-05 20:59:00.000000 UTC",
        "2026-10-05 20:59:00.000000000 Z",  # Gradescope
        "2026-10-05 22:59:00 +0200",
        "2026-10-05 22:59:00.000000 CEST",
        "2026-10-05 22:59:00.000000 Europe/Berlin",
        "2026-10-05 16:59 America/New_York",
        "2026-10-05 17:59 America/Argentina/Buenos_Aires",
        "2026-10-05 22:59",
        "2026-10-05T22:59:00",
        "2026-10-05T20:59:00Z",
        "2026-10-05T22:59+02",
        "2026-10-05T225900",
        "2026-10-05-22-59-00",  # Blackboard
        "2026-10-05 22_59_00 CEST",  # unpacked where a colon may not be
        "Oct 5, 2026 1059 PM",  # Brightspace
        "Oct 5, 2026 10:59\u202fPM",
        "Monday, 5 October 2026, 10:59 PM",  # Moodle
        "Oct 5, 2026 at 10:59pm",  # Canvas
        "Mon Oct 5 2026 22:59:00 GMT+0200",
        "  2026-10-05   22:59:00  ",
    ],
)
def test_a_time_is_read(text: str) -> None:
    assert moment(text, BERLIN) == SAME


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "22:59:00", "10/5/2026 10:59 PM", "2026-02-29", "2026-10-05 24:00", "2026-10-05 10:60",
        "2026-10-05 13:00 PM", "0026-10-05 10:00", "9999-12-31", "2026-10-05 10:00 XYZ", "2026-10-05 10:00 Europe",
        "2026-10-05 10:00 +99:00", "2026-10-05 10:00 ../../etc/passwd", "2026-10-05 10:00 Europe/Nowhere",
        "Foo 5, 2026 10:00 AM", "2026-10-05 " + "1" * 10_000, "٢٠٢٦-١٠-٠٥ xx",
    ],
)  # fmt: skip
def test_what_is_none_is_none(text: str) -> None:
    assert moment(text, BERLIN) is None


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("2026-07-01 10:00 CST", "UTC", None),  # Chicago's, Havana's or Shanghai's
        ("2026-07-01 10:00 CST", "Asia/Shanghai", 2),
        ("2026-07-01 10:00 CST", "America/Chicago", 16),  # standard time, also said in summer
        ("2026-07-01 10:00 IST", "Asia/Kolkata", 4),
        ("2026-07-01 10:00 JST", "UTC", 1),
        ("2026-07-01 10:00 cest", "UTC", 8),
    ],
)
def test_what_clocks_are_called_is_the_courses_first(text: str, zone: str, hour: int | None) -> None:
    read = moment(text, zone_of(zone))
    assert (read.hour if read else None) == hour


def test_a_bare_date_is_the_end_of_that_day() -> None:
    assert moment("2026-10-25", BERLIN) == datetime(2026, 10, 25, 22, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "early", "late"),
    [
        ("2026-10-25 02:30", (0, 30), (1, 30)),
        ("2026-03-29 02:30", (0, 30), (1, 30)),
        ("2026-03-29 03:30", (1, 30), (1, 30)),
    ],
)
def test_a_time_that_comes_twice_or_never_is_read_in_favour(
    text: str, early: tuple[int, int], late: tuple[int, int]
) -> None:
    times = moment(text, BERLIN), moment(text, BERLIN, late=True)
    assert [(time.hour, time.minute) for time in times if time] == [early, late]


def test_days_are_the_calendars() -> None:
    """Also where a day has 23 or 25 hours, and where two moments show the same time of day."""
    for start, hours in (("2026-10-24 23:59", 25), ("2026-03-28 23:59", 23), ("2028-02-28 10:00", 24)):
        moment_then = moment(start, BERLIN)
        assert moment_then
        assert add_days(moment_then, 1, BERLIN) - moment_then == timedelta(hours=hours)
    first, second = moment("2026-10-25 00:30 UTC"), moment("2026-10-25 01:30 UTC")
    assert first
    assert add_days(first, 0, BERLIN) == first != second


def test_texts_are_sorted_by_when_they_were() -> None:
    texts = ["2026-10-05 10:00 +0200", "2026-10-05 09:00 UTC", "", "2026-10-05 07:59 UTC", "unknown"]
    assert sorted(texts, key=order) == ["", "unknown", texts[3], texts[0], texts[1]]
