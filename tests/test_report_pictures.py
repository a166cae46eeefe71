import re
import zlib
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from struct import unpack

import numpy as np
import pytest
import report_samples

from grader.course import load
from grader.course.vocabulary import picture as ask_for
from grader.errors import AssignmentError
from grader.judge.compare import compare
from grader.model import (
    Argument,
    CaseResult,
    Difference,
    DifferenceKind,
    Observation,
    Outcome,
    Picture,
    Verdict,
)
from grader.report import as_html
from grader.report.case_view import case_view
from grader.report.html import SIZE
from grader.report.page import Limits
from grader.report.pictures import picture
from grader.report.view import page
from reference import logistic_regression, planar_classification

ROOT = Path(__file__).parents[1]

X, Y = np.meshgrid(np.linspace(-1, 1, 9), np.linspace(-2, 2, 7))
GRID = np.stack([X.ravel(), Y.ravel()])
INSIDE = (GRID[0] ** 2 + GRID[1] ** 2 < 1).astype(float)


def draw(kind, columns, actual, expected, shape=(2,)):
    case = page(report_samples.middling()).exercises[2].cases[0]
    given = (Argument("w", 1.0), Argument("X", columns))
    case = replace(case, arguments=given, picture=Picture(kind, "X", shape), rtol=1e-5, atol=1e-8)
    return str(picture(case, Difference("", DifferenceKind.VALUE, "wrong", actual, expected)))


def shaded(drawn, name):
    """Return how many cells of each panel are shaded in this colour."""
    return [
        sum(
            int(n)
            for path in re.findall(rf'class={name} d="(.*?)"', panel)
            for n in re.findall(r"h(\d+)v", path)
        )
        for panel in drawn.split("<figure>")[1:]
    ]


def test_a_boundary_is_drawn_cell_by_cell_beside_the_expected_one():
    actual = INSIDE.copy()
    actual[[0, 30, 31]] = 1 - actual[[0, 30, 31]]
    drawn = draw("boundary", GRID, actual[None], INSIDE[None])

    assert shaded(drawn, "in") == [actual.sum(), INSIDE.sum()]
    assert shaded(drawn, "off") == [3, 0]
    assert f"1 at {int(actual.sum())} of 63 points, else 0; 3 of 63 points differ" in drawn
    assert "○ stands for 1 (shaded), × for 0. 3 of 63 points differ, bold in yours." in drawn


def test_the_plane_has_its_first_coordinate_to_the_right_and_the_second_upwards():
    corner = ((GRID[0] == 1) & (GRID[1] == 2)).astype(float)
    drawn = draw("boundary", GRID, corner, 1 - corner)

    assert re.findall(r'class=in d="(.*?)"', drawn)[0] == "M8 0h1v1h-1z"


def test_points_that_are_no_grid_are_marks_by_shape_and_weight():
    points = np.random.default_rng(1).normal(size=(2, 40))
    expected = (points[0] > 0).astype(float)
    drawn = draw("boundary", points, np.ones(40), expected)
    yours, right = drawn.split("<figure>")[1:]

    assert {name: panel.count("<path") for name, panel in (("yours", yours), ("right", right))} == {
        "yours": 2,
        "right": 2,
    }
    assert 'class="o bad"' in yours
    assert "bad" not in right
    assert 'class="x"' in right


@pytest.mark.parametrize(
    ("columns", "actual", "expected"),
    [
        (GRID, np.linspace(0, 1, 63), INSIDE),  # probabilities are better read as numbers
        (GRID, np.full(63, np.nan), INSIDE),
        (GRID, INSIDE[:5], INSIDE),
        (GRID[:, :5], INSIDE, INSIDE),
        (GRID[:1], INSIDE, INSIDE),
        (np.full((2, 63), np.inf), 1 - INSIDE, INSIDE),
        (None, 1 - INSIDE, INSIDE),
        (GRID, None, INSIDE),
        (GRID, "text", INSIDE),
    ],
)
def test_what_is_no_two_labels_over_the_plane_is_not_drawn(columns, actual, expected):
    assert draw("boundary", columns, actual, expected) == ""


def decoded(drawn):
    """Return the pixels of the page's images, read as PNG says."""
    found = []
    for data in re.findall(r"base64,(.*?)\"", drawn):
        png = b64decode(data)
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        width, height, depth, colour = unpack(">IIBB", png[16:26])
        (length,) = unpack(">I", png[33:37])
        body = png[37 : 41 + length]
        assert zlib.crc32(body) == unpack(">I", png[41 + length : 45 + length])[0]
        rows = np.frombuffer(zlib.decompress(body[4:]), np.uint8).reshape(height, -1)
        assert depth == 8
        assert not rows[:, 0].any()
        found.append(rows[:, 1:].reshape((height, width, 3) if colour == 2 else (height, width)))
    return found


