"""No program earns or loses anything by another that was graded before it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.course import load
from grader.course.key import answer_key
from grader.grading.analysis import Analysis
from grader.grading.cache import ResultCache
from grader.grading.equality import keys
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Result, Submission, Verdict
from grader.report import as_html, as_json
from grader.submission import extract
from grader.worker import Limits, Worker

ROOT = Path(__file__).resolve().parents[1]
RIGHT = (ROOT / "reference" / "logistic_regression.py").read_text(encoding="utf-8")
LIMITS = Limits(exercise_seconds=4, submission_seconds=4)


@pytest.fixture(scope="module")
def bench() -> Iterator[GradingContext]:
    assignment = load(ROOT, "logistic_regression")
    with Worker(LIMITS) as worker:
        yield GradingContext(assignment, answer_key(assignment, worker.observe), worker)


def graded(bench: GradingContext, name: str, source: str) -> Result:
    return grade(Submission(name, name, (Cell("a.py", source),), ""), bench)


def told(result: Result) -> tuple[str, dict[str, Any]]:
    """Return all that a student and an instructor read, but for which exercises were run."""
    return as_html(result), {key: value for key, value in as_json(result).items() if key != "reused"}


# --- what is beside a right solution spoils no other right solution -----------------------------------

SPOIL = """
def spoil(*_):
    names = globals()
    for name in ("sigmoid", "propagate", "optimize", "predict", "model"):
        names[name] = lambda *_, **__: 666.0
    return spoil

"""
SLOW = RIGHT.replace("    s = 1 / (1 + np.exp(-z))\n", "    while True:\n        s = 1 / (1 + np.exp(-z))\n")
EXPLODING = "def unrelated():\n" + "".join(
    f"{' ' * at}try: pass\n{' ' * at}finally:\n" for at in range(1, 19)
)
BESIDE = {
    "a decorator": RIGHT + SPOIL + "@spoil\ndef unrelated(*a, **k):\n    return 0\n",
    "a decorator that rebinds": RIGHT
    + "\ndef spoil(f):\n    global sigmoid\n    sigmoid = f\n    return f\n\n"
    + "@spoil\ndef unrelated(*a, **k):\n    return 666.0\n",
    "a default": RIGHT + SPOIL + "def unrelated(x=spoil()):\n    return x\n",
    "a default among others": RIGHT + SPOIL + "def unrelated(a, x=1, *, y=spoil()):\n    return x\n",
    "an annotation": RIGHT + SPOIL + "def unrelated(x: spoil()):\n    return x\n",
    "what it says it returns": RIGHT + SPOIL + "def unrelated(x) -> spoil():\n    return x\n",
    "a decorator in other letters": RIGHT + SPOIL + "@ｓpoil\ndef unrelated(x):\n    return x\n",
    "a function's name in other letters": RIGHT + "\ndef ｓigmoid(z):\n    return 666.0\n",
    "a function that takes all the time": SLOW,
    "a function that the compiler hangs on": RIGHT + EXPLODING + " " * 19 + "x = 1\n",
    "a function that fills the memory": RIGHT.replace(
        "    s = 1 / (1 + np.exp(-z))\n", "    s = 1 / (1 + np.exp(-z))\n    HELD.append(np.ones(10 ** 8))\n"
    )
    + "\nHELD = []\n",
    "another function that changes numpy": RIGHT.replace(
        "    s = 1 / (1 + np.exp(-z))\n",
        "    s = 1 / (1 + np.exp(-z))\n    np.zeros.__class__\n    np.seterr(all='raise')\n",
    ),
    "marks around nothing": RIGHT.replace(
        "    s = 1 / (1 + np.exp(-z))\n",
        "    ### START CODE HERE ###\n    ### END CODE HERE ###\n    s = 1 / (1 + np.exp(-z))\n",
    ),
}


@pytest.mark.parametrize("attack", BESIDE)
def test_right_classmates_keep_their_marks(attack, bench):
    remembering = replace(bench, cache=ResultCache())
    graded(remembering, "attacker", BESIDE[attack])
    for number in (1, 2):
        classmate = graded(remembering, "classmate", f"# by {number}\n{RIGHT}")
        assert classmate.score == 100, [(one.exercise.name, one.verdict) for one in classmate.exercises]
    assert told(classmate) == told(graded(bench, "classmate", f"# by 2\n{RIGHT}"))


def test_what_is_made_beside_the_functions_is_part_of_what_is_equal(bench):
    remembering = replace(bench, cache=ResultCache())
    sources = [
        RIGHT.replace("np.exp(-z)", "np.exp(-z * RATE)")
        + f"\ndef rate():\n    return {rate}.0\n\nRATE = rate()\nfor _ in range({times}):\n    RATE = RATE * 2\n"
        for rate, times in ((1, 0), (2, 0), (1, 1), (1, 0))
    ]
    results = [graded(remembering, f"{number}", source) for number, source in enumerate(sources)]
    assert [result.score == 100 for result in results] == [True, False, False, True]
    assert len(results[-1].reused) == len(bench.assignment.exercises)


def test_a_function_that_older_numpy_took_costs_no_other_its_mark(bench):
    curable = "    w = np.zeros((dim, 1)) + float(np.zeros((1,)))\n"
    source = RIGHT.replace("    w = np.zeros((dim, 1))\n", curable).replace("np.sum(Y *", "np.sum(a=Y *")
    assert curable in source
    assert "a=Y" in source
    assert graded(bench, "one", source).score == 100


# --- what a program does not hold is never lent to it -------------------------------------------------

HELPER = "def helper(z):\n    return 1 / (1 + np.exp(-z))\n"
REACHING = {
    "globals": 'globals()["hel" + "per"](z)',
    "vars": '__import__("submission").__dict__["hel" + "per"](z)',
    "a function's own globals": 'getattr(sigmoid, "__glo" + "bals__")["hel" + "per"](z)',
    "attrgetter": 'operator.attrgetter("__glo" + "bals__")(sigmoid)["hel" + "per"](z)',
    "a formatter": 'string.Formatter().get_field("0.__globals__[hel" + "per]", (sigmoid,), {})[0](z)',
    "modules": '[m for n, m in sys.modules.items() if n == "submis" + "sion"][0].helper(z)',
    "garbage": '[o for o in gc.get_objects() if type(o) is dict and "hel" + "per" in o][0]["hel" + "per"](z)',
    "a frame": '(lambda g: [g.send(None), g.gi_frame.f_globals["hel" + "per"](z)][1])((0 for _ in [1]))',
    "an error's frame": 'caught()["hel" + "per"](z)',
    "what softened code uses": '_old_method(sigmoid, "__glo" + "bals__")["hel" + "per"](z)',
    "an own import": '__builtins__["__imp" + "ort__"]("submission").helper(z)',
    "a type": 'type(sigmoid).__dict__["__glo" + "bals__"].__get__(sigmoid)["hel" + "per"](z)',
    "a pattern": "matched()(z)",
}
IMPORTS = "import gc\nimport operator\nimport string\nimport sys\nimport numpy as np\n"
CAUGHT = """
def caught():
    try:
        1 / 0
    except ZeroDivisionError as error:
        return error.__traceback__.tb_frame.f_globals


