"""What `grader new` writes. Each text is a lesson: it works as it stands, and its comments say how to go on."""

from __future__ import annotations

REFERENCE = '''"""The author's solution of NAME: what a careful student would hand in.

Expected values are never written down: they come from here. Students get the heads and docstrings of these
functions, and everything else in this module as it is.
"""

import numpy as np


def normalize(x):
    """Scale a vector to length 1.

    Arguments:
    x -- a vector, shape (n,)

    Returns:
    unit -- x divided by its length, shape (n,)
    """
    length = np.sqrt(np.sum(x**2))
    unit = x / length
    return unit


def cosine(x, y):
    """Compute the cosine of the angle between two vectors.

    Arguments:
    x, y -- vectors, shape (n,)

    Returns:
    c -- the cosine, a number
    """
    c = np.sum(normalize(x) * normalize(y))
    return c
'''

CHECKS = '''"""The rubric of `NAME`, as code. `grader verify NAME` proves it."""

import numpy as np

from grader import Assignment, call, hint, mistake, variant

# The points of all exercises add up to 100; for another total say Assignment(..., points=40).
hw = Assignment("TITLE")


# An exercise is one function of the student's: its name is the function's, its docstring the title in reports.
# `returns` names the result, so that messages say "unit[2] is 0.31, expected 0.62".
@hw.exercise(points=50, returns="unit")
# Hints are shown, one after the other, to whoever asks for help. They lead; they never quote the reference.
@hint("How long is the vector? What happens to its length when every entry is divided by it?")
# A mistake is an edit of the reference: `old` must occur exactly once in its function. It serves twice: a
# student whose values are exactly those of the mistake reads its sentence, and `grader verify` proves that the
# calls below can tell it from the right answer and from every other mistake.
@mistake("np.sqrt(np.sum(x**2))", "np.sum(x**2)", "You divided by the squared length; take its root.")
@mistake("np.sqrt(np.sum(x**2))", "np.sum(np.abs(x))", "You divided by the sum of magnitudes, not the length.")
@mistake("np.sum(x**2)", "np.mean(x**2)", "The squares are averaged; the length adds them up.")
# A variant is right in another way and must earn every point: it shows that the tolerance is wide enough.
@variant("np.sqrt(np.sum(x**2))", "np.linalg.norm(x)")
@variant("x / length", "np.array([entry / length for entry in x])")
def normalize(rng):
    """Scales a vector to length 1."""
    # Every call is one case. `rng` is seeded: of public cases every machine draws the same.
    yield call(np.array([3.0, -4.0]))
    yield call(rng.normal(size=3))
    # Hidden cases are drawn from the course's secret, so that nobody can write their answers down.
    yield call(rng.normal(size=5), hidden=True)


# `needs` names the exercises that the function calls: a wrong normalize then costs its own points only.
@hw.exercise(points=50, returns="c", needs=["normalize"])
@hint("Only directions count, not lengths: what can you call first?")
@hint("The scalar product of two vectors multiplies entry by entry and adds up.")
@mistake("normalize(x) * normalize(y)", "x * y", "The lengths still count: normalize both vectors first.")
@mistake("* normalize(y)", "* y", "The second vector keeps its length: normalize it, too.", name="second_kept")
@mistake("normalize(x) *", "x *", "The first vector keeps its length: normalize it, too.", name="first_kept")
@variant("np.sum(normalize(x) * normalize(y))", "np.dot(x, y) / (np.linalg.norm(x) * np.linalg.norm(y))")
def cosine(rng):
    """Measures the angle between two vectors."""
    yield call(np.array([1.0, 2.0]), np.array([2.0, -0.5]))
    yield call(rng.normal(size=4), rng.normal(size=4), hidden=True)
    yield call(rng.normal(size=3), rng.normal(size=3), hidden=True)
'''

BRIEF = """# TITLE

What this is about, in a paragraph.

### `normalize(x)` — 50 points

Divides the vector $x$ by its length $\\sqrt{x_1^2 + \\dots + x_n^2}$. For $(3, -4)$ the result is $(0.6, -0.8)$.

### `cosine(x, y)` — 50 points

Returns the cosine of the angle between $x$ and $y$: the scalar product of the normalized vectors.
"""

COURSE_REFERENCE = '"""The reference solutions, one module an assignment."""\n'

WORKFLOW = """# Proves every assignment sound on every commit.
name: assignments

on:
  push:
  pull_request:

permissions:
  contents: read

env:
  # What pip installs the grader from: it is on no package index. INSTALLED_HINT
  GRADER: "INSTALLED_FROM"

jobs:
  verify:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        include:
          - { python: "3.11", numpy: "numpy==1.26.*" } # the oldest that is supported
          - { python: "3.13", numpy: "numpy" } # the newest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{ matrix.python }}
      - run: pip install "$GRADER" "${{ matrix.numpy }}"
      - uses: actions/cache@v4 # what has not changed is not verified again
        with:
          path: .grader
          key: grader-${{ matrix.python }}-${{ github.sha }}
          restore-keys: grader-${{ matrix.python }}-
      - run: grader verify --junit verify.xml --json verify.json
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: verify-${{ matrix.python }}
          path: verify.*
"""

IGNORED = ".grader/\n__pycache__/\nout/\n"
