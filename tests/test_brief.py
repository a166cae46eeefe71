"""What `verify` says of a brief, each fault at its line."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from grader.author.checks import briefs, worked_examples
from grader.author.context import VerificationContext
from grader.author.findings import Expectation
from tests.small_courses import ID, Small

CALLS = "yield call(1.5)\nyield call(1.25, hidden=True)"
COURSE = Small(
    "brief",
    'from assignments.small.tools import half, twice as double\n\n\ndef f(x, factor=2):\n    """Grow."""\n'
    "    return factor * x + half(1)\n",
    "@hw.exercise(points=10)",
    CALLS,
)
TOOLS = "def half(x):\n    return x / 2\n\n\ndef twice(x):\n    return 2 * x\n"
HEAD = "# Small\n\n### `f(x, factor=2)` — 10 points\n\n"

BRIEFS = [  # the brief, and the lines and words of what is said of it
    (HEAD, []),
    ("# Small\n\n**`f(x,\nfactor=2)`** (10 points) grows.\n", []),
    ("# Small\n\n| function | points |\n| --- | --- |\n| `f(x)`: grows | 10 |\n", []),
    ("# Small\n\nNothing.\n", [(1, "the brief says nothing of f: write `f(x, factor=2)` — 10 points")]),
    ("", [(1, "the brief says nothing of f")]),
    ("# Small\n\n### `f`\n", [(3, "the brief names f without its signature and its points")]),
    ("# Small\n\n### `f(x, factor=2)`\n", [(3, "the brief names f without its points")]),
    (HEAD.replace("=2", "=3"), [(3, "the brief says `f(x, factor=3)`, the reference takes x, factor=2")]),
    (HEAD.replace(", factor=2", ""), []),
    (HEAD.replace("10", "12"), [(3, "the brief says 12 points for f, the checks 10")]),
    (HEAD + "What this is about, in a paragraph.\n", [(5, "this is what `grader new` wrote")]),
    (HEAD + "From `tools` you import `half(x)`.\n", []),
    (
        HEAD + "Fine. `half` and `twice` come from `tools`.\n",
        [(5, "twice comes from tools, but the starter imports no")],
    ),
    (HEAD + "Else say `from tools import twice`. It has `twice` in `tools`.\n", []),
    (HEAD + "`f(2)` is `4.5`, and `f(np.array([1.0, 1 / 3]))` is about `[2.5, 1.17]`; `f(0)` is 0.5.\n", []),
    (HEAD + "Well:\n`f(2)` is `5.5`.\n", [(6, "the example 'f(2)' gives 4.5, not 5.5")]),
    (HEAD + "`f(2)` is 3.\n", [(5, "gives 4.5, not 3")]),
    (HEAD + "`f(None)` is 4.\n", [(5, "raises TypeError")]),
    (HEAD + "```python\n>>> y = f(2)\n>>> 2 * y\n9.0\n```\n", []),
    (
        HEAD + "```python\n>>> y = f(2)\n>>> 2 * y\n8.0\n```\n",
        [(7, "the example '2 * y' gives 9.0, not 8.0")],
    ),
]


@pytest.mark.parametrize(("brief", "expected"), BRIEFS)
def test_what_is_said_of_a_brief(brief, expected, tmp_path: Path):
    COURSE.write(tmp_path)
    folder = tmp_path / "assignments" / ID
    (folder / "README.md").write_text(brief)
    (folder / "tools.py").write_text(TOOLS)
    context = VerificationContext(tmp_path, ID, worker=None)  # type: ignore[arg-type]
    [exercise] = context.assignment.exercises
    checks = [
        partial(briefs.describes, context, exercise),
        *(
            partial(of, context)
            for of in (briefs.imports_agree, briefs.has_no_scaffold, worked_examples.are_true)
        ),
    ]
    findings = [
        finding
        for check in checks
        for finding in Expectation("id", "", 0, check).findings()
        if finding.message
    ]
    assert [finding.line for finding in findings] == [line for line, _ in expected]
    assert all(words in finding.message for finding, (_, words) in zip(findings, expected, strict=True)), (
        findings
    )
