"""The class overview in a browser: two thousand students, quick to sort and filter, for every eye and hand."""

import class_samples
import pytest

from grader.classroom.overview import overview

ADDRESS = "http://report.test/"
DRAWN = "action => { action(); return document.body.offsetHeight; }"  # lays the page out anew


def clock_of(page):
    """Return what tells the processor seconds that the page has used since it was last asked."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    seen = [0.0]

    def took():
        told = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        seen.append(told["ThreadTime"])
        return seen[-1] - seen[-2]

    took()
    return took


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Overviews of a class of so many."""
    made = {}

    def of(students):
        if students not in made:
            path = tmp_path_factory.mktemp("class") / "grades.sqlite"
            with class_samples.class_of(path, students, ("logistic_regression", "optimization")) as store:
                made[students] = overview(store)
        return made[students]

    return of


def test_page_asks_for_nothing_and_runs_no_students_script(visit, pages):
    page = visit(pages(40))
    page.wait_for_load_state("networkidle")

    assert (page.requests, page.said) == ([ADDRESS], [])
    assert page.title().startswith("Class overview")


def test_thousands_sort_and_filter_in_a_moment(visit, pages):
    page = visit(pages(2_000))
    took = clock_of(page)

    for button in page.query_selector_all("#table thead button"):
        if button.is_visible():
            took()
            button.evaluate(f"button => ({DRAWN})(() => button.click())")
            assert 0 < took() < 1
    page.evaluate(
        f"""({DRAWN})(() => {{
          const text = document.getElementById("text");
          text.value = "student0017";
          text.dispatchEvent(new Event("input", {{bubbles: true}}));
        }})"""
    )
    assert 0 < took() < 1
    assert page.inner_text("#status") == "1–20 of 20"  # ten students, two assignments


def test_sorting_orders_and_says_so(visit, pages):
    page = visit(pages(200))
    scores = """[...document.querySelectorAll("#table tbody td:nth-child(3)")]
        .map(one => parseFloat(one.textContent)).filter(one => !isNaN(one))"""
    head = page.locator("#table th[data-key=score]")

    head.locator("button").focus()
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert page.evaluate(scores) == sorted(page.evaluate(scores))
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert page.evaluate(scores) == sorted(page.evaluate(scores), reverse=True)


def test_a_group_is_shown_in_the_table_and_left_again(visit, pages):
    page = visit(pages(200))
    crowd = page.locator("details.crowd").first
    crowd.locator("summary").click()
    count = int(crowd.locator("summary").inner_text().split()[0])

    crowd.locator("button").click()
    assert page.inner_text("#status").endswith(f" of {count}")
    page.click("#all")
    assert page.inner_text("#status").endswith(" of 400")


def test_what_is_chosen_is_shown(visit, pages):
    page = visit(pages(200))
    page.select_option("#show", "internal_error")
    assert page.inner_text("#status") == "1–2 of 2"
    page.select_option("#assignment", label="optimization")
    assert page.inner_text("#status") == "1–1 of 1"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_overflows(visit, pages, width):
    page = visit(pages(40), width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(visit, pages, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing"
    )
    page = visit(pages(40), scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

    found = axe.Axe().run(page).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []


def test_without_scripts_the_first_rows_are_there(visit, pages):
    page = visit(pages(200), scripts=False)
    assert page.locator("#table tbody tr").count() == 25
    assert not page.locator("#filters").is_visible()
    assert "these are the first 25 of 400" in page.inner_text("noscript")
