"""What a program does comes back as an observation, and nothing it does costs more than its own call."""

from __future__ import annotations

import dataclasses
import io
import os
import signal

import numpy as np
import pytest
from worker_samples import SHORT, TIERS, case, exercise, program

from grader.model import Argument, Observation, Outcome, Tier
from grader.worker import Bounds, Opaque, StandIn, WireError, Worker, stand_in_process
from grader.worker.child.stream import to_bytes
from grader.worker.clock import Deadline
from grader.worker.stand_ins import KEPT, Answers
from grader.worker.wire import decode, encode


@pytest.fixture(scope="module", params=TIERS, ids=str)
def worker(request):
    with Worker(SHORT, request.param) as worker:
        yield worker


@pytest.fixture(scope="module")
def plain():
    with Worker(SHORT) as worker:
        yield worker


def observe(
    worker: Worker, source: str, name: str, *cases, seconds: float = 2.0, **options
) -> list[Observation]:
    return list(worker.observe(program(source, **options), [exercise(name, *cases, seconds=seconds)])[name])


def one(worker: Worker, source: str, *values, name: str = "f", **named) -> Observation:
    (seen,) = observe(worker, source, name, case(*values, **named))
    return seen


# --- what a call gives back --------------------------------------------------------------------------


def test_a_value_comes_back(worker):
    seen = one(
        worker, "import numpy as np\ndef f(x): return {'y': np.exp(x), 'n': 3}, None", np.zeros((2, 1))
    )
    assert seen.outcome is Outcome.RETURNED
    assert seen.value[0]["y"].tolist() == [[1], [1]]
    assert seen.value[1] is None


def test_an_exception_comes_back_with_the_lines_that_led_to_it(plain):
    source = "import numpy as np\ndef g(x):\n    return x @ x\n\ndef f(x):\n    return g(x)\n"
    seen = one(plain, source, np.zeros((2, 3)))
    assert seen.outcome is Outcome.RAISED
    assert seen.raised.type == "ValueError"
    assert [(frame.line, frame.function, frame.text) for frame in seen.raised.frames] == [
        (6, "f", "return g(x)"),
        (3, "g", "return x @ x"),
    ]


@pytest.mark.parametrize("error", ["SystemExit(3)", "KeyboardInterrupt", "GeneratorExit", "RecursionError"])
def test_an_exception_of_any_kind_is_only_raised(plain, error):
    seen = one(plain, f"def f(): raise {error}")
    assert seen.outcome is Outcome.RAISED
    assert seen.raised.type == error.partition("(")[0]


def test_an_exception_without_a_message_is_still_told(plain):
    seen = one(plain, "class E(Exception):\n    def __str__(self): raise E\ndef f(): raise E")
    assert seen.raised.type == "E"
    assert "could not be read" in seen.raised.message


def test_endless_recursion_is_raised(worker):
    seen = one(worker, "def f(): return f()")
    assert seen.raised.type == "RecursionError"
    assert len(seen.raised.frames) <= 20


def test_a_function_of_another_accepted_name_is_found(plain):
    other = exercise("cost", case(1), names=("compute_cost", "cost"))
    (seen,) = plain.observe(program("def cost(a): return a"), [other])["cost"]
    assert seen.value == 1


@pytest.mark.parametrize("source", ["", "f = 3", "def f(:"], ids=["absent", "a number", "unreadable"])
def test_a_function_that_is_not_there_is_missing(plain, source):
    assert one(plain, source).outcome is Outcome.MISSING


def test_what_is_printed_is_kept_up_to_a_limit(plain):
    source = """
        import os, sys
        def f():
            os.write(1, b'x'); os.write(2, b'x')
            print('ab', file=sys.stderr)
            print('c' * 10**6)
    """
    seen = one(plain, source)
    assert seen.outcome is Outcome.RETURNED
    assert seen.output.startswith("ab\nccc")
    assert len(seen.output) == SHORT.output_bytes


def test_arguments_changed_in_place_are_named_and_do_not_leak(plain):
    source = "def f(x, y, z):\n    x += 1\n    z['k'].append(2)\n    return x.sum()"
    calls = [case(x=np.zeros(2), y=1.0, z={"k": [1]})] * 2
    for seen in observe(plain, source, "f", *calls):
        assert seen.value == 2.0
        assert seen.changed == ("x", "z")


