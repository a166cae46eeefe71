import ast
from pathlib import Path

import pytest
import report_samples
from hypothesis import given
from hypothesis import strategies as st

import grader
from grader.report.say import say
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


def test_what_is_said_in_a_terminal_stays_a_line_and_does_nothing(capsys):
    say("ada\n::error::me\x1b[2J\u202e\x07", error=True, colour="red")
    assert capsys.readouterr().err == "ada\\n::error::me\\x1b[2J\\u202e\\x07\n"


def test_nothing_is_said_but_through_that_door():
    """`child` prints for the student, in the student's process."""
    package = Path(grader.__file__).parent
    others = [
        f"{path.relative_to(package)}:{node.lineno}"
        for path in package.rglob("*.py")
        if path.parent.name != "child" and path.name != "say.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"click.echo", "click.secho", "print", "echo"}
    ]
    assert not others
