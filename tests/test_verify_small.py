"""What students would win or lose in small courses: `verify` says so in one line, or the course works."""

# ruff: noqa: E501 - a small course is read line by line
from __future__ import annotations

from dataclasses import replace

import pytest

from grader.author.findings import Level
from grader.author.output.terminal import lines
from grader.author.verify import verify_one
from grader.student.release.starter import starter
from tests.small_courses import ID, Small, graded, score, verified

ECHO = Small(
    "echo",
    'def f(x):\n    """Double.\n\n    x -- array\n    """\n    return 2 * x + 1.5, x\n',
    '@hw.exercise(points=10, returns=("y", "cache"))\n@hint("Twice.")\n@mistake("2 * x", "3 * x", "thrice")',
    "yield call(rng.normal(size=3))\nyield call(rng.normal(size=4), hidden=True)",
    (
        'cache is its argument x in every case, which earns 50% without any work: give it no weight, as in returns={"y": 1, "cache": 0}',
    ),
)
GIVEN = ECHO.decorators.replace('("y", "cache")', '{"y": 1, "cache": 0}')
CONVOLUTION = ECHO.but(
    "echo_in_a_tuple",
    reference=(
        'def f(x, W, settings):\n    """Filter."""\n    z = np.convolve(x, W, settings["mode"])\n'
        "    return z, (x, W, settings)\n"
    ).replace("def f", "import numpy as np\n\n\ndef f"),
    decorators='@hw.exercise(points=10, returns=("z", "cache"))\n@hint("Slide.")\n@mistake("np.convolve(x, W,", "np.convolve(W, W,", "W")',
    calls='for hidden in (False, True):\n    yield call(rng.normal(size=5), rng.normal(size=2), {"mode": "valid"}, hidden=hidden)',
    messages=("cache is made of its argument x, its argument W and its argument settings in every case",),
)
SHARES = ECHO.but(
    "echo_in_a_share",
    reference='import numpy as np\n\n\ndef f(n):\n    """Start."""\n    return {"W": np.arange(n) + 0.5, "b": np.zeros((n, 1))}\n',
    decorators=(
        '@hw.exercise(points=10, returns="p", shares=("W", "b"))\n@hint("Count.")\n'
        '@mistake("np.arange(n) + 0.5", "np.arange(n) - 0.5", "W")'
    ),
    calls="yield call(3)\nyield call(4, hidden=True)\nyield call(2, hidden=True)",
    messages=("what fits shares='b' is made of zeros in every case: leave it out of shares=",),
)
NORMAL = 'import numpy as np\n\n\ndef f(n):\n    """Draw."""\n    return np.random.randn(n) * 3.0 + 5.0\n'
JUDGE = """def j(value, n):
    if not isinstance(value, np.ndarray) or value.shape != (n,) or value.dtype.kind != "f":
        return "an array of n numbers is expected"
    if not np.all(np.isfinite(value)) or len(set(value.tolist())) < n:
        return "n different finite numbers are expected"
"""
MOMENTS = '    if abs(value.mean() - 5) > 1.5 or not 2 < value.std() < 4:\n        return "another law"\n'
ORDER = '    if abs(np.corrcoef(value[1:], value[:-1])[0, 1]) > 0.7:\n        return "they are in order"\n'
DRAWN = '@hw.exercise(points=10, returns="z", judge=j)\n@hint("randn")\n@mistake("np.random.randn(n)", "np.zeros(n)", "zeros")'
CONFIRMED = '@equivalent("np.random.randn(n) * 3.0 + 5.0", "The judge leaves the moments some room.")\n'
HOLLOW = Small(
    "hollow",
    NORMAL,
    DRAWN,
    "yield call(50)\nyield call(70, hidden=True)",
    (
        "in place of random values, the judge accepts the same values sorted, numbers at equal distances and the same "
        "values three times as far apart in every case",
        "the judge of f accepts 22 mutants whose values differ",
    ),
    before=JUDGE,
    judged="22 accepted by judges, 0 equivalent",
)
SPLIT = Small(
    "judgeparts",
    'import numpy as np\n\n\ndef f(x):\n    """Split."""\n    a = np.random.normal()\n    return a, x - a\n',
    '@hw.exercise(points=10, returns=("a", "b"), judge=j)\n@hint("Twice.")\n@mistake("x - a", "x + a", "added")',
    "yield call(1.5)\nyield call(2.5, hidden=True)",
    ("the judge of f accepts 3 mutants whose values differ",),
    {
        "import numpy as np\ndef f(x):\n    a = np.random.normal()\n    return a, 17.0\n": 0.0,
        "import random\ndef f(x):\n    return random.random(), 17.0\n": 0.0,
    },
    before="""def j(value, x):
    try:
        a, b = map(float, value)
    except (TypeError, ValueError):
        return "two numbers are expected"
    return None if abs(a + b - x) < 1e-9 and abs(a) > 1e-3 and abs(b) > 1e-3 and a != b else f"the sum is {a + b}"
""",
)
VOCABULARY = Small(
    "vocab",
    'def f(text):\n    """List words."""\n    words = text.lower().split()\n    return set(words), len(words)\n',
    '@hw.exercise(points=10, returns=("vocab", "n"))\n@hint("split")\n@mistake("len(words)", "len(set(words))", "Repeated.")',
    'yield call("the cat saw the dog")\nyield call("A rose is a rose is a rose", hidden=True)',
    (
        "the reference answers case 1 of f with a set, which cannot be compared: return sorted(...) of it, which is a list",
    ),
)
PREDICATE = Small(
    "predicate",
    'def f(word):\n    """Say whether a word is a palindrome."""\n    return word == word[::-1]\n',
    '@hw.exercise(points=10, returns="answer")\n@hint("backwards")\n@mistake("word[::-1]", "word[:1]", "first")',
    'yield call("anna")\nyield call("otter")\nyield call("rotor", hidden=True)\nyield call("grader", hidden=True)',
    scores={
        "def f(word):\n    return True\n": 0.0,
        "def f(word):\n    return word[0] == word[-1]\n": 10.0,
        "def f(word):\n    return word[0] == word[-1] and word[1] != 'o'\n": 2.0,
    },
)
EDGE = Small(
    "edge",
    'def f(xs):\n    """Sum."""\n    total = 0\n    for x in xs:\n        total += x * x\n    return total\n',
    '@hw.exercise(points=10, returns="total")\n@hint("Square.")\n@mistake("x * x", "x + x", "doubled")',
    "yield call([1.5, 2.5])\nyield call([])\nyield call([2.5, 3.5, 1.0], hidden=True)",
    ("the number 0 and zeros earn 100% of case 2: choose arguments whose answer is another",),
    {"def f(xs):\n    return sum(x * x for x in xs)\n": 10.0, "def f(xs):\n    return 0\n": 1.0},
)
GATHERED = Small(
    "varlen",
    'def f(*xs):\n    """Count."""\n    return 2.5 * len(xs)\n',
    '@hw.exercise(points=10, returns="n")\n@hint("len")\n@mistake("2.5 * len", "3.5 * len", "factor")',
    "yield call(1.5, 2.5, 3.5)\nyield call(1.5, 2.25, 3.0, 8.0, hidden=True)",
    scores={"def f(*xs):\n    return 2.5\n": 0.0, "def f(*numbers):\n    return 2.5 * len(numbers)\n": 10.0},
)
INNER = Small(
    "nonlocal",
    'def f(beta, gs):\n    """Average."""\n    v = 0.0\n\n    def step(g):\n        nonlocal v\n'
    "        v = beta * v + (1 - beta) * g\n        return v\n\n    return [step(g) for g in gs]\n",
    '@hw.exercise(points=10, returns="vs")\n@hint("nonlocal")\n@mistake("(1 - beta) * g", "g", "Weight.")',
    "yield call(0.9, [1.5, 2.5, -1.0])\nyield call(0.7, [3.5, 2.5, -1.7], hidden=True)",
)
PRINTS = Small(
    "printsimport",
    'print("loading")\n\n\ndef f(x):\n    """Double."""\n    return 2 * x + 0.5\n',
    '@hw.exercise(points=10, returns="y")\n@hint("Twice.")\n@mistake("2 * x", "3 * x", "3")',
    "yield call(1.5)\nyield call(1.25, hidden=True)",
)