def test_random_numbers_are_those_of_the_case(plain):
    source = "import numpy as np, random\ndef f(): return np.random.rand(), random.random()"
    first, again, other = observe(plain, source, "f", case(seed=7), case(seed=7), case(seed=8))
    np.random.seed(7)
    assert first.value[0] == again.value[0] == np.random.rand() != other.value[0]
    assert first.value[1] == again.value[1]


def test_steps_grow_with_a_loop_and_not_with_an_array(plain):
    source = """
        import numpy as np
        def loop(x):
            return np.array([v * 2 for v in x])
        def whole(x):
            return x * 2
    """
    small, large = (case(np.zeros(n), count_steps=True) for n in (16, 64))
    for name, grows in (("loop", True), ("whole", False)):
        few, many = observe(plain, source, name, small, large)
        assert (many.steps > 1.5 * few.steps) is grows
        assert few.value.tolist() == [0.0] * 16


def test_scaling_cases_come_last(plain):
    with_scaling = dataclasses.replace(exercise("f", case(1)), scaling=(case(2, count_steps=True),))
    plain_call, counted = plain.observe(program("def f(a): return a"), [with_scaling])["f"]
    assert (plain_call.value, plain_call.steps) == (1, None)
    assert counted.value == 2
    assert counted.steps > 0


def test_what_is_not_plain_data_is_opaque(plain):
    assert one(plain, "def f(): return (x for x in ())").value == Opaque("generator")
    assert one(plain, "def f(): return f, 1").value == (Opaque("function"), 1)
    assert "too many values" in one(plain, "def f(): return list(range(10**6))").value.type_name


# --- the program around the function -----------------------------------------------------------------


def test_statements_after_one_that_fails_still_run(plain):
    source = "x = 1 / 0\ny = 5\ndef f(): return y\ndef g(): return x"
    assert one(plain, source).value == 5
    seen = one(plain, source, name="g")
    assert seen.raised.type == "NameError"
    assert seen.detail == "cell 1, line 1 failed: ZeroDivisionError: division by zero"


def test_what_is_drawn_beside_the_functions_is_the_same_for_all_and_at_any_time(plain):
    source = """
        import numpy as np, random
        x = np.random.uniform(), random.random()
        def f(): return x
        def g(): np.random.seed(), random.seed(); return x
    """
    observations = [
        plain.observe(program(source), [exercise(name) for name in order]) for order in (("g", "f"), ("f",))
    ]
    values = [calls[0].value for seen in observations for calls in seen.values()]
    assert len(values) == 3
    assert values.count(values[0]) == 3


def test_a_loop_beside_the_functions_is_stopped_at_the_same_step_and_leaves_nothing_half_done(plain):
    source = """
        table = [0]
        for i in range(10 ** 6):
            table.append(i)
        def size(): return sum(range(3))
        x = size()
        def f(): return x
        def g(): return table
    """
    assert one(plain, source).value == 3
    seen = one(plain, source, name="g")
    assert seen.raised.type == "NameError"
    assert seen.detail == "cell 1, line 3 failed: TooManySteps: it takes more than 100,000 steps"


def test_lines_are_those_of_the_cell(plain):
    source = dataclasses.replace(
        program("def f():\n    return 1 / 0").chunks[0], origin="cell 4", first_line=10
    )
    handed_in = dataclasses.replace(program(""), chunks=(source,))
    (seen,) = plain.observe(handed_in, [exercise("f")])["f"]
    assert [(frame.origin, frame.line, frame.text) for frame in seen.raised.frames] == [
        ("cell 4", 11, "return 1 / 0")
    ]


def test_a_missing_module_fails_where_it_is_used(worker):
    source = """
        import nowhere, math
        import nowhere.sub as sub
        from nowhere import thing
        from nowhere import *
        from scipy import nothing_there
        def f(): return math.sqrt(4)
        def g(): return sub.x(1)
        def h(): return thing(1)
    """
    assert one(worker, source).value == 2.0
    for name in "gh":
        seen = one(worker, source, name=name)
        assert seen.raised.type == "ImportError"
        assert "No module named 'nowhere'" in seen.raised.message


