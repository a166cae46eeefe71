"""final.csv against a calculation of its own, made from the words of docs/course-toml.md, and grades that stay open."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import class_samples
import pytest

from grader.classroom.course_file import rules_of
from grader.classroom.final_grades import finals
from grader.classroom.gradebook import write_finals
from grader.classroom.marks import class_marks, counting_marks, marks
from grader.classroom.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
MIDNIGHT = time(0)  # a bare date is the end of that day: the next one's midnight is too late
MICROSECOND = timedelta(microseconds=1)
DUE = {  # until when, by the course's clock
    "spring": (date(2026, 3, 28), None),  # clocks are put forward in the night after
    "autumn": (date(2026, 10, 24), time(23, 59)),  # and back
    "leap": (date(2028, 2, 27), None),
    "noon": (date(2026, 12, 31), time(12)),
}
WEIGHTS = {"spring": "1", "autumn": "2.5", "leap": "0.3", "noon": "4"}
GRACE, PER_DAY, AT_MOST, CLOSED = 15, "7.3", 40, 6
COURSE: dict[str, Any] = {
    "time_zone": "Europe/Berlin", "drop_lowest": 1, "pass_mark": 50,
    "late": {"per_day": 7.3, "at_most": AT_MOST, "grace_minutes": GRACE, "closed_after_days": CLOSED},
    "assignments": {
        "spring": {"weight": 1, "due": "2026-03-28"},
        "autumn": {"weight": 2.5, "due": "2026-10-24T23:59:00"},
        "leap": {"weight": 0.3, "due": "2028-02-27"},
        "noon": {"weight": 4, "due": "2026-12-31T11:00:00+00:00"},
    },
    "extensions": [
        *({"student": f"s{number:02}", "assignment": "autumn", "days": 1} for number in (4, 5, 14)),
        *({"student": f"s{number:02}", "assignment": "spring", "days": 2} for number in (6, 14)),
        {"student": "s07", "assignment": "leap", "due": "2028-03-02T10:00:00"},
        {"student": "s01", "assignment": "noon", "days": 1},
    ],
    "teams": [{"members": [f"s{number:02}", f"s{number + 1:02}"], "assignments": ["noon"]} for number in (0, 2)],
}  # fmt: skip
EXTRA_DAYS = {"s08": 1, "s14": 1, "s20": 3}


def granted(student: str, id: str) -> int:
    days = sum(
        entry.get("days", 0)
        for entry in COURSE["extensions"]
        if (entry["student"], entry["assignment"]) == (student, id)
    )
    return days + EXTRA_DAYS.get(student, 0)


def day_ends(student: str, id: str, days: int) -> datetime:
    """Return the last moment of so many days after a person's due date: before midnight, or the end of its minute."""
    day, clock = DUE[id]
    days += granted(student, id)
    if (student, id) == ("s07", "leap"):
        day, clock, days = date(2028, 3, 2), time(10), days
    if clock is None:
        day, clock = day + timedelta(days=1), MIDNIGHT
    end = datetime.combine(day + timedelta(days=days), clock, BERLIN).astimezone(UTC)
    return end + timedelta(minutes=GRACE + (clock != MIDNIGHT)) - MICROSECOND


def make_hand_ins() -> list[tuple[str, str, datetime, float]]:
    """Make 200 and more: at, just before and just after the end of a day, and anywhere between."""
    draw = random.Random(16)
    hand_ins = []
    for number in range(60):
        student = f"s{number:02}"
        for id in DUE:
            for _ in range(1 if draw.random() < 0.9 else 2):
                if draw.random() < 0.08 or (id == "noon" and student in {"s01", "s02"}):
                    continue
                moment = day_ends(student, id, draw.choice([-1, 0, 0, 0, 1, 1, 2, 5, 6, 7]))
                moment += draw.choice([timedelta(), timedelta(seconds=1), timedelta(seconds=-1),
                                       timedelta(minutes=-GRACE), timedelta(hours=draw.randrange(-30, 30))],
                                      )  # fmt: skip
                score = draw.choice([0.0, 12.345678, 33.3, 50.0, 66.666667, 99.995, 100.0])
                hand_ins.append((student, id, moment, score))
    return hand_ins


