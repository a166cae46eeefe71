import io

import pytest
import report_samples
from report_samples import SECRET
from rich.console import Console

from grader.report import print_result


def printed(result, hints=0, **settings):
    file = io.StringIO()
    print_result(result, Console(file=file, width=80, **settings), hints)
    return file.getvalue()


@pytest.mark.parametrize("make", report_samples.ALL)
def test_a_block_fits_80_columns_and_holds_no_secret(make):
    text = printed(make())

    assert SECRET not in text
    assert max(map(len, text.splitlines())) <= 80
    assert "\x1b" not in text


def test_a_block_says_verdict_points_difference_and_diagnosis():
    text = printed(report_samples.middling())

    assert "✓ sigmoid                  10/10  right" in text
    assert "divide them by m." in text
    assert 'grads["dw"][0, 0] is 2.995' in text
    assert "Hint" not in text


def test_hints_are_given_one_by_one_on_asking():
    assert printed(report_samples.middling(), hints=1).count("Hint: ") == 3
    assert printed(report_samples.middling(), hints=2).count("Hint: ") == 4


def test_colour_is_left_out_where_it_is_not_wanted(monkeypatch):
    assert "\x1b[3" in printed(report_samples.middling(), force_terminal=True, _environ={"TERM": "xterm"})
    plain = printed(
        report_samples.middling(), force_terminal=True, _environ={"NO_COLOR": "1", "TERM": "xterm"}
    )
    assert "\x1b[3" not in plain


def test_a_terminal_that_knows_only_ascii_gets_ascii():
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding="ascii")
    print_result(report_samples.hostile(), Console(file=file, width=80))
    print_result(report_samples.middling(), Console(file=file, width=80))
    file.flush()

    assert b"+ sigmoid" in raw.getvalue()


def test_hostile_text_neither_moves_the_cursor_nor_becomes_markup():
    text = printed(report_samples.hostile(), force_terminal=True, no_color=True)

    assert "\x1b]0;" not in text
    assert "\u202e" not in text
    assert "\x00" not in text