def test_plotting_does_nothing(plain):
    source = """
        import matplotlib.pyplot as plt
        from matplotlib import cm
        import matplotlib, seaborn as sns
        plt.rcParams['image.cmap'] = 'gray'
        def f(x):
            plt.rcParams['figure.figsize'] = (5.0, 4.0)
            fig, (ax, bx) = plt.subplots(1, 2), (plt, plt)
            plt.plot(x); plt.title("cost =" + str(x)); plt.show()
            return 1
    """
    assert one(plain, source, 3).value == 1


def test_support_modules_are_found_with_and_without_a_version(plain):
    modules = {"planar_utils": "import numpy as np\nk = 2\ndef double(x): return k * x"}
    source = """
        from planar_utils_v2 import *
        import planar_utils
        from assignments.planar.planar_utils import double as again
        def f(x):
            planar_utils.k = 100
            return double(x), again(x)
        def g(x): return planar_utils.double(x)
    """
    handed_in = program(source, modules)
    seen = plain.observe(handed_in, [exercise("f", case(3)), exercise("g", case(3))])
    assert seen["f"][0].value == (6, 6)
    assert seen["g"][0].value == 6


def test_a_student_s_own_modules_and_data_are_there_whatever_the_walls(worker):
    """Modules are asked for last, so that none takes the place of the course's, NumPy's or Python's."""
    source = """
        import numpy as np, statistics
        from pathlib import Path
        import mine, planar_utils
        SCALE = np.loadtxt("scale.csv", delimiter=",")
        def f(x):
            with open("deep/words.txt") as file, open("weights.npy", "rb") as again:
                words, head = file.read().split(), again.read(6)
            texts = words, Path("deep/words.txt").read_text(), head
            return mine.double(x), np.load("weights.npy"), SCALE, texts, planar_utils.k, statistics.mean([2, 4])
        def g(x): return mine.fail(x)
        def h(x): return open("none.txt").read()
    """
    own = {
        "mine": "import mine_too\ndef double(x): return mine_too.k * x\ndef fail(x):\n    return 1 / 0\n",
        "mine_too": "k = 2",
        "planar_utils": "k = 'mine'",
        "numpy": "raise ValueError",
        "statistics": "raise ValueError",
    }
    array = io.BytesIO()
    np.save(array, np.arange(3.0))
    files = {"deep/words.txt": b"a b", "weights.npy": array.getvalue(), "scale.csv": b"1,2\n3,4\n"}
    handed_in = dataclasses.replace(
        program(source, {"planar_utils": "k = 'course'"}), own_modules=own, files=files
    )
    for _ in range(2):  # also in another process
        seen = worker.observe(handed_in, [exercise(name, case(3)) for name in "fgh"])
        (f,), (g,), (h,) = seen["f"], seen["g"], seen["h"]
        assert f.outcome is Outcome.RETURNED, f
        double, weights, scale, texts, *others = f.value
        assert (double, weights.tolist(), scale.tolist()) == (6, [0, 1, 2], [[1, 2], [3, 4]])
        assert texts == (["a", "b"], "a b", b"\x93NUMPY")
        assert others == ["course", 3]
        assert [(frame.origin, frame.line) for frame in g.raised.frames][-1] == ("mine.py", 4)
        assert h.raised.type in {"FileNotFoundError", "PermissionError"}


def test_modules_that_numpy_and_python_load_late_can_be_loaded(worker):
    source = """
        def f():
            import copy, decimal, fractions, statistics, textwrap, typing, dataclasses, tempfile, zoneinfo, json
            import numpy as np, numpy.testing, numpy.fft, numpy.ma, numpy.polynomial, numpy.lib.stride_tricks
            np.testing.assert_allclose(np.linalg.svd(np.eye(3))[1], 1)
            np.linalg.eig(np.eye(3)), np.linalg.pinv(np.eye(3)), np.fft.fft(np.ones(4))
            import h5py, scipy.special
            import threading
            thread = threading.Thread(target=lambda: None); thread.start(); thread.join()
            return scipy.special.expit(0.0), str(np.random.default_rng(1).normal())
    """
    seen = observe(worker, source, "f", seconds=6)[0]
    assert seen.outcome is Outcome.RETURNED, seen
    assert seen.value[0] == 0.5