COURSES = [
    ECHO,
    ECHO.but(
        "echo_without_weight",
        decorators=GIVEN,
        messages=(),
        scores={
            "def f(x):\n    return None, x\n": 0.0,
            "def f(x):\n    return 2 * x + 1.5, None\n": 5.0,
            "def f(x):\n    return 2 * x + 1.5, x\n": 10.0,
        },
    ),
    CONVOLUTION,
    SHARES,
    HOLLOW,
    HOLLOW.but(
        "hollow_in_order",
        before=JUDGE + MOMENTS,
        decorators=CONFIRMED + DRAWN,
        messages=("the judge accepts the same values sorted in every case",),
        judged="accepted by judges",
    ),
    HOLLOW.but(
        "judge_of_a_law",
        before=JUDGE + MOMENTS + ORDER,
        decorators=CONFIRMED + DRAWN,
        messages=(),
        judged="accepted",
    ),
    SPLIT,
    SPLIT.but(
        "judgekeys",
        reference=SPLIT.reference.replace("return a, x - a", 'return {"a": a, "b": x - a}'),
        decorators=SPLIT.decorators.replace('("a", "b")', '"pair", shares=("a", "b")'),
        before=SPLIT.before.replace("map(float, value)", 'float(value["a"]), float(value["b"])').replace(
            "ValueError", "ValueError, KeyError, IndexError"
        ),
        messages=("the judge of f accepts",),
        scores={
            "import numpy as np\ndef f(x):\n    return {'a': np.random.normal(), 'b': 17.0}\n": 0.0,
            "def f(x):\n    return {'a': x + 1.5, 'b': -1.5}\n": 10.0,
        },
    ),
    VOCABULARY,
    VOCABULARY.but(
        "set_within",
        reference=VOCABULARY.reference.replace(
            "set(words), len(words)", '{"words": frozenset(words)}, len(words)'
        ),
        messages=("case 1 of f with a frozenset, which cannot be compared: return sorted(...)",),
    ),
    VOCABULARY.but(
        "sorted_set",
        reference=VOCABULARY.reference.replace("set(words), len(words)", "sorted(set(words)), len(words)"),
        calls=VOCABULARY.calls + '\nyield call("no word is as no other", hidden=True)',
        messages=(),
        scores={"def f(text):\n    ws = text.lower().split()\n    return sorted({*ws}), len(ws)\n": 10.0},
    ),
    PREDICATE,
    PREDICATE.but(
        "mostly_true",
        calls=PREDICATE.calls
        + '\nfor word in ("level", "noon", "refer"):\n    yield call(word, hidden=True)',
        messages=("one answer is right for 74% of the points: yield more calls whose answer is the other",),
        scores={},
    ),
    PREDICATE.but(
        "truth_of_numpy",
        reference='import numpy as np\n\n\ndef f(word):\n    """Say."""\n    return np.bool_(word == word[::-1])\n',
        scores={
            "def f(word):\n    return False\n": 0.0,
            "def f(word):\n    return word == word[::-1]\n": 10.0,
        },
    ),
    EDGE,
    EDGE.but("edge_that_is_meant", calls=EDGE.calls.replace("call([])", "call([], edge=True)"), messages=()),
    EDGE.but(
        "edges_that_weigh_too_much",
        calls=EDGE.calls + "\nyield call([], edge=True, hidden=True)",
        messages=(
            "the number 0 and zeros earn 100% of case 2",
            "trivial answers earn 40% of the points by calls with edge=True",
        ),
        scores={},
    ),
    GATHERED,
    GATHERED.but(
        "gathers_the_rest",
        reference='def f(a, *xs, scale):\n    """Count."""\n    return scale * len(xs) + a\n',
        decorators=GATHERED.decorators.replace('"2.5 * len", "3.5 * len"', '"scale * len", "len"'),
        calls="yield call(1.5, 2.5, 3.5, scale=0.3)\nyield call(1.7, 2.25, 3.0, 8.0, scale=0.7, hidden=True)",
        scores={"def f(first, *rest, scale):\n    return first + scale * len(rest)\n": 10.0},
    ),
    GATHERED.but(
        "gathers_names",
        reference='def f(**sizes):\n    """Add."""\n    return 2.5 * sum(sizes.values())\n',
        decorators=GATHERED.decorators.replace("2.5 * len", "2.5 * sum").replace("3.5 * len", "3.5 * sum"),
        calls="yield call(a=1.5, b=2.5)\nyield call(a=1.5, c=2.25, d=3.0, hidden=True)",
        scores={"def f(**s):\n    return 2.5 * sum(s.values())\n": 10.0},
    ),
    GATHERED.but(
        "gathers_all",
        reference='def f(*xs, **sizes):\n    """Count."""\n    return 2.5 * len(xs)\n',
        messages=(
            "a call of f does not fit the reference: it gathers arguments of both kinds, with * and **",
        ),
        scores={},
    ),
    INNER,
    INNER.but(
        "closure_over_a_loop",
        reference='def f(beta, gs):\n    """Average."""\n    total = 0.0\n\n    def add(g, factor=beta):\n'
        "        nonlocal total\n        total += factor * g\n\n    for g in gs:\n        add(g)\n    return total\n",
        decorators=INNER.decorators.replace("(1 - beta) * g", "factor * g"),
    ),
    INNER.but(
        "recursion",
        reference='def f(beta, gs):\n    """Average."""\n\n    def fold(rest):\n'
        "        return beta * fold(rest[1:]) + rest[0] if rest else 0.5\n\n    return fold(gs)\n",
        decorators=INNER.decorators.replace('"(1 - beta) * g", "g"', '"+ rest[0]", "- rest[0]"'),
    ),
]


