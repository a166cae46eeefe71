import html
import re

import report_samples
from hypothesis import given
from hypothesis import strategies as st

from grader.report.highlight import code_lines
from grader.report.text import plain_text


def text_of(lines):
    return html.unescape(re.sub(r"<[^>]+>", "", str(lines)))


def test_code_reads_as_written():
    for source in report_samples.SOURCES.values():
        assert text_of(code_lines(source.rstrip("\n"), 1)) == source


def test_tokens_are_told_apart():
    lines = str(code_lines("def f(x):\n    # if\n    return 'for' if x > 1.5e-3 else None", 1))

    assert "<i class=k>def</i> <i class=f>f</i>" in lines
    assert "<i class=c># if</i>" in lines
    assert "<i class=s>'for'</i> <i class=k>if</i> x &gt; <i class=n>1.5e-3</i>" in lines


def test_a_string_over_several_lines_is_closed_on_each():
    lines = str(code_lines('"""a\nb"""', 1))

    assert lines == '<span><i class=s>"""a</i>\n</span><span><i class=s>b"""</i>\n</span>'


def test_the_line_of_an_error_is_marked():
    lines = str(code_lines("def f():\n    return 1 / 0", 10, (11, 99))).split("\n")

    assert "<mark>" not in lines[0]
    assert "<mark>" in lines[1]
    assert "stopped here" in lines[1]


def test_unfinished_and_hostile_code_stays_text():
    for source in ("'never closed", '"""never\nclosed', "x = '\\", f"# {report_samples.HOSTILE}"):
        lines = str(code_lines(source, 1))
        assert set(re.findall(r"<(\w+)", lines)) <= {"span", "i"}


@given(st.text(st.sampled_from("ab_1.e-#'\"\\\n \r<>&;\x00\u202e\ud800def ")))
def test_any_code_reads_as_written(source):
    lines = code_lines(source, 1)

    assert text_of(lines) == plain_text(source) + "\n"
    assert str(lines).count("<i ") == str(lines).count("</i>")
    assert all(line.count("<i ") == line.count("</i>") for line in str(lines).split("\n"))