def test_nothing_else_that_is_installed_can_be_imported(plain):
    for name in ("grader", "grader.worker.wire", "pytest", "psutil", "reference"):
        assert one(plain, f"def f():\n    import {name}").raised.type == "ModuleNotFoundError"


def test_a_dataclass_and_its_source_can_be_inspected(plain):
    source = """
        import inspect
        from dataclasses import dataclass
        @dataclass
        class Point:
            x: "int" = 1
        def f(): return inspect.getsource(f), Point().x
    """
    assert one(plain, source).value == ("def f(): return inspect.getsource(f), Point().x\n", 1)


# --- what an older NumPy took ------------------------------------------------------------------------

OLD = [
    ("np.float(2) + np.int(1)", 3.0),
    ("np.zeros(1, dtype=np.float)[0]", 0.0),
    ("np.sometrue(np.array([0, 1])) & np.alltrue(np.ones(2))", True),
    ("np.product(np.array([2, 3]))", 6),
    ("np.in1d([1, 5], [5]).tolist()", [False, True]),
    ("np.trapz([1, 1, 1])", 2.0),
    ("np.Inf > 1", True),
    ("float(np.array([[1.5]]))", 1.5),
    ("int(np.array([[2]]))", 2),
    ("'cost %.1f' % np.array([[0.25]])", "cost 0.2"),
    ("'%d of %i' % (np.array([3]), 4)", "3 of 4"),
    ("math.exp(np.array([0.0]))", 1.0),
    ("np.sum(x for x in [1, 2])", 3),
    ("np.array([1, 4]).ptp()", 3),
]


@pytest.mark.parametrize(("expression", "expected"), OLD, ids=[expression for expression, _ in OLD])
def test_an_expression_of_older_numpy_still_means_what_it_meant(plain, expression, expected):
    seen = one(plain, f"import math\nimport numpy as np\ndef f():\n    return {expression}")
    assert seen.outcome is Outcome.RETURNED, seen
    assert seen.value == expected


STORES = [
    ("Y[0, 1] = np.array([0.7])", [[0, 0.7]]),
    ("Y[0][1] = np.array([[0.7]])", [[0, 0.7]]),
    ("Y[0, 1] += np.array([0.7])", [[0, 0.7]]),
    ("i = 0\n    Y[i, i + 1] -= np.ones((1, 1))", [[0, -1]]),
    ("Y.itemset((0, 1), 5)", [[0, 5]]),
    ("Y.flat[1] = np.array([3])", [[0, 3]]),
    ("Y[:, 1] = np.array([3]); Y[0, 0] = np.array([1])", [[1, 3]]),
    ("d = {}; d['a'] = np.ones(1); Y[0, 0] = d['a']", [[1, 0]]),
]


@pytest.mark.parametrize(("statement", "expected"), STORES, ids=[statement for statement, _ in STORES])
def test_storing_an_array_of_one_element_stores_the_element(plain, statement, expected):
    seen = one(
        plain, f"import numpy as np\ndef f():\n    Y = np.zeros((1, 2))\n    {statement}\n    return Y"
    )
    assert seen.outcome is Outcome.RETURNED, seen
    assert seen.value.tolist() == expected


def test_an_error_that_older_numpy_raised_too_is_raised(plain):
    for statement in (
        "Y[0, 1] = np.zeros(2)",
        "float(np.zeros(2))",
        "int('x')",
        "'%d' % np.zeros(2)",
        "Y[7, 7] = 1",
    ):
        seen = one(
            plain, f"import numpy as np\ndef f():\n    Y = np.zeros((1, 2))\n    {statement}\n    return Y"
        )
        assert seen.outcome is Outcome.RAISED
        assert seen.raised.frames[-1].line == 4