def matched():
    match sigmoid:
        case object(__globals__=names):
            return names["hel" + "per"]

"""


@pytest.mark.parametrize("way", REACHING)
def test_a_function_reached_by_a_way_that_words_do_not_show_is_not_lent(way, bench):
    remembering = replace(bench, cache=ResultCache())
    borrower = f"{IMPORTS}{CAUGHT}\ndef sigmoid(z):\n    return {REACHING[way]}\n"
    graded(remembering, "lender", f"{borrower}\n{HELPER}")
    borrowed = graded(remembering, "borrower", borrower)
    assert borrowed.exercises[0].score == 0
    assert told(borrowed) == told(graded(bench, "borrower", borrower))


def test_a_function_reached_through_what_a_support_module_holds_is_not_lent(bench):
    remembering = replace(bench, cache=ResultCache())
    borrower = """
import numpy as np

def sigmoid(z):
    from lr_utils import __builtins__ as b
    return b["eval"]("__import__('submission').__dict__['hel' + 'per']")(z)
"""
    assert graded(remembering, "lender", f"{borrower}\n{HELPER}").exercises[0].score == 10
    assert graded(remembering, "borrower", borrower).exercises[0].score == 0


def test_what_a_support_module_imports_is_not_reached_by_asking_for_another_version_of_it(bench):
    source = "import lr_utils\n\ndef sigmoid(z):\n    pass; from lr_utils_v9 import os as o; o.close(0)\n    return z\n"
    program = extract(Submission("one", "one", (Cell("a.py", source),), ""), bench.assignment)
    assert not keys(program, bench.assignment)["sigmoid"].lends
    assert keys(program, bench.assignment)["sigmoid"].proof is None


OWN_MODULES = {
    "by its name": "    from helpers import sig\n",
    "under another version": "    from helpers_v9 import sig\n",
    "with others": "    import helpers_v2 as h, math\n    sig = h.sig\n",
}


@pytest.mark.parametrize("way", OWN_MODULES)
def test_what_a_classmates_own_module_does_is_not_lent(way, bench):
    remembering = replace(bench, cache=ResultCache())
    function = f"import numpy as np\n\ndef sigmoid(z):\n{OWN_MODULES[way]}    return sig(z)\n"
    results = []
    for body in ("import numpy as np; return 1 / (1 + np.exp(-z))", "return 42.0"):
        cells = (f"%%writefile helpers.py\ndef sig(z):\n    {body}\n", function)
        submission = Submission(
            body, body, tuple(Cell(f"cell {at}", text) for at, text in enumerate(cells, 1)), ""
        )
        results.append(grade(submission, remembering))
    lender, borrower = results
    assert (lender.exercises[0].score, borrower.exercises[0].score) == (10, 0)
    assert "sigmoid" not in borrower.reused


def test_functions_in_other_letters_are_not_lent_to_a_file_of_imports(bench):
    remembering = replace(bench, cache=ResultCache())
    imports = "import copy\n\nimport numpy as np\n"
    lender = RIGHT
    for exercise in bench.assignment.exercises:
        first, *rest = exercise.name
        lender = lender.replace(f"def {exercise.name}", f"def {chr(ord(first) + 0xFEE0)}{''.join(rest)}")
    assert graded(remembering, "lender", lender).score == 100
    assert graded(remembering, "borrower", imports).score == 0


def test_a_helper_called_in_other_letters_is_not_lent(bench):
    remembering = replace(bench, cache=ResultCache())
    borrower = "import numpy as np\n\ndef sigmoid(z):\n    return ｈelper(z)\n"
    assert graded(remembering, "lender", f"{borrower}\n{HELPER}").exercises[0].score == 10
    assert graded(remembering, "borrower", borrower).exercises[0].score == 0


LEFT_OVERS = """
import numpy as np