DOUBLE = PRINTS.but("double", reference=PRINTS.reference.replace('print("loading")\n\n\n', ""))


def after(course: Small, name: str, message: str, *changes: tuple[str, str, str]) -> Small:
    """Return a neighbour with parts of its texts exchanged, and the one thing to be said of it."""
    for place, old, new in changes:
        text = getattr(course, place)
        assert old in text
        course = course.but(name, **{place: text.replace(old, new, 1)})
    return course.but(name, messages=(message,))


FAULTS = [
    after(
        DOUBLE, "nan", "NaN is never right: choose arguments", ("calls", "call(1.5)", 'call(float("nan"))')
    ),
    after(
        DOUBLE,
        "nan_in_an_array",
        "its own answer to case 2 is not right",
        ("reference", "def f", "import numpy as np\n\n\ndef f"),
        ("reference", "2 * x", "2 * np.log([x - 1.3, x])"),
        ("decorators", "2 * x", "2 * np.log"),
        ("decorators", "3 * x", "3 * np.log"),
    ),
    after(
        DOUBLE,
        "mutable_default",
        "the reference changes the default of before, which all calls share: say before=None",
        ("reference", "f(x)", "f(x, before=[])"),
        ("reference", "    return", "    before.append(x)\n    return len(before) +"),
    ),
    after(
        DOUBLE,
        "default_dictionary",
        "changes the default of before",
        ("reference", "f(x)", "f(x, before={})"),
        ("reference", "    return", "    before[x] = x\n    return len(before) +"),
    ),
    after(DOUBLE, "needs_itself", "f needs itself, through f", ("decorators", "10,", '10, needs=["f"],')),
    after(
        DOUBLE,
        "needs_nobody",
        "needs='g' is no exercise; there are: f",
        ("decorators", "10,", '10, needs=["g"],'),
    ),
    after(
        DOUBLE,
        "needs_a_text",
        'needs takes a list of names: needs=["f"]',
        ("decorators", "10,", '10, needs="f",'),
    ),
    after(
        DOUBLE, "misspelt_setting", "did you mean 'returns'? There are: ", ("decorators", "returns", "retuns")
    ),
    after(
        DOUBLE,
        "misspelt_of_a_call",
        "of call's own settings, hidden is like it",
        ("calls", "hidden", "hiden"),
    ),
    after(
        DOUBLE, "misspelt_of_a_mistake", "did you mean 'name'?", ("decorators", '"3")', '"3", nam="three")')
    ),
    after(
        DOUBLE,
        "slow",
        "a call may take 0.2 s: make its largest case smaller, or say seconds=",
        ("reference", "    return", "    while x:\n        pass\n    return"),
        ("decorators", "10,", "10, seconds=0.2,"),
    ),
    after(
        DOUBLE,
        "nothing_yielded",
        "f yields no calls: write `yield` before call(...)",
        ("calls", "yield call(1.5)\nyield ", ""),
    ),
    after(
        DOUBLE,
        "returned",
        "f yields a float; it must yield calls",
        ("calls", "yield call(1.5)\nyield call(1.25, hidden=True)", "return [1.5, call(2.5)]"),
    ),
    after(
        DOUBLE, "yielded_tuple", "f yields a tuple; it must yield calls", ("calls", "call(1.5)", "(1.5, 2)")
    ),
    after(
        ECHO.but("echo", decorators=GIVEN),
        "changed_argument",
        "the reference changes its argument x, and only what is returned is compared: let it work on a copy",
        ("reference", "    return 2 * x", "    x *= 0.5\n    return 2 * x"),
    ),
    after(
        DOUBLE,
        "nothing_returned",
        "the reference returns nothing, and changes x; only what is returned is compared: return it",
        ("reference", "return 2 * x + 0.5", "x.append(2 * x[0])"),
        ("calls", "1.5", "[1.5]"),
        ("calls", "1.25", "[1.25]"),
    ),
    after(
        DOUBLE,
        "lambda",
        "a variant is an edit, or a function with a name",
        ("decorators", "@hint", "@variant(lambda x: x + x + 0.5)\n@hint"),
    ),
    after(
        DOUBLE,
        "mistaken_lambda",
        "a mistake is an edit, or a function with a name",
        ("decorators", '"2 * x", "3 * x"', "lambda x: x"),
    ),
    after(
        DOUBLE,
        "docstring",
        "occurs 2 times, its docstring included: take more of its line into the edit",
        ("reference", "Double.", "Return 2 * x and a half."),
    ),
    after(
        DOUBLE,
        "given_nothing",
        "given='helper' is no function or class of the reference",
        ("before", "", 'hw.given = ("helper",)'),
    ),
]