def written(moment: datetime, number: int) -> str:
    """Write a time in one of the ways that systems do."""
    here = moment.astimezone(BERLIN)
    return [
        f"{moment:%Y-%m-%d %H:%M:%S.%f} UTC",
        f"{here:%Y-%m-%d %H:%M:%S.%f %z}",
        f"{here:%Y-%m-%d %H:%M:%S.%f %Z}",
        f"{moment:%Y-%m-%d %H:%M:%S.%f}000 Z",
        f"{here:%Y-%m-%d %H:%M:%S.%f}" if here.replace(fold=1).utcoffset() == here.replace(fold=0).utcoffset()
        else f"{moment:%Y-%m-%dT%H:%M:%S.%f+00:00}",
    ][number % 5]  # fmt: skip


def calculate(
    hand_ins: list[tuple[str, str, datetime, float]], now: datetime, before_due: str
) -> dict[str, Fraction | None]:
    """Calculate every final grade, in per cent, as the document tells, in fractions."""
    grades: dict[str, Fraction | None] = {}
    for student in (f"s{number:02}" for number in range(61)):
        shares: dict[str, Fraction] = {}
        for id in DUE:
            together = {student}
            if id == "noon":
                together |= {"s00": {"s01"}, "s01": {"s00"}, "s02": {"s03"}, "s03": {"s02"}}.get(
                    student, set()
                )
            own = [(moment, score) for who, what, moment, score in hand_ins if what == id and who in together]
            is_due = now > day_ends(student, id, 0)
            if not is_due and ((before_due == "handed_in" and not own) or before_due == "nothing"):
                continue
            shares[id] = max((worth(student, id, *attempt) for attempt in own), default=Fraction(0))
        kept = list(shares)
        if len(kept) > 1:
            lowest = min(shares.values())
            candidates = [id for id in kept if shares[id] == lowest]
            kept.remove(max(candidates, key=lambda id: Fraction(WEIGHTS[id])))
        weight = sum(Fraction(WEIGHTS[id]) for id in kept)
        grades[student] = (
            100 * sum(Fraction(WEIGHTS[id]) * shares[id] for id in kept) / weight if kept else None
        )
    return grades


def worth(student: str, id: str, moment: datetime, score: float) -> Fraction:
    days = 0
    while moment > day_ends(student, id, days):
        days += 1
    if days > CLOSED:
        return Fraction(0)
    return Fraction(str(score)) / 100 * (1 - min(days * Fraction(PER_DAY), Fraction(AT_MOST)) / 100)


def rounded(grade: Fraction | None) -> str:
    if grade is None:
        return ""
    hundredths = (grade * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02}"


@pytest.fixture(scope="module")
def hand_ins() -> list[tuple[str, str, datetime, float]]:
    return make_hand_ins()


