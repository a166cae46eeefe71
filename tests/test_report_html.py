import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
import report_samples
from report_samples import SECRET

from grader.errors import InputError
from grader.model import Argument, Definition, Note, Observation, Outcome, Verdict
from grader.report import as_html
from grader.report.html import SIZE
from grader.report.reproduce import reproducer
from grader.report.view import page


@pytest.mark.parametrize("make", report_samples.ALL)
def test_nothing_of_a_hidden_case_is_in_the_file(make):
    html = as_html(make())

    assert SECRET not in html
    assert SECRET.encode() not in html.encode()


def test_a_hidden_case_shows_its_number_and_verdict():
    case = page(report_samples.hopeless()).exercises[0].cases[2]

    assert (case.number, case.word.text) == (3, "wrong answer")
    assert [case.differences, case.stop, case.output, case.changed, case.detail, case.arguments] == [
        (),
        None,
        "",
        (),
        "",
        (),
    ]


def test_the_page_says_what_to_fix_first():
    assert page(report_samples.perfect()).first is None
    assert page(report_samples.middling()).first.name == "propagate"
    assert page(report_samples.hopeless()).first.name == "sigmoid"
    assert "Fix this first" in as_html(report_samples.middling())


def test_what_other_failures_need_is_fixed_before_them():
    sigmoid, zeros, propagate, _, predict, model = report_samples.EXERCISES
    wrong = tuple(report_samples.failed(of) for of in (model, predict, propagate, zeros, sigmoid))

    assert page(replace(report_samples.perfect(), exercises=wrong)).first.name == "sigmoid"


def test_the_diagnosis_stands_out_and_follow_through_is_said():
    html = as_html(report_samples.middling())

    assert '<p class="say">Both gradients are sums over the examples; divide them by m.</p>' in html
    assert "optimize is right; it failed only because propagate is not." in html


def only_hidden_wrong(verdict):
    """Make an exercise whose public cases are right."""
    of = report_samples.EXERCISES[0]
    wrong, right = report_samples.failed(of, verdict), report_samples.passed(of)
    cases = (*right.cases[:2], *wrong.cases[2:])
    return replace(report_samples.perfect(), exercises=(replace(wrong, cases=cases, score=5.0),))


@pytest.mark.parametrize("verdict", [Verdict.WRONG_ANSWER, Verdict.RUNTIME_ERROR, Verdict.TIME_LIMIT])
def test_a_failure_of_hidden_cases_only_is_said_without_telling_more(verdict):
    html = as_html(only_hidden_wrong(verdict))

    assert html.count("All public cases are right; a hidden one is not.") == 2
    assert SECRET not in html
    assert "Its process ended" not in html


def test_points_lost_for_a_loop_are_explained_by_the_note():
    of = report_samples.EXERCISES[0]
    looping = report_samples.passed(of, score=8.0, notes=("A Python loop runs over the examples.",))
    result = replace(report_samples.perfect(), exercises=(looping,))

    assert page(result).first.headline == "A Python loop runs over the examples."


def test_an_unwritten_function_shows_no_cases():
    of = report_samples.EXERCISES[0]
    unwritten = report_samples.failed(of, Verdict.NOT_ATTEMPTED, report_samples.wrong_gradients())
    html = as_html(replace(report_samples.perfect(), exercises=(unwritten,)))

    assert "Start here" in html
    assert "Nothing is written here yet." in html
    assert "Case 1" not in html


def test_a_missing_function_is_explained_by_the_readers_note():
    of = report_samples.EXERCISES[4]
    missing = report_samples.failed(of, Verdict.MISSING, saw=Observation(Outcome.MISSING), definition=None)
    note = Note(
        "cell 7, line 2 is not valid Python; the definition of predict there does not count.", "cell 7", 2
    )
    result = replace(report_samples.perfect(), exercises=(missing,), notes=(note,))

    assert page(result).first.headline == note.text


def test_a_function_that_is_missing_from_hidden_calls_only_is_not_explained_in_their_words():
    asked = report_samples.hopeless().exercises[0]
    gone = Observation(Outcome.MISSING, detail=SECRET)
    cases = tuple(
        replace(case, verdict=Verdict.MISSING, observation=gone) if case.case.hidden else case
        for case in asked.cases
    )
    lost = replace(asked, verdict=Verdict.MISSING, cases=cases, definition=None)
    assert SECRET not in as_html(replace(report_samples.hopeless(), exercises=(lost,)))


