"""What a statement's tree proves: which programs are plain."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from corpus.messy import clean, messy

from benchmarks.classes import MIXED, make
from grader.course import load, load_all
from grader.grading.plainness import inert, look
from grader.grading.static_analysis import analyse
from grader.submission import find, read, recognise

ROOT = Path(__file__).resolve().parents[1]
REFERENCES = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "reference").glob("[a-z]*.py"))]
FUNCTIONS = [
    ast.get_source_segment(source, node) or ""
    for source in REFERENCES
    for node in ast.parse(source).body
    if isinstance(node, ast.FunctionDef)
]


# --- most of what students hand in is plain -----------------------------------------------------------


def shares(paths: list[Path], only: str | None = None) -> tuple[float, float]:
    """Return the share of programs that lend, and of their exercises that may borrow."""
    assignments = {one.id: one for one in ([load(ROOT, only)] if only else load_all(ROOT))}
    submissions = [read(delivery) for delivery in find(paths)]
    named = [(one, recognise(one, list(assignments.values())).assignment) for one in submissions]
    programs = [(analyse(one, assignments[id]), assignments[id].exercises) for one, id in named if id]
    plain = sum(analysis.plain for analysis, _ in programs)
    sliced = sum(len(analysis.slices) for analysis, _ in programs)
    return plain / len(programs), sliced / sum(len(exercises) for _, exercises in programs)


def test_most_samples_are_plain(capsys):
    lend, borrow = shares([ROOT / "submissions"])
    with capsys.disabled():
        print(f"\nof the samples {lend:.0%} lend, of their exercises {borrow:.0%} may borrow")
    assert lend > 0.8
    assert borrow > 0.9


def test_a_class_of_right_and_wrong_solutions_is_plain(tmp_path):
    assert shares([make(tmp_path / "class", 34, 34, MIXED)], "logistic_regression") == (1, 1)


def test_a_notebook_in_a_hurry_is_as_plain_as_a_clean_one(tmp_path):
    for number, source in enumerate(REFERENCES):
        (tmp_path / f"clean{number}.ipynb").write_bytes(clean(source))
        (tmp_path / f"messy{number}.ipynb").write_bytes(messy(source))
    tidy, hurried = (shares(sorted(tmp_path.glob(f"{name}*"))) for name in ("clean", "messy"))
    assert tidy[1] > 0.8
    assert hurried[1] > 0.8


PLAIN = {
    "numbers": "def f(x):\n    return np.exp(-x) / (1 + np.exp(-x)) ** 2\n",
    "a loop": "def f(x):\n    for i in range(len(x)):\n        x[i] += 1\n    return x\n",
    "a dictionary": 'def f(p, l):\n    p["W" + str(l)] = p["W" + str(l)] - 0.1\n    return p\n',
    "an assert": "def f(x):\n    assert(x.shape == (3, 1))\n    return x\n",
    "text": 'def f(i, c):\n    print("Cost after {}: {:.6f}".format(i, c), f"{c:{i}}", "%d" % i)\n',
    "its kind": "def f(x):\n    return isinstance(x, (np.ndarray, float))\n",
    "a lambda": "f = lambda z: np.maximum(0, z)\n",
    "plotting": "import matplotlib.pyplot as plt\n",
    "annotations": "def f(x: np.ndarray, k: int = 3) -> np.ndarray:\n    return x * k\n",
    "letters": "def f(θ, Δ_b):\n    return θ - Δ_b\n",
}
ODD = {
    "a class": "class A:\n    pass\n",
    "a global": "def f():\n    global g\n    g = 1\n",
    "an attribute set": "def f(x):\n    x.shape = (1, 2)\n    return x\n",
    "an element of a global": 'def f(x):\n    G["x"] = x\n',
    "an element of an attribute": 'def f(x):\n    np.sctypeDict["f"] = x\n',
    "an underlined name": "def f(x):\n    return __builtins__\n",
    "the same in other letters": "def f(x):\n    return ＿＿builtins__\n",
    "an underlined attribute": "def f(x):\n    return x.__class__\n",
    "an attribute in other letters": "def f(x):\n    return x.ｇi_code\n",
    "eval": "def f(x):\n    return eval(x)\n",
    "eval in other letters": "def f(x):\n    return ｅval(x)\n",
    "eval under a name of its own": "eval = undefined\n\ndef f(x):\n    return eval(x)\n",
    "a format that reaches": 'def f(x):\n    return "{0.__class__}".format(x)\n',
    "a format that indexes": 'def f(x):\n    return "{0[x]}".format(x)\n',
    "a format within a format": 'def f(x):\n    return "{:{0.__class__}}".format(x)\n',
    "a format that is computed": 'def f(x):\n    return ("{0." + "__class__}").format(x)\n',
    "the method format itself": "def f(x):\n    return str.format(x, f)\n",
    "memory as it is found": "def f(x):\n    return np.empty(3)\n",
    "memory as it is found, by a type": "def f(x):\n    return np.ndarray(3)\n",
    "memory as it is found, by a mask": "def f(x):\n    return np.add(x, x, where=x > 0)\n",
    "keywords that do not show": "def f(x, k):\n    return np.add(x, x, **k)\n",
    "memory as it is found, in an annotation": "def f(x: np.ndarray(3)):\n    return x\n",
    "a type that is called": "def f(x):\n    return isinstance(x, np.ndarray((3,)))\n",
    "isinstance of its own": "def isinstance(x, kind):\n    return kind((3,))\n",
    "a module's builtins": 'def f(x):\n    from lr_utils import __builtins__ as b\n    return b["eval"](x)\n',
    "a module's way to change it": "from matplotlib.pyplot import __setattr__ as change\n",
    "NumPy a second time": "import numpy.__init__ as np\n",
    "a module's insides": "from numpy._core import arange\n",
    "names in texts": 'def f(x):\n    return np.r_["x"]\n',
    "chance": "def f(x):\n    np.random.seed()\n    return np.random.rand()\n",
    "a try": "def f(x):\n    try:\n        return x\n    except MemoryError:\n        return 0\n",
    "a pattern": "def f(x):\n    match x:\n        case object(a=b):\n            return b\n",
    "a generator": "def f(x):\n    yield x\n",
    "too much": "x = [" + "1, " * 10_000 + "]\n",
    "too deep": "x = " + "-" * 9_000 + "1\n",
}


@pytest.mark.parametrize("what", PLAIN)
def test_ordinary_statements_are_plain(what):
    assert look(PLAIN[what]).plain


@pytest.mark.parametrize("what", ODD)
def test_other_statements_are_not(what):
    assert not look(ODD[what]).plain


@pytest.mark.parametrize(
    "head",
    [
        "@d\ndef f(x):", "def f(x=g()):", "def f(x: g()):", "def f(x) -> g():", "def f(x=y):", "def f(*, x=[g()]):",
        "def ｆ(x):", "def f(x=(y:=1)):", "async def f(x):", "class f:", "if True:\n  def f(x):", "def f(x=1.):",
        "def f(x=f''):", "def f(x='{g()}'):",
    ],
)  # fmt: skip
def test_a_definition_that_does_more_than_define_belongs_to_every_key(head):
    assert not inert(f"{head}\n    return x\n") or head == "def f(x=1.):"


def test_a_definition_that_does_nothing_is_told_by_its_head():
    assert inert('def f(x, y = -1.5e-8, z=None,\n      w="relu"):\n    return x\n') == "f"
    assert inert("def f ( ) :\n    return 1\n") in {"f", ""}
    assert inert("def f(" + "x" * 50_000) == ""
    assert inert("def f(" + "x=1," * 5_000 + "=") == ""
