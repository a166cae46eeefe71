"""Assignments broken on purpose, each by one edit of a sound one: every defect is found, at its file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.author import mutation
from grader.author.scaffold import begin
from grader.author.verify import verify_one

ID = "vectors"
CHECKS, REFERENCE = f"assignments/{ID}/checks.py", f"reference/{ID}.py"


@dataclass(frozen=True)
class Broken:
    """One edit, and where and how verifying must complain."""

    name: str
    old: str
    new: str
    where: str  # text of the line that must be named
    message: str
    file: str = CHECKS
    level: str = "error"


def judged(body: str) -> str:
    return f"""def judge(value, x):
    {body}


@hw.exercise(points=50, returns="unit", seconds=0.9, judge=judge)"""


EXERCISE = '@hw.exercise(points=50, returns="unit", seconds=0.9)'

DEFECTS = [
    Broken(
        "stale_mistake",
        '"np.sqrt(np.sum(x**2))", "np.sum(np.abs',
        '"np.sqrt(np.sum(x ** 2))", "np.sum(np.abs',
        "x ** 2",
        "nearest is line",
    ),
    Broken(
        "ambiguous_edit",
        '@mistake("np.sum(x**2)",',
        '@mistake("x",',
        '@mistake("x",',
        "take more of its line",
    ),
    Broken(
        "edit_that_does_not_parse",
        '"np.sum(x**2)", "You divided by the squared length; take its root."',
        '"np.sum(x**2", "You divided by the squared length; take its root."',
        '"np.sum(x**2", "You',
        "no longer compiles",
    ),
    Broken(
        "indistinguishable_pair",
        '"np.mean(x**2)", "The squares are averaged; the length adds them up."',
        '"np.sum(np.abs(x)) ** 2", "The sum of magnitudes is squared again."',
        "The sum of magnitudes is squared again",
        "no case tells this mistake",
    ),
    Broken(
        "mistake_without_effect",
        '"np.sum(np.abs(x))", "You divided by the sum of magnitudes, not the length."',
        '"np.sqrt(np.sum(x * x))", "You multiplied x by itself."',
        "You multiplied x by itself",
        "costs no points",
    ),
    Broken(
        "tolerance_too_loose",
        EXERCISE,
        '@hw.exercise(points=50, returns="unit", seconds=0.9, rtol=3.0)',
        "rtol=3.0",
        "narrower rtol",
    ),
    Broken(
        "tolerance_too_tight",
        '@variant("np.sqrt(np.sum(x**2))", "np.linalg.norm(x)")',
        '@variant("np.sqrt(np.sum(x**2))", "np.float32(np.linalg.norm(x)) * (1 + 3e-5)")',
        "3e-5",
        "widen rtol",
    ),
    Broken(
        "share_of_no_key",
        EXERCISE,
        EXERCISE.replace("seconds=", 'shares=("dW*",), seconds='),
        "shares=",
        "fits no key; there are: none",
    ),
    Broken("points_off", EXERCISE, EXERCISE.replace("50", "40"), "", "points add up to 90, not 100"),
    Broken(
        "negative_points",
        EXERCISE,
        EXERCISE.replace("50", "-50"),
        EXERCISE.replace("50", "-50"),
        "give it 0 or more",
    ),
    Broken(
        "hint_that_leaks",
        "How long is the vector? What happens to its length when every entry is divided by it?",
        "Take np.sqrt(np.sum(x**2)) and divide by it.",
        "Take np.sqrt",
        "quotes the reference",
    ),
    Broken(
        "message_that_leaks",
        "You divided by the squared length; take its root.",
        "It should be length = np.sqrt(np.sum(x**2)).",
        "It should be length",
        "quotes the reference",
    ),
    Broken(
        "unseeded_reference",
        "    unit = x / length\n",
        "    unit = x / length * (1 + np.random.default_rng().normal())\n",
        "def normalize",
        "not the same twice",
        file=REFERENCE,
    ),
    Broken(
        "unseeded_inputs",
        "yield call(rng.normal(size=3))",
        "yield call(np.random.default_rng().normal(size=3))",
        EXERCISE,
        "others whenever the checks are loaded",
    ),
    Broken(
        "judge_that_cannot_fail",
        EXERCISE,
        judged("return None"),
        "judge=judge",
        "only a right value may be accepted",
    ),
    Broken(
        "judge_that_raises",
        EXERCISE,
        judged(
            'return None if np.allclose(value @ value, 1) and value.shape == x.shape else "Not of length 1."'
        ),
        "judge=judge",
        "raises",
    ),
    Broken(
        "judge_that_refuses_the_reference",
        EXERCISE,
        judged('return "Never."'),
        "judge=judge",
        "refuses the reference",
    ),
    Broken(
        "no_hidden_case",
        "yield call(rng.normal(size=5), hidden=True)",
        "yield call(rng.normal(size=5))",
        EXERCISE,
        "no case is hidden",
    ),
    Broken(
        "no_public_case",
        "    yield call(np.array([1.0, 2.0]), np.array([2.0, -0.5]))\n",
        "",
        '@hw.exercise(points=50, returns="c"',
        "every case is hidden",
    ),
    Broken(
        "zeros_are_right_in_a_case",
        "yield call(np.array([1.0, 2.0]), np.array([2.0, -0.5]))",
        "yield call(np.array([1.0, 2.0]), np.array([2.0, -1.0]))",
        '@hw.exercise(points=50, returns="c"',
        "the number 0 and zeros earn 100% of case 1",
    ),
    Broken(
        "echo_is_right_in_a_case",
        "call(np.array([3.0, -4.0]))",
        "call(np.array([0.6, -0.8]))",
        EXERCISE,
        "its argument x earns",
    ),
    Broken(
        "forgotten_need",
        ', needs=["normalize"]',
        "",
        '@hw.exercise(points=50, returns="c"',
        "add it to needs=",
    ),
    Broken("unknown_need", 'needs=["normalize"]', 'needs=["normalize", "dot"]', "needs=", "is no exercise"),
    Broken(
        "circle_of_needs",
        EXERCISE,
        '@hw.exercise(points=50, returns="unit", seconds=0.9, needs=["cosine"])',
        'needs=["cosine"]',
        "needs itself",
    ),
    Broken(
        "parts_that_are_not_there",
        EXERCISE,
        EXERCISE.replace('"unit"', '("unit", "length")'),
        'returns=("unit"',
        "name its parts",
    ),
    Broken(
        "call_that_does_not_fit",
        "call(rng.normal(size=3))",
        "call(rng.normal(size=3), scale=2)",
        EXERCISE,
        "does not fit the reference",
    ),
    Broken(
        "misspelled_function",
        "def cosine(rng)",
        "def cosinus(rng)",
        '@hw.exercise(points=50, returns="c"',
        "did you mean 'cosine'?",
    ),
    Broken("syntax_error", "hw = Assignment(", "hw = = Assignment(", "hw = =", "does not parse"),
    Broken(
        "no_hint",
        '@hint("How long is the vector? What happens to its length when every entry is divided by it?")\n',
        "",
        EXERCISE,
        "there is no hint",
    ),
    Broken(
        "object_as_argument",
        "call(np.array([3.0, -4.0]))",
        "call(np.array([3, None], dtype=object))",
        EXERCISE,
        "give plain data",
    ),
    Broken(
        "reference_that_raises",
        "    length = np.sqrt(np.sum(x**2))\n",
        '    if len(x) == 5:\n        raise ValueError("five")\n    length = np.sqrt(np.sum(x**2))\n',
        EXERCISE,
        "the reference fails case 3 of normalize: ValueError: five",
        file=REFERENCE,
    ),
    Broken(
        "contradicting_fixture",
        '@hint("Only directions count, not lengths: what can you call first?")',
        '@invariant(lambda x, y: None if np.allclose(np.linalg.norm(y), 1) else "y is no unit vector")',
        "y is no unit vector",
        "contradict each other: y is no unit vector",
    ),
    Broken(
        "order_by_hash",
        "yield call(rng.normal(size=3))",
        'yield call(np.array([float(len(w)) for w in {"a", "bb", "ccc", "dddd"}]))',
        EXERCISE,
        "no set or id() may decide their order",
    ),
    Broken(
        "mistake_found_by_no_fresh_case",
        "    yield call(np.array([3.0, -4.0]))\n    yield call(rng.normal(size=3))\n"
        "    # Hidden cases are drawn from the course's secret, so that nobody can write their answers down.\n"
        "    yield call(rng.normal(size=5), hidden=True)\n",
        "    yield call(np.array([0.0, -4.0]))\n    yield call(np.array([0.0, 1.0]), hidden=True)\n"
        "    yield call(rng.normal(size=5) * 0 + np.arange(5.0), hidden=True)\n",
        EXERCISE,
        "earns 100% of",
    ),
    Broken(
        "mistake_near_the_tolerance",
        '"np.mean(x**2)", "The squares are averaged; the length adds them up."',
        '"np.sum(x**2) * (1 + 6e-5)", "The length is a little too long."',
        "The length is a little too long",
        "fails by",
        level="warning",
    ),
    Broken(
        "stale_equivalent",
        EXERCISE,
        f'{EXERCISE}\n@equivalent("np.exp(x)", "It is not there.")',
        "It is not there",
        "must occur once",
    ),
    Broken(
        "twice_the_same_sentence",
        "second vector keeps",
        "first vector keeps",
        "first vector keeps its length",
        "say what is different",
        level="warning",
    ),
]


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """The assignment that `grader new` makes, with a little more of the vocabulary at hand."""
    begin(tmp_path, ID)
    edit(tmp_path / CHECKS, "import Assignment, call, hint, mistake, variant", f"import {WORDS}")
    edit(tmp_path / CHECKS, '@hw.exercise(points=50, returns="unit")', EXERCISE)
    return tmp_path


WORDS = "Assignment, call, equivalent, hint, invariant, mistake, variant"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
    path.write_text(text.replace(old, new))


def test_sound_as_it_stands(sound):
    report = verify_one(sound, ID)
    assert not report.errors
    assert not report.warnings
    assert report.mutants["killed"] > 20


def test_mutants_that_were_not_run_count_as_survivors(sound, monkeypatch):
    monkeypatch.setattr(mutation, "SECONDS", 0.0)
    report = verify_one(sound, ID)
    assert report.mutants["not_run"] > 20
    assert not report.mutants["killed"]
    [error] = report.errors
    assert "the cases kill 0.0% of" in error.message
    assert "could not be run in time" in error.message


def test_a_mutant_without_time_for_further_inputs_is_tried_on_some_all_the_same(sound, monkeypatch):
    monkeypatch.setattr(mutation, "EXTRA_SECONDS", 0.0)
    scores = verify_one(sound, ID).mutation
    reasons = [equivalent["reason"] for score in scores for equivalent in score["equivalents"]]
    assert reasons
    assert set(reasons) == {f"the same on {mutation.FEWEST} further inputs"}


def test_an_equivalent_keeps_its_authors_reason(sound):
    edit(sound / CHECKS, EXERCISE, f'{EXERCISE}\n@equivalent("unit = x / length", "A vector has one axis.")')
    [normalize, _] = verify_one(sound, ID).mutation
    assert "A vector has one axis." in {equivalent["reason"] for equivalent in normalize["equivalents"]}


@pytest.mark.parametrize("broken", DEFECTS, ids=lambda broken: broken.name)
def test_defect_is_found_at_its_line(sound, broken):
    edit(sound / broken.file, broken.old, broken.new)
    report = verify_one(sound, ID)
    findings = [
        finding
        for finding in report.findings
        if finding.level == broken.level and broken.message in finding.message
    ]
    assert findings, [(finding.place, finding.message) for finding in (*report.errors, *report.warnings)]
    assert findings[0].path in {CHECKS, REFERENCE}
    if broken.where:
        named = (sound / findings[0].path).read_text().splitlines()[findings[0].line - 1]
        near = (
            (sound / findings[0].path).read_text().splitlines()[findings[0].line - 1 : findings[0].line + 2]
        )
        assert any(broken.where in line for line in near), named


def test_there_are_enough_defects():
    assert len([broken for broken in DEFECTS if broken.level == "error"]) >= 20