def test_a_case_can_be_pasted_into_a_notebook():
    case = page(report_samples.middling()).exercises[2].cases[0]

    lines = reproducer("propagate", case, "return np.random.rand()").split("\n")

    assert lines[:4] == ["import numpy as np", "np.random.seed(1)", "z = 1.5", "propagate(z)"]
    assert lines[4].startswith('# grads["dw"][0, 0] is 2.995')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([[1.5, -2.0]]), "np.array([[1.5, -2.0]])"),
        (np.zeros((2, 3)), "np.zeros((2, 3))"),
        ({"W1": np.ones((1, 1)), "L": (1, [None])}, "{'W1': np.array([[1.0]]), 'L': (1, [None],)}"),
        (np.ones((20, 20)), None),
        (np.array([np.nan]), None),
    ],
)
def test_what_is_pasted_is_the_value_or_nothing(value, text):
    case = replace(page(report_samples.perfect()).exercises[0].cases[0], arguments=(Argument("X", value),))

    assert reproducer("f", case) == ("" if text is None else f"import numpy as np\nX = {text}\nf(X)")


def test_a_helper_is_named_once_whatever_the_policy():
    of, diagnosis = report_samples.EXERCISES[3], report_samples.middling().exercises[3].diagnosis
    strict = report_samples.failed(of, diagnosis=diagnosis, followed_through=("propagate",))
    partly = report_samples.failed(of, score=5.0, followed_through=("propagate", "sigmoid"))

    assert as_html(replace(report_samples.perfect(), exercises=(strict,))).count("failed only because") == 2
    assert "Part of what went wrong came from propagate and sigmoid;" in as_html(
        replace(report_samples.perfect(), exercises=(partly,))
    )


def test_a_carried_over_diagnosis_names_its_helper():
    of = report_samples.EXERCISES[2]
    diagnosis = replace(report_samples.middling().exercises[2].diagnosis, source="sigmoid")
    result = replace(report_samples.perfect(), exercises=(report_samples.failed(of, diagnosis=diagnosis),))

    assert 'Carried over from <a href="#f-sigmoid">sigmoid</a>' in as_html(result)


def test_the_line_of_a_runtime_error_is_marked_in_the_code():
    html = as_html(report_samples.middling())

    assert re.search(r"<mark> +A = sigmoid\(np.dot\(w, X\) \+ b\)</mark>", html)
    assert "shapes (2,1) and (2,4) not aligned" in html


def test_a_hidden_error_marks_no_line():
    of = report_samples.EXERCISES[0]
    result = replace(report_samples.perfect(), exercises=(report_samples.failed(of, Verdict.RUNTIME_ERROR),))

    assert "<mark>" not in as_html(result)


def test_a_verdict_is_said_in_words_and_with_an_icon():
    html = as_html(report_samples.hopeless())

    for icon, text in [("wrong", "wrong answer"), ("time", "ran too long"), ("missing", "not found")]:
        assert f'<use href="#i-{icon}"/></svg>{text}' in html


def test_no_verdict_lacks_its_icon():
    html = as_html(report_samples.perfect())

    for verdict in Verdict:
        of = report_samples.failed(report_samples.EXERCISES[0], verdict)
        used = as_html(replace(report_samples.perfect(), exercises=(of,)))
        assert set(re.findall(r'href="#(i-\w+)"', used)) <= set(re.findall(r'id="(i-\w+)"', html))


@pytest.mark.parametrize("make", [report_samples.unreadable, report_samples.internal_error])
def test_what_was_not_graded_has_no_score(make):
    html = as_html(make())

    assert "of 100 points" not in html
    assert 'class="score"' not in html


def test_our_own_failure_is_said_but_its_reason_is_the_instructors():
    result = replace(report_samples.internal_error(), message=SECRET)

    html = as_html(result)

    assert SECRET not in html
    assert "not your fault" in html


def test_hostile_text_stays_text():
    html = as_html(report_samples.hostile())

    assert "<script" not in html
    assert "<img" not in html
    assert html.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html)
    html.encode("utf-8")


NEVER = {"script", "iframe", "object", "embed", "base", "form", "audio", "video"}


class Tags(HTMLParser):
    """Collects a page's elements and all they could load."""

    def __init__(self, html):
        super().__init__()
        self.names, self.links = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        loading = {"href", "src", "srcset", "action", "poster", "data", "xlink:href"}
        self.links += [value for name, value in attrs if name in loading]