@pytest.fixture(scope="module")
def store(
    hand_ins: list[tuple[str, str, datetime, float]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    sample = class_samples.row("spring", 1, random.Random(0))
    with Store(tmp_path_factory.mktemp("record") / "grades.sqlite") as store:
        store.add(
            replace(sample, assignment=id, label=f"{student}#{number}", path=str(number), student=student,
                    attempt=number, score=score, max_score=100.0, when=written(moment, number),
                    record={"exercises": []})
            for number, (student, id, moment, score) in enumerate(hand_ins)
        )  # fmt: skip
        empty = {"name": "", "email": "", "identifier": ""}
        students = [f"s{number:02}" for number in range(61)]  # the last hands in nothing
        store.put(
            "roster",
            [{"student": name, "extra_days": EXTRA_DAYS.get(name, 0.0), **empty} for name in students],
        )
        yield store


@pytest.mark.parametrize("before_due", ["handed_in", "nothing", "all"])
@pytest.mark.parametrize(
    "now", [datetime(2026, 11, 28, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)], ids=["before", "after"]
)
def test_final_grades_are_those_of_an_independent_calculation(
    store: Store,
    hand_ins: list[tuple[str, str, datetime, float]],
    now: datetime,
    before_due: str,
    tmp_path: Path,
) -> None:
    assert len(hand_ins) >= 200
    store.set("rules", {**COURSE, "before_due": before_due})
    write_finals(store, class_marks(store), tmp_path / "final.csv", now)
    with (tmp_path / "final.csv").open(newline="") as file:
        table = {row["student"]: row for row in csv.DictReader(file)}
    grades = calculate(hand_ins, now, before_due)
    assert {name: row["grade"] for name, row in table.items()} == {
        name: rounded(grade) for name, grade in grades.items()
    }
    for name, row in table.items():
        assert row["passed"] == ("" if grades[name] is None else "yes" if float(row["grade"]) >= 50 else "no")


def test_the_hand_ins_are_around_every_boundary(
    hand_ins: list[tuple[str, str, datetime, float]], store: Store
) -> None:
    """What the comparison above compares: each day, the cap, closing, both changes of the clock, a leap day."""
    store.set("rules", COURSE)
    graded = marks(store)
    begun = {-(-mark.days_late // 1) for mark in graded}
    assert set(range(8)) <= begun
    assert {mark.lost / Fraction(str(mark.score)) for mark in graded if mark.score} >= {
        Fraction(73, 1000), Fraction(146, 1000), Fraction(365, 1000), Fraction(4, 10), Fraction(1),
    }  # fmt: skip
    on_time = [moment for student, id, moment, _ in hand_ins if moment <= day_ends(student, id, 0)]
    assert any(moment.astimezone(BERLIN).date() == date(2028, 2, 29) for _, _, moment, _ in hand_ins)
    assert any(moment.astimezone(BERLIN).date() == date(2026, 10, 25) for moment in on_time)
    assert len(on_time) > 50


# --- what leaves a grade open ------------------------------------------------------------------------------

Add = Callable[..., Store]


@pytest.fixture
def add(tmp_path: Path) -> Iterator[Add]:
    """Write hand-ins, each from what is different of it."""
    sample = class_samples.row("a", 1, random.Random(0))
    with Store(tmp_path / "grades.sqlite") as store:

        def write(*rows: dict[str, Any]) -> Store:
            store.add(
                replace(sample, **{"label": str(number), "path": str(number), "student": "ada", "score": 50.0,
                                   "max_score": 100.0, "record": {"exercises": []}, "message": "", **row})
                for number, row in enumerate(rows)
            )  # fmt: skip
            return store

        yield write


UNREAD = {"status": "unreadable", "score": None, "max_score": None, "message": "cannot be opened: no"}
OURS = {"status": "internal_error", "score": None, "max_score": None, "message": "it broke"}
TWO = {"a": {"weight": 1}, "b": {"weight": 1}}


@pytest.mark.parametrize(
    ("rows", "grade", "left", "says"),
    [
        ([{}, {"assignment": "b", **UNREAD}], None, ("b",), "could not be read, so open until you decide: b (cannot"),
        ([{}, {"assignment": "b", **OURS}], None, ("b",), "not graded by our failure: b (it broke)"),
        ([{}], 25, (), ""),  # not handed in
        ([{}, {"assignment": "b"}], 50, (), ""),
        # another attempt could be read
        ([{}, {"assignment": "b"}, {"assignment": "b", "attempt": 2, **UNREAD}], 50, (), ""),
        # filed under no assignment, as it could not be read: it may be the one that is missing
        ([{}, {"assignment": "unrecognised", **UNREAD}], None, ("unrecognised",), "could not be read, so open until"),
        ([{}, {"assignment": "b"}, {"assignment": "unrecognised", **UNREAD}], 50, (), ""),
        # of an assignment that has no weight, and that others were graded in
        ([{}, {"assignment": "c", **UNREAD}, {"assignment": "c", "student": "bob"}], 25, (), ""),
    ],
)  # fmt: skip
def test_what_has_no_mark_leaves_the_grade_open(
    add: Add, rows: list[dict[str, Any]], grade: int | None, left: tuple[str, ...], says: str
) -> None:
    store = add(*rows)
    [final] = [
        final
        for final in finals(store, class_marks(store, rules_of({"assignments": TWO})))
        if final.student == "ada"
    ]
    assert (final.grade, final.open) == (grade, left)
    assert final.message.startswith(says)
    assert bool(final.message) == bool(says)


def test_an_override_closes_what_is_open(add: Add) -> None:
    store = add({}, {"assignment": "b", **UNREAD}, {"assignment": "b", "student": "bob"})
    override = {"assignment": "b", "student": "ada", "exercise": "", "score": 0.0, "comment": "damaged"}
    store.put("overrides", [override])
    every = finals(store, class_marks(store, rules_of({"assignments": TWO})))
    assert [(final.grade, final.open) for final in every] == [(25, ()), (25, ())]


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        (66.665, "66.67"), (66.664999, "66.66"), (0.125, "0.13"), (79.995, "80.00"), (79.994999, "79.99"),
        (104.005, "104.01"),
    ],
)  # fmt: skip
def test_grades_are_rounded_half_up(add: Add, score: float, grade: str, tmp_path: Path) -> None:
    """Not as binary numbers are, of which 66.665 is none and 0.125 is half to even; passed is what is shown."""
    store = add({"score": score})
    store.set("rules", {"assignments": {"a": {"weight": 1}}})
    write_finals(store, class_marks(store), tmp_path / "final.csv")
    row = (tmp_path / "final.csv").read_text().splitlines()[1].split(",")
    assert row[2:4] == [grade, "yes" if float(grade) >= 80 else "no"]


@pytest.mark.parametrize(
    ("attempts", "whens", "counting"),
    [
        ("last", ["2026-10-05 10:00 +0200", "2026-10-05 09:00 UTC", "2026-10-05 08:30 UTC"], "1"),
        ("last", ["2026-10-05 10:00 UTC", "", "2026-10-05 08:30 UTC"], "2"),  # as they are numbered
        ("last", ["2026-10-05 12:00", "Oct 5, 2026 1059 AM", "2026-10-05-11-59-59"], "0"),
        (
            "best",
            ["2026-10-05 12:00", "Oct 5, 2026 1059 AM", "2026-10-05-11-59-59"],
            "1",
        ),  # the earlier of equals
    ],
)
def test_attempts_are_ordered_by_when_they_were_handed_in(
    add: Add, attempts: str, whens: list[str], counting: str
) -> None:
    store = add(*({"when": when, "attempt": number} for number, when in enumerate(whens, 1)))
    assert [mark.path for mark in counting_marks(store, rules_of({"attempts": attempts}))] == [counting]


def test_a_teams_hand_in_is_every_members(add: Add) -> None:
    """And only theirs, only there; lateness, overrides and identifiers are each member's own."""
    store = add(
        {"when": "2026-10-06 12:00", "identifier": "1001"},
        {"assignment": "b", "score": 80.0},
        {"assignment": "b", "student": "bob", "identifier": "1002"},
        {"student": "zoe", "score": 10.0},
    )
    rules = rules_of({
        "late": {"per_day": 10}, "assignments": {"a": {"due": "2026-10-05"}},
        "teams": [{"members": ["1001", "bob"], "assignments": ["a"]}],
        "extensions": [{"student": "bob", "assignment": "a", "days": 1}],
    })  # fmt: skip
    store.put(
        "overrides",
        [{"assignment": "b", "student": "bob", "exercise": "", "score": 70.0, "comment": "seen in class"}],
    )
    assert [(mark.assignment, mark.student, mark.identifier, mark.mark) for mark in counting_marks(store, rules)] == [
        ("a", "ada", "1001", 45), ("a", "bob", "1002", 50), ("a", "zoe", "", 10), ("b", "ada", "", 80),
        ("b", "bob", "1002", 70),
    ]  # fmt: skip
    assert [(mark.student, mark.counts) for mark in marks(store, rules)] == [
        ("ada", True), ("zoe", True), ("ada", True), ("bob", True)
    ]  # fmt: skip


# --- days by the calendar ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "carl"),
    [
        ("2026-10-24", 50), ("2026-10-24T23:59:00", 50), ("2026-10-24T23:59:00+02:00", 50),
        ("2026-10-24T23:59:29", 45), ("2026-10-24T23:59:30", 50),  # to the second
    ],
)  # fmt: skip
def test_a_day_more_over_the_night_the_clocks_change(add: Add, due: str, carl: int) -> None:
    students = {"ada": "24 21:30:00", "bob": "25 22:30:00", "carl": "25 22:59:30", "dora": "25 23:01:00"}
    store = add(*({"student": name, "when": f"2026-10-{when} UTC"} for name, when in students.items()))
    empty = {"name": "", "email": "", "identifier": "", "extra_days": 1}
    store.put("roster", [{"student": name, **empty} for name in ("bob", "carl", "dora")])
    table = {"time_zone": "Europe/Berlin", "late": {"per_day": 10}, "assignments": {"a": {"due": due}}}
    assert [mark.mark for mark in marks(store, rules_of(table))] == [50, 50, carl, 45]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Berlin", date(2026, 3, 28)),
        ("America/New_York", date(2026, 10, 31)),
        ("Australia/Lord_Howe", date(2026, 10, 3)),  # by half an hour
        ("Asia/Kolkata", date(2028, 2, 28)),
    ],
)
def test_days_end_by_the_clock_of_the_courses_zone(add: Add, zone: str, day: date) -> None:
    """To the second, wherever, and however long the day is; a hand-in without a zone is of that clock, too."""
    after = day + timedelta(days=1)
    store = add(
        {"when": f"{after} 23:59:59.999999", "student": "ada"},
        {"when": f"{after + timedelta(days=1)} 00:00:00", "student": "bob"},
        {"when": f"{after + timedelta(days=1)} 23:59:59", "student": "carl"},
        {"when": f"{after + timedelta(days=2)} 00:00:00", "student": "dora"},
    )
    extensions = [{"student": name, "assignment": "a", "days": 1} for name in ("ada", "bob", "carl", "dora")]
    table = {"time_zone": zone, "assignments": {"a": {"due": f"{day}T23:59:00"}}, "extensions": extensions}
    late = [mark.days_late for mark in marks(store, rules_of(table))]
    assert late[0] == 0 < late[1] < 1
    assert late[2] <= 1 < late[3] < 2


@pytest.mark.parametrize(
    ("row", "table", "days"),
    [
        ({}, {}, 1),
        ({}, {"late_without_time": 2.5}, Fraction(5, 2)),
        ({}, {"late_without_time": 0}, 0),
        ({}, {"late_without_time": 3, "extensions": [{"student": "ada", "assignment": "a", "days": 2}]}, 1),
        ({}, {"late_without_time": 3, "extensions": [{"student": "ada", "assignment": "a", "due": "2026-10-07"}]}, 1),
        ({"when": "2026-10-05 10:00"}, {"late_without_time": 3}, 0),  # the time is known, and the due date the course's
        ({"when": "soon"}, {"late_without_time": 3}, 3),
    ],
)  # fmt: skip
def test_what_is_called_late_without_a_time(
    add: Add, row: dict[str, Any], table: dict[str, Any], days: Fraction
) -> None:
    store = add({"late": True, **row})
    [mark] = marks(store, rules_of({"assignments": {"a": {"due": "2026-10-05"}}, **table}))
    assert mark.days_late == days
