"""What `verify` remembers: it follows what an assignment follows from, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.author import report_cache
from grader.author.report_cache import VerificationCache
from tests.small_courses import Small

CALLS = "yield call(1.5)\nyield call(1.25, hidden=True)"
IDS = ("small", "other")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    small = Small("small", "def f(x):\n    return 2 * x\n", "@hw.exercise(points=10)", CALLS)
    small.write(tmp_path)
    other = tmp_path / "assignments" / "other"
    other.mkdir()
    checks = (tmp_path / "assignments/small/checks.py").read_text()
    (other / "checks.py").write_text(checks.replace("def f(", "def g("))
    (tmp_path / "reference/other.py").write_text(
        "from reference import common\n\n\ndef g(x):\n    return x\n"
    )
    (tmp_path / "reference/common.py").write_text("from . import deep\n")
    (tmp_path / "reference/deep.py").write_text("FACTOR = 2\n")
    (tmp_path / "reference/unused.py").write_text("FACTOR = 2\n")
    return tmp_path


def stamps(course: Path) -> dict[str, str]:
    cache = VerificationCache(course, ())
    return {id: cache.stamp(id) for id in IDS}


@pytest.mark.parametrize(
    ("path", "anew"),
    [
        ("assignments/small/checks.py", {"small"}),
        ("assignments/small/data.csv", {"small"}),
        ("reference/small.py", {"small"}),
        ("reference/other.py", {"other"}),
        ("reference/common.py", {"other"}),
        ("reference/deep.py", {"other"}),
        ("reference/unused.py", set()),
        ("assignments/conventions.toml", {"small", "other"}),
    ],
)
def test_an_edit_is_noticed_by_what_follows_from_it(path, anew, course):
    before = stamps(course)
    with (course / path).open("a") as file:
        file.write("# edited\n")
    after = stamps(course)
    assert {id for id in IDS if before[id] != after[id]} == anew


def test_a_new_package_is_noticed(course, monkeypatch):
    before = stamps(course)
    installed = report_cache.packages()
    assert "numpy" in {name.lower() for name, _ in installed}
    monkeypatch.setattr(report_cache, "packages", lambda: [*installed, ("pandas", "2.2")])
    assert all(before[id] != stamp for id, stamp in stamps(course).items())


def test_a_namesake_is_noticed_by_both(course):
    before = stamps(course)
    path = course / "assignments/other/checks.py"
    path.write_text(path.read_text().replace("def g(", "def f("))
    assert all(before[id] != stamp for id, stamp in stamps(course).items())