def test_the_right_side_of_an_augmented_store_is_worked_out_after_the_left_is_read(plain):
    source = """
        import numpy as np
        def bump(Y):
            Y[0] = 10
            return np.array([1.0])
        def f():
            Y = np.zeros(2)
            Y[0] += bump(Y)
            return Y
    """
    assert one(plain, source).value.tolist() == [1, 0]


# --- arguments ---------------------------------------------------------------------------------------

BINDINGS = [
    ("def f(w, b, X): return w, b, X", (1, 2, 3)),
    ("def f(X, b, w): return w, b, X", (1, 2, 3)),
    ("def f(weights, bias, data): return weights, bias, data", (1, 2, 3)),
    ("def f(X, weights, bias): return weights, bias, X", (1, 2, 3)),
    ("def f(w, b, X, debug=False): return w, b, X, debug", (1, 2, 3, False)),
    ("def f(debug=False, *, w, b, X): return w, b, X, debug", (1, 2, 3, False)),
    ("def f(*args): return args", (1, 2, 3)),
    ("def f(w, *rest): return w, *rest", (1, 2, 3)),
    ("def f(w, **rest): return w, rest['b'], rest['X']", (1, 2, 3)),
    ("def f(w, /, b, X): return w, b, X", (1, 2, 3)),
    ("f = lambda u, v, w: (u, v, w)", (2, 3, 1)),
    ("class F:\n    def __call__(self, w, b, X): return w, b, X\nf = F()", (1, 2, 3)),
    ("import functools\ndef g(x, w, b, X): return w, b, X\nf = functools.partial(g, 0)", (1, 2, 3)),
]


@pytest.mark.parametrize(("source", "expected"), BINDINGS, ids=[source for source, _ in BINDINGS])
def test_arguments_find_their_parameters(plain, source, expected):
    assert one(plain, source, w=1, b=2, X=3).value == expected


def test_an_optional_argument_is_dropped_where_there_is_no_parameter_for_it(plain):
    call = case(w=1, b=2)
    call = dataclasses.replace(call, arguments=(*call.arguments, Argument("lambd", 0.7, optional=True)))
    for source, expected in (
        ("def f(w, b): return w, b", (1, 2)),
        ("def f(w, b, lambd=0.1): return w, b, lambd", (1, 2, 0.7)),
        ("def f(w, b, other=5): return w, b, other", (1, 2, 5)),
        ("def f(w, b, needed): return w, b, needed", (1, 2, 0.7)),
        ("def f(*args): return args", (1, 2)),
    ):
        assert observe(plain, source, "f", call)[0].value == expected


def test_arguments_that_cannot_fit_are_explained(plain):
    seen = one(plain, "def f(A, W): return A", A=1, W=2, b=3)
    assert seen.raised.type == "TypeError"
    assert seen.raised.message == "f takes 2 arguments, the course calls it with 3: A, W, b"
    seen = one(plain, "def f(A, W, rate): return A", A=1, W=2)
    assert (
        seen.raised.message
        == "f needs an argument 'rate' that the course does not pass; it is called with A, W"
    )


# --- stand-ins ---------------------------------------------------------------------------------------


ANSWERS = """
    import os, time
    import numpy as np

    def pair(x, y): return x + y, np.random.rand(), "secret"
    def refuse(x): raise ValueError("shapes differ")
    def huge(n): return np.ones(n)
    def count(many=[]): return many.append(1) or len(many)
    def hang_in_c(n): return 9 ** 9 ** n % 7
    def wait(seconds): return time.sleep(seconds)
    def compute(seconds):
        start = time.process_time()
        while time.process_time() < start + seconds: pass
    def end(status): os._exit(status)
    def seen():
        return sorted(name for name in globals() if not name.startswith("_"))
"""


def stand_in(name: str, function: str, **options) -> StandIn:
    return StandIn(name, program(ANSWERS), function, **{"draws": False, **options})


def asking(worker: Worker, source: str, *cases, seconds: float = 2.0, **stand_ins) -> list[Observation]:
    """Call f with stand-ins for its globals."""
    called = exercise("f", *cases, seconds=seconds)
    return list(worker.observe(program(source), [called], stand_ins={"f": stand_ins})["f"])