@pytest.mark.parametrize("small", [*COURSES, *FAULTS], ids=lambda small: small.name)
def test_verdict_and_marks(small, tmp_path):
    report = verified(small, tmp_path)
    findings = [*report.errors, *report.warnings]
    messages = [finding.message for finding in findings]
    assert len(messages) == len(small.messages), messages
    for message, part in zip(messages, small.messages, strict=True):
        assert part in message
    assert small.judged in next(lines(report))[0]
    if small.scores:
        with graded(tmp_path) as context:
            assert {text: score(context, text) for text in small.scores} == small.scores


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('print("loading")', 'import os\n\nos.write(1, b"loading")'),
        ("    return", '    print("called")\n    return'),
    ],
    ids=["prints", "writes", "prints_when_called"],
)
def test_a_reference_that_prints(old, new, tmp_path, capfd):
    folder = PRINTS.but("prints", reference=PRINTS.reference.replace(old, new)).write(tmp_path)
    report = verify_one(folder, ID)
    assert {finding.level for finding in report.findings} == {Level.OK}
    assert "print" not in capfd.readouterr().out


def test_two_assignments_of_the_same_functions(tmp_path):
    DOUBLE.write(tmp_path)
    for name in ("assignments/{}/checks.py", "reference/{}.py"):
        text = (tmp_path / name.format("small")).read_text()
        (tmp_path / name.format("twin")).parent.mkdir(exist_ok=True)
        (tmp_path / name.format("twin")).write_text(text)
    [warning] = verified(DOUBLE, tmp_path).warnings
    assert warning.message.startswith("twin asks for the same functions")


def test_no_helper_is_released_that_is_not_given(tmp_path):
    helpers = "class Table:\n    secret = 1\n\n\ndef double(x):\n    return 2 * x\n\n\nHALF = 0.5\n\n\n"
    small = DOUBLE.but("helped", reference=helpers + DOUBLE.reference)
    with graded(small.write(tmp_path)) as context:
        kept_back = starter(context.assignment, context.brief)
        given = starter(replace(context.assignment, given=("double",)), context.brief)
    assert "HALF = 0.5" in kept_back
    assert "Table" not in kept_back
    assert "double" not in kept_back
    assert "def double(x)" in given


def test_verify_says_the_same_with_its_memory(tmp_path):
    first = verified(VOCABULARY, tmp_path)
    assert [finding.message for finding in verify_one(tmp_path, ID).findings] == [
        finding.message for finding in first.findings
    ]
