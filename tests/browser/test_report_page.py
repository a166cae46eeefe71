"""The report as a student meets it: in a browser, by eye, by keyboard, by ear, on a phone and on paper."""

from itertools import pairwise

import pytest
import report_samples

from grader.report import as_html

ADDRESS = "http://report.test/"
GRADED = (
    report_samples.perfect,
    report_samples.middling,
    report_samples.hopeless,
    report_samples.pictured,
    report_samples.hostile,
)


@pytest.mark.parametrize("make", report_samples.ALL)
def test_page_asks_for_nothing_and_says_nothing(visit, make):
    page = visit(as_html(make()))

    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.wait_for_load_state("networkidle")

    assert page.requests == [ADDRESS]
    assert page.said == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
@pytest.mark.parametrize("make", report_samples.ALL)
def test_nothing_overflows(visit, make, width):
    page = visit(as_html(make()), width)

    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("make", report_samples.ALL)
def test_axe_finds_no_violation(visit, make, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    )
    page = visit(as_html(make()), scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    found = axe.Axe().run(page).response

    assert [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert len(found["passes"]) >= 10


def test_axe_would_find_a_violation(visit):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    )
    page = visit("<html><body><img src='data:,'><p style='color:#ddd;background:#fff'>pale</p></body></html>")

    assert {"image-alt", "color-contrast"} <= {
        one["id"] for one in axe.Axe().run(page).response["violations"]
    }


def stops(page, count):
    """Press Tab and name what gets the focus each time."""
    names = []
    for _ in range(count):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
    return names


def test_tab_goes_through_the_page_as_it_is_read(visit):
    page = visit(as_html(report_samples.middling()))

    assert stops(page, 2) == ["Skip to the report", "propagate"]
    assert [name.split(",")[0] for name in stops(page, 6)] == [
        exercise.exercise.name for exercise in report_samples.middling().exercises
    ]
    assert stops(page, 2) == ["Your code cell 3, lines 4–17", "Your code cell 3, lines 4–8"]
    order = page.evaluate(
        "[...document.querySelectorAll('a, summary, [tabindex=\"0\"]')].map(one => one.tabIndex)"
    )
    assert set(order) == {0}


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("make", GRADED[1:4])
def test_what_to_fix_first_is_seen_without_scrolling(visit, make, width):
    page = visit(as_html(make()), width)

    assert page.evaluate("document.querySelector('.first').getBoundingClientRect().bottom") <= 640


def test_pictures_are_named_for_the_ear_and_marked_for_the_eye(visit):
    page = visit(as_html(report_samples.pictured()))

    labels = page.evaluate("[...document.querySelectorAll('.plane svg')].map(one => one.ariaLabel)")
    widths = page.evaluate(
        "[...document.querySelectorAll('.plane figure:first-child path.o')]"
        ".map(one => [one.classList.contains('bad'), +one.getAttribute('stroke-width')])"
    )

    assert [label.split(" over the plane")[0] for label in labels] == [
        "Your answers",
        "The expected answers",
    ] * 2
    assert min(width for bad, width in widths if bad) > max(width for bad, width in widths if not bad)
    assert page.evaluate(
        "[...document.images].every(one => one.complete && one.naturalWidth === 8 && one.alt)"
    )


def test_focus_is_seen(visit):
    page = visit(as_html(report_samples.middling()))

    page.keyboard.press("Tab")

    box = page.evaluate("JSON.parse(JSON.stringify(document.activeElement.getBoundingClientRect()))")
    assert box["top"] >= 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_skip_link_leads_past_the_list_of_exercises(visit):
    page = visit(as_html(report_samples.middling()))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"
    assert stops(page, 1) == ["Your code cell 3, lines 4–17"]


def test_hints_open_by_keyboard_without_scripts(visit):
    page = visit(as_html(report_samples.middling()), scripts=False)
    hint = page.locator("details.hint").first

    assert not hint.locator("p").is_visible()
    hint.locator("summary").focus()
    page.keyboard.press("Enter")

    assert hint.locator("p").is_visible()


@pytest.mark.parametrize("make", GRADED)
def test_headings_form_an_outline(visit, make):
    page = visit(as_html(make()))

    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(one => +one.tagName[1])")

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert page.evaluate(
        "['header','nav','main','footer'].map(x => document.querySelectorAll(x).length)"
    ) == [
        1,
        1,
        1,
        1,
    ]


def test_hostile_text_runs_nothing(visit):
    page = visit(as_html(report_samples.hostile()))

    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    assert "<script>alert(1)</script>" in page.inner_text("main")
    assert page.title().startswith("0 of 100")


def test_wrong_values_are_told_without_colour(visit):
    page = visit(as_html(report_samples.middling()))

    style = page.evaluate(
        "(({fontWeight, textDecorationLine}) => [fontWeight, textDecorationLine])"
        "(getComputedStyle(document.querySelector('td b')))"
    )

    assert style == ["700", "underline"]


def test_paper_holds_what_is_folded_on_the_screen(visit):
    page = visit(as_html(report_samples.middling()))

    page.emulate_media(media="print")

    assert page.locator("details.hint p").first.is_visible()
    assert not page.locator("nav").is_visible()
    assert page.pdf()[:4] == b"%PDF"


@pytest.mark.parametrize("make", GRADED[:4])
def test_every_link_leads_somewhere_on_the_page(visit, make):
    page = visit(as_html(make()))

    links = page.evaluate("[...document.querySelectorAll('a, use')].map(one => one.getAttribute('href'))")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => '#' + one.id)")

    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