def test_a_stand_in_answers_and_keeps_the_stream_of_random_numbers(worker):
    source = """
        import numpy as np
        def helper(x, y=10): raise NotImplementedError
        def f(): return np.random.rand(), helper(y=1, x=2), helper(5, 10), np.random.rand()
    """
    asked = stand_in("helper", "pair", parts=2, draws=True)
    (seen,) = asking(worker, source, case(seed=3), helper=asked)
    np.random.seed(3)
    a, b, c, d = np.random.rand(4)
    assert seen.value == (a, (3, b), (15, c), d)


def test_an_error_of_a_stand_in_is_raised_in_the_student_s_function(plain):
    (seen,) = asking(plain, "def f(): return helper(1)", helper=stand_in("helper", "refuse"))
    assert (seen.raised.type, seen.raised.message) == ("ValueError", "shapes differ")


def test_a_stand_in_holds_the_reference_and_nothing_else(plain):
    (seen,) = asking(plain, "def f(): return seen()", seen=stand_in("seen", "seen"))
    assert seen.value == [
        "compute",
        "count",
        "end",
        "hang_in_c",
        "huge",
        "np",
        "os",
        "pair",
        "refuse",
        "seen",
        "time",
        "wait",
    ]


FAILING = """
    def f(n):
        try:
            helper(n)
        except Exception as error:
            return type(error).__name__, str(error)
"""


@pytest.mark.parametrize(
    ("function", "argument", "kind", "says"),
    [
        ("end", 0, "RuntimeError", "the course's helper fails with these arguments"),
        ("huge", 200_000_000, "MemoryError", ""),
        ("huge", 200_000, "ValueError", "what it returns takes 1,600,"),
        ("hang_in_c", 9, "TimeoutError", "the course's helper takes more than 0.5 s"),
        ("wait", 60, "TimeoutError", "the course's helper takes more than 0.5 s"),
    ],
)
def test_what_ends_a_stand_in_is_told_to_who_asked_and_costs_nobody_else(
    worker, monkeypatch, function, argument, kind, says
):
    monkeypatch.setattr(stand_in_process, "ANSWER_SECONDS", 0.5)
    asked = {"helper": stand_in("helper", function)}
    for _ in range(2):
        (seen,) = asking(worker, FAILING, case(argument), seconds=8, **asked)
        assert seen.outcome is Outcome.RETURNED
        assert seen.value[0] == kind
        assert says in seen.value[1]
        (seen,) = asking(worker, "def f(): return helper(2, 3)", helper=stand_in("helper", "pair", parts=1))
        assert seen.value == (5,)


def test_a_stand_in_that_does_not_answer_costs_the_call_its_time(worker):
    (seen,) = asking(worker, FAILING, case(9), seconds=0.4, helper=stand_in("helper", "hang_in_c"))
    assert seen.outcome is Outcome.TIME_LIMIT


def test_a_stand_in_that_was_used_up_by_others_is_replaced_before_anybody_is_told(plain):
    asked = {"helper": stand_in("helper", "pair", parts=1), "end": stand_in("end", "end")}
    asking(plain, "def f(): return helper(1, 1)", **asked)
    child = plain._stand_ins._process._child
    os.kill(child._pid, signal.SIGKILL) if plain.tier is Tier.PROCESS else child._kill()
    (seen,) = asking(plain, "def f(): return helper(2, 2)", **asked)
    assert seen.value == (4,)


def test_a_stand_in_retires_before_its_processor_time_is_up():
    with Worker(dataclasses.replace(SHORT, submission_seconds=1.0)) as worker:
        asked = stand_in("count", "count")
        computes = stand_in("compute", "compute")
        source = "def f(n): return compute(n), count()"
        for seconds, counted in ((0.1, 1), (0.2, 2), (0.6, 1)):
            (seen,) = asking(worker, source, case(seconds), count=asked, compute=computes)
            assert seen.value[1] == counted
            worker._answers._frames.clear()


