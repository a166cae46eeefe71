"""course.toml: what is wrong with one is told in a line, and what docs/course-toml.md says of it holds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from grader.classroom.course_file import ASSIGNMENT, EXTENSION, KEYS, LATE, TEAM, read_table, rules_of
from grader.course import names
from grader.errors import InputError

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = (ROOT / "docs" / "course-toml.md").read_text(encoding="utf-8")
DUE = "[assignments.pair]\ndue = 2026-10-05\n"
TEAMS = '[[teams]]\nmembers = ["ada", "bob"]\n'

WRONG = {
    "no TOML": ("time_zone Berlin", "no TOML: Expected '='", "docs/course-toml.md has an example"),
    "a key twice": ("pass_mark = 1\npass_mark = 2", "no TOML: Cannot overwrite", "docs/course-toml.md"),
    "a number of 5,000 digits": (f"pass_mark = {'9' * 5_000}", "no TOML", "docs/course-toml.md"),
    "a hexadecimal one": (f"pass_mark = 0x{'f' * 9_000}", "pass_mark is a number of very", "from 0 to 100"),
    "brackets in brackets": (f"pass_mark = {'[' * 3_000}", "no TOML", "docs/course-toml.md"),
    "an unknown key": ("passmark = 80", "passmark means nothing", "did you mean 'pass_mark'?"),
    "an unknown key of a table": ("[late]\nper_dya = 3", "late.per_dya means nothing", "did you mean 'per_day'?"),
    "a table for a key": ("[pass_mark]\nmark = 3", "pass_mark is {'mark': 3}", "a number from 0 to 100"),
    "a key for a table": ("late = 3", "late is 3", "a table is expected"),
    "a city alone": ("time_zone = 'Berlin'", "time_zone is 'Berlin'", "did you mean 'Europe/Berlin'?"),
    "a zone misspelt": ("time_zone = 'Europe/Berlni'", "time_zone is 'Europe/Berlni'", "did you mean 'Europe/Berlin'?"),
    "a continent": ("time_zone = 'Europe'", "time_zone is 'Europe'", "did you mean"),
    "an offset": ("time_zone = 2", "time_zone is 2", "a name such as Europe/Berlin"),
    "a path": ("time_zone = '../../etc/passwd'", "time_zone is '../../etc/passwd'", "a name such as Europe/Berlin"),
    "an attempt that may not be": ("attempts = 'first'", "attempts is 'first'", "best or last"),
    "a list of them": ("attempts = ['best']", "attempts is ['best']", "best or last"),
    "what counts before": ("before_due = true", "before_due is True", "handed_in or nothing or all"),
    "a pass mark in words": ("pass_mark = 'high'", "pass_mark is 'high'", "a number from 0 to 100"),
    "a pass mark of truth": ("pass_mark = true", "pass_mark is True", "a number from 0 to 100"),
    "more than all lost": ("[late]\nat_most = 500", "late.at_most is 500", "from 0 to 100"),
    "endless grace": ("[late]\ngrace_minutes = inf", "late.grace_minutes is inf", "a number from 0 is expected"),
    "more grace than years": ("[late]\ngrace_minutes = 1e300", "late.grace_minutes is 1e+300", "from 0 to 525600"),
    "a negative day": ("late_without_time = -1", "late_without_time is -1", "a number of days from 0"),
    "days in words": ("late_without_time = '2 days'", "late_without_time is '2 days'", "a number of days from 0"),
    "half an assignment dropped": ("drop_lowest = 0.5", "drop_lowest is 0.5", "a whole number from 0"),
    "all dropped": ("drop_lowest = 1\n[assignments.pair]\nweight = 1", "drop_lowest is 1, of 1", "less than those"),
    "no number": ("[assignments.pair]\nweight = nan", "assignments.pair.weight is nan", "a number from 0"),
    "some weights": (f"{DUE}[assignments.more]\nweight = 1", "assignments.pair.weight is missing", "or none"),
    "no weight": ("[assignments.pair]\nweight = 0", "every assignments.*.weight is 0", "a weight above 0"),
    "no such assignment": ("[assignments.Piar]", "assignments.Piar: no such assignment", "did you mean 'pair'?"),
    "a time alone": ("[assignments.pair]\ndue = 23:59:00", "assignments.pair.due is '23:59:00'", "2026-10-05T23:59:00"),
    "no such day": ("[assignments.pair]\ndue = '2026-02-30'", "assignments.pair.due is '2026-02-30'", "a date, or"),
    "days that may be months": ("[assignments.pair]\ndue = '10/5/2026'", "pair.due is '10/5/2026'", "a date, or"),
    "another century": ("[assignments.pair]\ndue = 0202-10-05", "pair.due is '0202-10-05'", "a date, or"),
    "a due date in a list": ("[assignments.pair]\ndue = [2026-10-05]", "pair.due is ['2026-10-05']", "a date, or"),
    "one extension": ("[extensions]\nstudent = 'ada'", "extensions is {", "each under [[extensions]]"),
    "an extension of nobody": (
        "[[extensions]]\nassignment = 'pair'\ndays = 1", "extensions[1].student is missing", "a name"
    ),
    "an extension of nothing": (
        "[[extensions]]\nstudent = 'ada'\ndays = 1", "extensions[1].assignment is missing", "a name"
    ),
    "an extension of no days": (
        f"{DUE}[[extensions]]\nstudent = 'ada'\nassignment = 'pair'", "extensions[1] is to have", "such as days = 2"
    ),
    "of what is not due": (
        "[[extensions]]\nstudent = 'ada'\nassignment = 'pair'\ndays = 1", "extensions[1].days: pair has no due", "give"
    ),
    "an extension twice": (
        DUE + "[[extensions]]\nstudent = 'ada'\nassignment = 'pair'\ndays = 1\n" * 2, "extensions: ada has two", "keep"
    ),
    "an extension of another": (
        "[[extensions]]\nstudent = 'ada'\nassignment = 'pear'\ndue = 2026-10-05",
        "extensions[1].assignment names 'pear': no such assignment", "did you mean 'pair'?",
    ),
    "a team of one": ("[[teams]]\nmembers = ['ada', 'ada']", "teams[1].members", "two students at least"),
    "a team in a text": ("[[teams]]\nmembers = 'ada, bob'", "teams[1].members is 'ada, bob'", "a list of names"),
    "two teams of one person": (TEAMS + TEAMS.replace("ada", "eve"), "teams: bob is in two teams", "or keep one"),
    "two teams, one for all": (
        TEAMS + TEAMS.replace("ada", "eve") + "assignments = ['pair']", "teams: bob is in two teams", "or keep one"
    ),
    "a team for another": (
        f"{TEAMS}assignments = ['pear']", "teams[1].assignments names 'pear'", "did you mean 'pair'?"
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A course of two assignments."""
    for id in ("pair", "more"):
        (tmp_path / "assignments" / id).mkdir(parents=True)
        (tmp_path / "assignments" / id / "checks.py").touch()
    return tmp_path