def test_images_are_those_of_the_columns_with_what_was_said():
    images = np.random.default_rng(0).integers(0, 256, (3, 4, 5, 3))
    images[0, 0, 0], images[0, 0, 1] = 0, 255
    drawn = draw("images", images.reshape(3, -1).T / 255, [[1, 0, 1]], [[1, 1, 1]], (4, 5, 3))

    for shown, image in zip(decoded(drawn), images, strict=True):
        assert np.abs(shown.astype(int) - image).max() <= 1
    assert re.findall(r"<figcaption>(.*?)</figcaption>", drawn) == [
        "0: 1, right",
        "1: <b>yours 0</b><br>expected 1",
        "2: 1, right",
    ]
    assert 'alt="Image 1"' in drawn


def test_of_many_images_the_wrong_ones_are_shown_and_large_ones_get_small():
    expected = np.zeros(40)
    actual = expected.copy()
    actual[[3, 33, 39]] = 1
    drawn = draw("images", np.random.default_rng(0).normal(size=(64 * 64, 40)), actual, expected, (64, 64))

    shown = [int(at) for at in re.findall(r'alt="Image (\d+)"', drawn)]
    assert shown == [0, 1, 2, 3, 4, 5, 33, 39]
    assert "8 of 40 images are shown." in drawn
    assert {image.shape for image in decoded(drawn)} == {(32, 32)}
    assert len(drawn) < 20_000


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, 1e308])
def test_any_pixel_can_be_drawn(value):
    columns = np.full((4, 2), value)
    columns[0, 0] = 1.0

    assert len(decoded(draw("images", columns, [0.0, 1.0], [1.0, 1.0], (2, 2)))) == 2


def test_the_page_opens_a_case_that_has_a_picture():
    result = report_samples.pictured()
    html = as_html(result)

    assert html.count('<details class="case" open>') == len(result.exercises) + 1
    assert "class='figures plane'" in html
    assert "class='figures images'" in html
    assert len(html.encode()) < 100_000


def test_pictures_of_many_cases_keep_the_page_within_its_size():
    of = report_samples.pictured().exercises[1]
    noise = np.random.default_rng(1).uniform(size=(32 * 32 * 3, 9))
    wanted = Picture("images", "X", (32, 32, 3))
    cases = tuple(
        replace(
            done,
            case=replace(
                done.case, number=number, hidden=False, arguments=(Argument("X", noise),), picture=wanted
            ),
        )
        for number in range(20)
        for done in of.cases[:1]
    )
    html = as_html(replace(report_samples.pictured(), exercises=(replace(of, cases=cases),)))

    assert len(html.encode()) <= SIZE


def ask(course, public):
    """Have the author ask for a picture of `double`, with these public calls and a hidden one that would fit."""
    path = course / "assignments" / "pair" / "checks.py"
    text = path.read_text().replace("def double(rng):", '@picture("boundary", "x")\ndef double(rng):')
    text = text.replace("    yield call(3.5)\n", f"    {public}\n").replace(
        "size=3), hidden", "size=(2, 20)), hidden"
    )
    path.write_text(f"from grader import picture\n{text}")
    return load(course, "pair").exercise("double")


def test_a_hidden_case_is_never_given_a_picture(course):
    double = ask(course, "yield call(3.5); yield call(rng.normal(size=(2, 20)))")

    assert [case.hidden for case in double.cases] == [False, False, True]
    assert [case.picture for case in double.cases] == [None, Picture("boundary", "x", (2,)), None]


@pytest.mark.parametrize(
    "public", ["yield call(3.5)", "yield call(np.ones((3, 20)))", "yield call(np.ones((2, 5)))"]
)
def test_a_picture_that_no_public_case_can_show_is_refused(course, public):
    with pytest.raises(AssignmentError, match=r"checks.py:\d+: no public case of double"):
        ask(course, public)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("cube", ()), ("images", ()), ("images", (2, 2, 4)), ("boundary", (3,)), ("images", (4,))],
)
def test_a_picture_is_one_of_two_kinds(kind, shape):
    with pytest.raises(TypeError, match="picture takes"):
        ask_for(kind, "X", shape)


@pytest.mark.parametrize(
    ("reference", "shown"),
    [(planar_classification, "figures plane"), (logistic_regression, "figures images")],
)
def test_the_courses_predictions_are_drawn(reference, shown):
    exercise = load(ROOT, reference.__name__.split(".")[1]).exercise("predict")
    case = next(case for case in exercise.cases if case.picture)
    expected = reference.predict(*(argument.value for argument in case.arguments))
    wrong = compare(np.ones_like(expected), expected, "labels")
    done = CaseResult(case, Verdict.WRONG_ANSWER, 0.0, (wrong,), Observation(Outcome.RETURNED))

    assert shown in picture(case_view(done, 1.0, Limits()), wrong)