@pytest.mark.parametrize("draws", [True, False])
def test_a_question_comes_with_a_random_state_only_where_one_is_drawn_from(plain, draws):
    asked = stand_in("helper", "pair", parts=1, draws=draws)
    right, wrong = to_bytes(np.random.get_state()), None
    if not draws:
        right, wrong = wrong, right
    deadline = Deadline(60)
    frame = plain._answers.reply(asked, encode((3, 4)), right, deadline)
    assert decode(frame)[:2] == (True, (7,))
    with pytest.raises(WireError, match="not a question"):
        plain._answers.reply(asked, encode((3, 4)), wrong, deadline)


class Counted:
    """Answers with how often it was asked, in place of a process."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def ask(self, stand_in, arguments, state, deadline):
        self.asked.append(arguments)
        return ("MemoryError", b"none") if arguments == b"bad" else ("", b"%d" % len(self.asked))


def test_an_answer_is_kept_and_an_error_is_not():
    counted = Counted()
    answers, asked = Answers(counted), stand_in("helper", "pair")
    frames = [answers.reply(asked, question, None, 0.0) for question in (b"a", b"a", b"bad", b"bad", b"a")]
    assert frames == [b"1", b"1", b"none", b"none", b"1"]
    assert counted.asked == [b"a", b"bad", b"bad"]


def test_answers_are_kept_by_what_was_asked_of_whom():
    answers = Answers(Counted())
    asked = [
        stand_in("helper", "pair"),
        stand_in("other", "pair"),  # another name of the same
        stand_in("helper", "pair", parts=2),
        stand_in("helper", "count"),
        dataclasses.replace(stand_in("helper", "pair"), program=program("def pair(x, y): return x")),
    ]
    assert [answers.reply(one, b"a", None, 0.0) for one in asked] == [b"1", b"1", b"2", b"3", b"4"]


def test_what_is_kept_of_answers_is_bounded_by_bytes():
    answers, asked = Answers(Counted()), stand_in("helper", "pair")
    for number in range(3000):
        answers.reply(asked, b"%d" % number + b"x" * 10_000, None, 0.0)
    held = sum(len(key[-2]) + len(answers._frames.peek(key)) for key in answers._frames)
    assert 0.9 * KEPT < held < KEPT
    small = Answers(Counted())
    for number in range(60_000):
        small.reply(asked, b"%d" % number, None, 0.0)
    assert len(small._frames) < 30_000


def test_a_large_question_is_refused_unopened():
    counted = Counted()
    asked = stand_in("helper", "pair", bounds=Bounds(question_bytes=1000))
    frame = Answers(counted).reply(asked, b"x" * 1001, None, 0.0)
    assert decode(frame) == (False, "ValueError", "helper is given far more than it is made for")
    assert not counted.asked


def test_questions_are_counted_by_the_function_that_answers(plain):
    bounds = Bounds(questions=20)
    names = {name: stand_in(name, "pair", parts=1, bounds=bounds) for name in ("helper", "also")}
    for times, outcome in ((10, Outcome.RETURNED), (11, Outcome.CRASHED)):
        source = f"def f():\n    for i in range({times}): helper(i, 1), also(i, 2)"
        (seen,) = asking(plain, source, **names)
        assert seen.outcome is outcome
    assert "too many questions" in seen.detail


def test_nothing_is_answered_before_a_call(plain):
    source = """
        import gc
        for one in gc.get_objects():
            if type(one).__name__ == "Session" and one._stand_ins:
                one._calling = True
                try:
                    got = one._ask("helper", (1, 2), None)
                except BaseException:
                    pass
        def f(): return helper(3, 4)
    """
    called = [exercise("f"), exercise("g", names=("f",))]
    asked = {"helper": stand_in("helper", "pair", parts=1)}
    seen = plain.observe(program(source), called, stand_ins={"f": asked, "g": asked})
    assert {one.outcome for each in seen.values() for one in each} == {Outcome.CRASHED}


# --- limits, and what one call costs the next --------------------------------------------------------


def test_a_call_that_does_not_end_costs_its_exercise_and_no_other(worker):
    source = "def loop(a):\n    while a: pass\n    return a\ndef f(): return 1"
    seen = worker.observe(
        program(source), [exercise("loop", case(0), case(1), case(0), seconds=0.3), exercise("f")]
    )
    assert [o.outcome for o in seen["loop"]] == [Outcome.RETURNED, Outcome.TIME_LIMIT, Outcome.SKIPPED]
    assert seen["f"][0].value == 1


def test_an_end_of_the_process_costs_its_call(worker):
    source = "import os\ndef f(a):\n    if a: os._exit(0)\n    return a"
    seen = observe(worker, source, "f", case(0), case(1), case(0), case(1), case(0))
    assert [o.outcome.value for o in seen] == ["returned", "crashed", "returned", "crashed", "skipped"]
    assert seen[1].detail == "the process ended: it ended with exit status 0"


def test_memory_is_limited(worker):
    seen = observe(
        worker, "import numpy as np\ndef f(n): return np.ones(n).sum()", "f", case(10**9), case(10)
    )
    assert [o.outcome for o in seen] == [Outcome.MEMORY_LIMIT, Outcome.RETURNED]


def test_statements_that_do_not_end_cost_no_more_than_one_limit(plain):
    exercises = [exercise(name, seconds=0.3) for name in "fgh"]
    seen = plain.observe(program("while True: pass"), exercises)
    assert [o.outcome.value for name in "fgh" for o in seen[name]] == ["time_limit", "skipped", "skipped"]


SPOILERS = [
    "import numpy as np\n    np.exp = lambda x: 42",
    "import builtins\n    builtins.len = lambda x: 42",
    "import numpy as np\n    np.random.rand = lambda *a: 42",
    "import sys, types\n    sys.modules['numpy'] = types.ModuleType('numpy')",
    "import threading, time\n    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
    "global k\n    k = 42",
    "import sys\n    sys.setrecursionlimit(60)",
    "import numpy as np\n    np.seterr(all='raise')",
    "import warnings\n    warnings.simplefilter('error')",
    "import signal\n    signal.setitimer(signal.ITIMER_REAL, 0.05)",
    "import os\n    os.chdir('/')",
    "import sys\n    sys.settrace(lambda *a: 1/0)",
]


@pytest.mark.parametrize("spoiler", SPOILERS)
def test_what_one_exercise_leaves_behind_does_not_reach_the_next(plain, spoiler):
    source = f"""