def test_the_file_asks_for_nothing_from_anywhere():
    for make in report_samples.ALL:
        html = as_html(make())
        tags = Tags(html)
        assert not tags.names & NEVER
        inside = ("#", "data:,", "data:image/png;base64,")
        assert all(link.startswith(inside) for link in tags.links)
        assert not re.search(r"@import|url\(", html[: html.index("</style>")])


def huge():
    """Make a submission that prints, raises, names and comments as much as it can."""
    noise = "<\x00&\U000e0041" * 20_000
    wrong = replace(report_samples.wrong_gradients()[0], text=noise)
    bad = tuple(
        report_samples.failed(
            of,
            differences=(wrong,) * 50,
            saw=Observation(Outcome.RETURNED, 1.0, output=noise, changed=(noise,) * 50, detail=noise),
            definition=Definition(of.name, noise, 1, f"def {of.name}():\n    # {noise}", True),
            notes=(noise,) * 50,
        )
        for of in report_samples.EXERCISES * 3
    )
    notes = tuple(Note(noise, noise, 1) for _ in range(1000))
    return replace(report_samples.perfect(), student=noise, path=noise, exercises=bad, notes=notes)


def test_a_typical_page_is_small_and_none_is_large():
    for make in report_samples.ALL:
        assert len(as_html(make()).encode()) < 100_000
    assert len(as_html(huge()).encode()) <= SIZE


def test_a_students_many_large_arrays_keep_the_page_small():
    rng = np.random.default_rng(1)
    large = replace(
        report_samples.wrong_gradients()[0], actual=rng.normal(size=(300, 300)), expected=np.zeros((300, 300))
    )
    exercises = tuple(report_samples.failed(of, differences=(large,) * 6) for of in report_samples.EXERCISES)

    assert len(as_html(replace(report_samples.perfect(), exercises=exercises)).encode()) <= SIZE


def test_an_instructors_folder_replaces_templates_one_by_one(tmp_path):
    (tmp_path / "report.css").write_text("body { color: rebeccapurple }")

    html = as_html(report_samples.middling(), template=tmp_path)

    assert "rebeccapurple" in html
    assert "Fix this first" in html


def test_an_instructors_template_is_escaped_and_cleaned_as_ours(tmp_path):
    (tmp_path / "report.html").write_text("<p>{{ page.student }}</p>")

    html = as_html(report_samples.hostile(), template=tmp_path)

    assert html.startswith("<p>&lt;script&gt;")
    html.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["<p>{% if %}", "{{ page.nothing.here }}", "{{ 1 / 0 }}", "{% include 'x' %}"]
)
def test_a_broken_template_is_an_input_error_that_names_it(tmp_path, text):
    (tmp_path / "report.html").write_text(text)

    with pytest.raises(InputError, match=re.escape(str(tmp_path))):
        as_html(report_samples.perfect(), template=tmp_path)


def test_importing_the_package_loads_no_template_engine():
    heavy = "sum(name in sys.modules for name in ('jinja2', 'rich', 'pygments', 'numpy'))"
    code = f"import sys, grader.report; before = {heavy}; grader.report.as_json; print(before, {heavy})"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["0", "0"]


def test_what_another_edition_asks_for_is_not_called_right() -> None:
    """Nor is a function worth nothing, where it is wrong; and it is not the first thing to fix."""
    perfect = report_samples.perfect()
    sigmoid, zeros, propagate, *others = perfect.exercises
    absent = replace(
        report_samples.failed(replace(zeros.exercise, points=0.0, optional=True), Verdict.MISSING),
        verdict=Verdict.SKIPPED,
        definition=None,
    )
    given = report_samples.failed(replace(sigmoid.exercise, points=0.0))
    shown = page(replace(perfect, exercises=(sigmoid, absent, propagate, *others)))
    assert (shown.exercises[1].word.text, shown.exercises[1].right) == ("not asked for", False)
    assert (shown.summary, shown.first) == ("All 5 exercises are right.", None)
    wrong = report_samples.failed(replace(zeros.exercise, points=5.0))
    shown = page(replace(perfect, exercises=(given, wrong, propagate, *others)))
    assert (shown.exercises[0].word.text, shown.first.name) == ("wrong answer", "initialize_with_zeros")
    html = as_html(replace(perfect, exercises=(sigmoid, absent, propagate, *others)))
    assert "Only another edition of the course asks for it" in html
