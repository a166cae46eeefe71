import pytest
import report_samples
from hypothesis import given
from hypothesis import strategies as st

from grader.report.text import number, plain_text, shorten


def test_plain_text_stays_as_it_is():
    for text in ("sigmoid", "naïve Ünïcode 😀", "two\nlines\tand a tab", "می‌خواهم"):
        assert plain_text(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", r"a\x00b"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("user\u202etxt.exe", r"user\u202etxt.exe"),
        ("\u2066x\u2069", r"\u2066x\u2069"),
        ("half \ud83d of a pair", r"half \ud83d of a pair"),
        ("\u2028", r"\u2028"),
        ("\U000e0041", r"\U000e0041"),
        ("50%\r100%\r\n", "50%\n100%\n"),
    ],
)
def test_what_does_not_print_is_spelled_out(text, shown):
    assert plain_text(text) == shown


def test_hostile_text_is_printable_in_utf8_and_stays_so():
    shown = plain_text(report_samples.HOSTILE)

    assert all(char.isprintable() or char == "\n" for char in shown)
    assert plain_text(shown) == shown
    shown.encode("utf-8")


def test_long_text_says_how_much_is_left_out():
    assert shorten("x" * 5_000, 100) == "x" * 100 + " … (4,900 more characters)"
    assert len(shorten("\x00" * 100, 100)) < 110


def test_points_have_decimals_only_where_needed():
    assert [number(value) for value in (0, 10.0, 7.5, 3.3333333)] == ["0", "10", "7.5", "3.33"]


@given(st.text(st.characters()))
def test_any_text_becomes_encodable_and_stays_so(text):
    shown = plain_text(text)

    shown.encode("utf-8")
    assert plain_text(shown) == shown
    assert not set(shown) & {"\x00", "\x1b", "\r", "\u202e", "\u2066"}