@pytest.mark.parametrize(("text", "key", "way_out"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_one_line_with_file_key_and_way_out(
    folder: Path, text: str, key: str, way_out: str
) -> None:
    path = folder / "course.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(folder)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert key in message
    assert way_out in message.partition(key)[2]
    assert "\n" not in message
    assert len(message) < 500


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("pass_mark = 40".encode("utf-16"), "not in UTF-8; save it again as UTF-8"),
        (b"# \xe9\n", "not in UTF-8; save it again as UTF-8"),
        (b"# " + b"a" * 1_000_001, "larger than 1000 kB; is it the right file?"),
        (None, "cannot be read: Is a directory"),
    ],
    ids=["UTF-16", "Latin-1", "large", "a folder"],
)
def test_a_file_that_is_none_is_one_line(folder: Path, content: bytes | None, says: str) -> None:
    path = folder / "course.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_table(folder)
    assert str(caught.value) == f"{path}: {says}"


@pytest.mark.parametrize(
    ("content", "table"),
    [
        (b"\xef\xbb\xbfpass_mark = 40\r\n", {"pass_mark": 40}),
        (b"\xef\xbb\xbf", {}),
        (b"", {}),
        (b"\xef\xbb\xbf[late]\r\nper_day = 0.1\r\n", {"late": {"per_day": 0.1}}),
    ],
)
def test_a_byte_order_mark_is_no_error(folder: Path, content: bytes, table: dict[str, object]) -> None:
    (folder / "course.toml").write_bytes(content)
    assert read_table(folder) == table


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        ("2026-10-05", datetime(2026, 10, 5, 21, 59, 59, 999999)),
        ("2026-10-05T23:59:00", datetime(2026, 10, 5, 21, 59, 59, 999999)),
        ("2026-10-05T23:59:00+05:30", datetime(2026, 10, 5, 18, 29, 59, 999999)),
        ("2026-10-05T23:59:30", datetime(2026, 10, 5, 21, 59, 30)),
        ("'2026-10-05 23:59'", datetime(2026, 10, 5, 21, 59, 59, 999999)),
        ("'5 October 2026, 11:59 PM'", datetime(2026, 10, 5, 21, 59, 59, 999999)),
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 1, 30, 59, 999999)),  # comes twice
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 1, 30, 59, 999999)),  # does not come
    ],
)
def test_due_dates_are_of_the_courses_clock(folder: Path, due: str, moment: datetime) -> None:
    (folder / "course.toml").write_text(f"time_zone = 'Europe/Berlin'\n[assignments.pair]\ndue = {due}\n")
    assert rules_of(read_table(folder)).due == {"pair": moment.replace(tzinfo=UTC)}