import numpy as np, time, sys, os
k = 1
def spoil():
    {spoiler}
def f():
    import numpy as np
    time.sleep(0.1)
    return np.exp(0), len([]), k, np.log(0.0), os.getcwd() != "/" or "process"
"""
    seen = plain.observe(program(source), [exercise("spoil"), exercise("f")])
    assert seen["f"][0].outcome is Outcome.RETURNED, seen
    assert seen["f"][0].value[:3] == (1.0, 0, 1)


def test_every_case_has_its_observation_when_we_fail(plain, monkeypatch):
    from grader.worker import worker as module

    def broken(*_):
        raise module.WorkerError("no process")

    monkeypatch.setattr(Worker, "_fork", broken)
    seen = plain.observe(program("def f(): return 1"), [exercise("f", case(), case())])["f"]
    assert [o.outcome for o in seen] == [Outcome.INTERNAL_ERROR] * 2


def test_a_package_that_takes_long_to_load_is_loaded_when_it_is_used(plain):
    source = """
        import h5py, scipy, sys
        from scipy import ndimage, misc
        import scipy.io as sio
        import scipy.special
        def light(): return "scipy.special._ufuncs" in sys.modules
        def heavy():
            moved = ndimage.shift([1.0, 2.0], 1).tolist()
            return moved, scipy.special.expit(0.0), sio.loadmat.__name__, scipy.linalg.det([[2.0]])
        def h5(): return h5py.File.__name__, h5py.__version__ > "3"
        def gone(): return misc.imread("x.png")
        def taken():
            from scipy.special import expit
            return expit(0.0)
    """
    assert one(plain, source, name="light").value is False
    assert one(plain, source, name="heavy").value == ([0.0, 1.0], 0.5, "loadmat", 2.0)
    assert one(plain, source, name="h5").value == ("File", True)
    assert one(plain, source, name="gone").raised.type in {"ModuleNotFoundError", "AttributeError"}
    assert one(plain, source, name="taken").value == 0.5