def sigmoid(z):
    {work}
    return 1 / (1 + np.exp(-z))

def initialize_with_zeros(dim):
    return np.empty((dim, 1)), 0.0
"""


def test_memory_as_another_function_left_it_is_not_lent(bench):
    remembering = replace(bench, cache=ResultCache())
    work = "for k in range(1, 300): np.zeros((k, 1)).fill(0.0)"
    dirt = "for k in range(1, 300): np.zeros((k, 1)).fill(7.0)"
    graded(remembering, "lender", LEFT_OVERS.format(work=work))
    borrowed = graded(remembering, "borrower", LEFT_OVERS.format(work=dirt))
    assert "initialize_with_zeros" not in borrowed.reused


# --- lines and comments -------------------------------------------------------------------------------

LOOKING = {
    "a generator's code": "    def g():\n        yield 1\n    n = g().gi_code.co_firstlineno\n",
    "a generator's frame": "    n = (lambda g: g.gi_frame.f_lineno)((0 for _ in [1]))\n",
    "an error's place": "    try:\n        1 / 0\n    except ZeroDivisionError as e:\n"
    "        n = e.__traceback__.tb_lineno\n",
    "its own code": "    n = sigmoid.__code__.co_firstlineno\n",
    "its own code by a computed name": '    n = getattr(getattr(sigmoid, "__co" + "de__"), "co_first" + "lineno")\n',
    "what it was read from": '    files = sys.modules["line" + "cache"].cache\n'
    '    n = sum(line.startswith("#") for one in files.values() for line in one[2])\n',
    "a warning": "    with warnings.catch_warnings(record=True) as w:\n        warnings.simplefilter('always')\n"
    "        warnings.warn('x')\n    n = w[0].lineno - 1\n",
    "a record of a log": "    import logging\n    n = logging.getLogger().findCaller()[1] - 2\n",
}


@pytest.mark.parametrize("way", LOOKING)
def test_what_a_program_finds_in_its_lines_and_comments_is_not_lent(way, bench):
    remembering = replace(bench, cache=ResultCache())
    program = (
        "import sys\nimport warnings\nimport numpy as np\n\n\n\ndef sigmoid(z):\n"
        f"{LOOKING[way]}    SEEN.append(n)\n    print(n)\n    return 1 / (1 + np.exp(-z))\n\nSEEN = []\n"
    )
    moved = f"# a comment that moves it\n\n{program}"
    graded(remembering, "lender", program)
    borrowed = graded(remembering, "borrower", moved)
    assert not borrowed.reused or "sigmoid" not in borrowed.reused
    assert told(borrowed) == told(graded(bench, "borrower", moved))


def test_a_file_handed_in_unchanged_by_many_is_run_once_where_it_is_plain(bench):
    remembering = replace(bench, cache=ResultCache())
    assert graded(remembering, "one", RIGHT).reused == ()
    names = tuple(exercise.name for exercise in bench.assignment.exercises)
    assert graded(remembering, "two", RIGHT).reused == names
    assert as_json(graded(remembering, "three", RIGHT))["reused"] == list(names)


def test_a_name_that_is_defined_thousands_of_times_costs_no_square_of_that(bench):
    source = "import numpy as np\n" + "def sigmoid(z): return 1\n" * 3000
    program = extract(Submission("a", "a.py", (Cell("a.py", source),), ""), bench.assignment)
    analysis = Analysis(program)
    for chunk in program.chunks:
        analysis.look(chunk)
    tracemalloc.start()
    chunks = analysis.plain_reach(["sigmoid"])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert chunks is not None
    assert len(chunks) == len(program.chunks)
    assert most < 4 << 20  # each reads all: nine million places would take seventy


def test_what_ran_out_of_time_is_run_again_for_everybody(bench):
    remembering = replace(bench, cache=ResultCache())
    for name in ("one", "two"):
        result = graded(remembering, name, SLOW)
        assert result.exercises[0].verdict is Verdict.TIME_LIMIT
        assert "sigmoid" not in result.reused