def test_what_an_earlier_run_declared_is_still_read() -> None:
    """The record of a run keeps its rules: with weights on some assignments, of a course that has changed since."""
    rules = rules_of({
        "attempts": "last", "late": {"per_day": 10.5, "grace_minutes": 15},
        "assignments": {"gone": {"due": "2026-10-05T23:59:00+02:00"}, "pair": {"weight": 2}},
    })  # fmt: skip
    assert (rules.weights, rules.due["gone"].hour, rules.time_zone) == ({"pair": 2}, 21, "")
    assert rules.late.share_lost(Fraction(1, 2)) == Fraction(105, 1000)


# --- the document ------------------------------------------------------------------------------------------


def example() -> str:
    match = re.search(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    assert match
    return match[1]


def test_the_documents_example_is_read_and_uses_every_key(tmp_path: Path) -> None:
    for id in names(ROOT):
        (tmp_path / "assignments" / id).mkdir(parents=True)
        (tmp_path / "assignments" / id / "checks.py").touch()
    (tmp_path / "course.toml").write_text(example(), encoding="utf-8")
    table = read_table(tmp_path)
    rules = rules_of(table)
    assert (rules.time_zone, rules.pass_mark, rules.drop_lowest, len(rules.weights)) == (
        "Europe/Berlin",
        50,
        1,
        3,
    )
    assert rules.due["logistic_regression"] == datetime(2026, 10, 12, 21, 59, 59, 999999, tzinfo=UTC)
    assert set(table) == set(KEYS)
    assert set(table["late"]) == set(LATE)
    assert {key for entry in table["assignments"].values() for key in entry} == set(ASSIGNMENT)
    assert {key for entry in table["extensions"] for key in entry} == set(EXTENSION)
    assert {key for entry in table["teams"] for key in entry} == set(TEAM)


@pytest.mark.parametrize(
    "key",
    [
        *(key for key in KEYS if key not in {"late", "assignments", "extensions", "teams"}),
        *(f"late.{key}" for key in LATE),
        *(f"assignments.ID.{key}" for key in ASSIGNMENT),
        *(f"extensions.{key}" for key in EXTENSION),
        *(f"teams.{key}" for key in TEAM),
    ],
)
def test_every_key_has_its_line_in_the_table(key: str) -> None:
    assert [
        line for line in DOCUMENT.splitlines() if line.startswith("|") and f"`{key}`" in line.split("|")[1]
    ]
