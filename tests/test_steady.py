"""One file earns one mark: what answers one call in two ways fails, and a draw that follows a rule is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from assignment_checks import assignment
from corpus.messy import messy

from benchmarks.classes import MIXED, make
from grader.course import load_all
from grader.course.key import answer_key
from grader.course.randomness import draws
from grader.grading.analysis import Analysis
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, grade
from grader.grading.repeatability import TWO_ANSWERS
from grader.model import Cell, ExerciseResult, Result, Status, Submission, Verdict
from grader.submission import extract, find, read, recognise
from grader.worker import Worker

ROOT = Path(__file__).resolve().parents[1]
Grade = Callable[..., Result]


@pytest.fixture(scope="module")
def graded(worker: Worker) -> Grade:
    """Grade a module's text as a submission of an assignment."""
    benches: dict[str, GradingContext] = {}

    def run(id: str, source: str) -> Result:
        if id not in benches:
            benches[id] = GradingContext(assignment(id), answer_key(assignment(id), worker.observe), worker)
        bench = benches[id]
        result = grade(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), bench)
        assert result.status is Status.GRADED, result.message
        return result

    return run


def with_body(id: str, name: str, body: str) -> str:
    """Return the reference with another body of one function."""
    source = assignment(id).reference
    head = re.search(rf"def {name}\(.*?\):\n", source, re.DOTALL)
    assert head
    rest = source[head.end() :]
    following = re.search(r"^(?=\S)", rest, re.MULTILINE)
    after = rest[following.start() :] if following else ""
    return source[: head.end()] + "".join(f"    {line}\n" for line in body.splitlines()) + "\n\n" + after


def one(result: Result, name: str) -> ExerciseResult:
    return next(found for found in result.exercises if found.exercise.name == name)


DICE = {
    "a generator without a seed": "return (np.random.default_rng().random((1, X.shape[1])) > 0.5) * 1.0",
    "the global generator": "return (np.random.rand(1, X.shape[1]) > 0.5) * 1.0",
    "the system's": "import os\nreturn np.array([[b % 2 for b in os.urandom(X.shape[1])]])",
    "the clock": "import time\nreturn np.full((1, X.shape[1]), time.perf_counter_ns() // 7 % 2)",
    "another name": "return (getattr(np, 'ran' 'dom').rand(1, X.shape[1]) > 0.5) * 1.0",
    "a file": "bits = open('/dev/urandom', 'rb').read(X.shape[1])\nreturn np.array([[b % 2 for b in bits]])",
    "imported elsewhere": "return choice(X.shape[1])",
    "imported over several lines": "return np.array([[pick([0, 1]) for _ in range(X.shape[1])]])",
    "a function that is no def": "return np.array([[coin() for _ in range(X.shape[1])]])",
    "right now and then": (
        "A = sigmoid(np.dot(w.T, X) + b)\nright = np.where(A > 0.5, 1.0, 0.0)\n"
        "return np.where(np.random.default_rng().random(X.shape[1]) < 0.5, right, 1 - right)"
    ),
}
CHOICE = """
from numpy.random import default_rng as make
from secrets import (
    choice as pick,
)
import time as t
coin = lambda: t.perf_counter_ns() // 7 % 2
def choice(m): return make().integers(0, 2, (1, m))
"""


@pytest.mark.parametrize("dice", DICE)
def test_dice_for_labels_earn_nothing_whatever_they_are_made_of(dice: str, graded: Grade) -> None:
    source = with_body("logistic_regression", "predict", DICE[dice])
    results = [graded("logistic_regression", source + CHOICE) for _ in range(2)]
    assert {one(result, "predict").score for result in results} == {0}
    assert {one(result, "sigmoid").score for result in results} == {10}
    texts = {
        case.difference.text for result in results for case in one(result, "predict").cases if case.difference
    }
    assert TWO_ANSWERS in texts
    assert all(one(result, "predict").diagnosis is None for result in results if TWO_ANSWERS in texts)


def test_dice_earn_nothing_where_their_helpers_are_stood_in_for(graded: Grade) -> None:
    """A helper that fails has its callers judged again: that is no second throw."""
    source = with_body("logistic_regression", "sigmoid", "return z")
    body = DICE["right now and then"]
    predict = with_body("logistic_regression", "predict", body)
    predict = predict[predict.index("def predict") :]
    source = source[: source.index("def predict")] + predict
    for _ in range(3):
        assert one(graded("logistic_regression", source), "predict").score == 0


STEADY = {
    "a seed that changes nothing": "np.random.seed(1)\nreturn (sigmoid(np.dot(w.T, X) + b) > 0.5) * 1.0",
    "a clock that is only read": (
        "import time\nstart = time.time()\nreturn (sigmoid(np.dot(w.T, X) + b) > 0.5) * 1.0"
    ),
    "an array that is filled": (
        "Y = np.empty((1, X.shape[1]))\nY[:] = sigmoid(np.dot(w.T, X) + b) > 0.5\nreturn Y"
    ),
}


@pytest.mark.parametrize("way", STEADY)
def test_what_could_be_chance_and_is_not_keeps_its_points(way: str, graded: Grade) -> None:
    assert (
        graded("logistic_regression", with_body("logistic_regression", "predict", STEADY[way])).score == 100
    )


ENDS = {
    "ends its process": "import os\n    os._exit(0)",
    "says that memory ran out": "raise MemoryError",
    "never ends": "while True:\n        pass",
}


@pytest.mark.parametrize("way", ENDS)
def test_what_keeps_away_from_the_second_call_fails(way: str, graded: Grade) -> None:
    body = f"if 'id' in globals():\n    {ENDS[way]}\nreturn (sigmoid(np.dot(w.T, X) + b) > 0.5) * 1.0"
    predict = one(graded("logistic_regression", with_body("logistic_regression", "predict", body)), "predict")
    assert predict.score == 0
    assert {case.difference.text for case in predict.cases if case.difference} == {TWO_ANSWERS}


def test_what_counts_its_calls_fails(graded: Grade) -> None:
    body = "global calls\ncalls += 1\nA = sigmoid(np.dot(w.T, X) + b)\nreturn (A > 0.5) * (1.0 if calls < 5 else 0.0)"
    source = with_body("logistic_regression", "predict", body) + "calls = 0\n"
    assert one(graded("logistic_regression", source), "predict").score == 0


RIGHT = "A = sigmoid(np.dot(w.T, X) + b)\nright = np.where(A > 0.5, 1.0, 0.0)\n"
# what decides whether an answer is right: statements in the function, then beside it
WAYS_TO_VARY = {
    "a counter in a list beside it": ("SEEN.append(1)\ncoin = len(SEEN) % 2", "SEEN = []"),
    "a counter in an array beside it": (
        "count = COUNT\ncount += 1\ncoin = count[0] % 2",
        "COUNT = np.zeros(1)",
    ),
    "a counter in a dictionary": ("S.update({'n': S.get('n') + 1})\ncoin = S.get('n') % 2", "S = {'n': 0}"),
    "a counter that is an attribute": ("predict.n = getattr(predict, 'n', 0) + 1\ncoin = predict.n % 2", ""),
    "a counter behind a helper": (
        "coin = count()",
        "S = [0]\ndef count():\n    S.append(0)\n    return len(S) % 2",
    ),
    "a counter in a helper's default": (
        "coin = count()",
        "def count(seen=[]):\n    seen.append(0)\n    return len(seen) % 2",
    ),
    "a generator written by hand": (
        "STATE[0] = (69069 * STATE[0] + 1) % 2**32\ncoin = STATE[0] // 2**31",
        "STATE = [7]",
    ),
    "the place of an array": ("coin = np.array([id(w) >> k & 1 for k in range(4, 4 + X.shape[1])])", ""),
    "the place of a new list": ("coin = np.array([id([]) >> k & 1 for k in range(4, 4 + X.shape[1])])", ""),
    "a hash that is a place": ("coin = np.array([hash(object()) >> k & 1 for k in range(X.shape[1])])", ""),
    "the text of a function": (
        "place = int(str(lambda: 0)[-13:-1], 16)\ncoin = np.array([place >> k & 1 for k in range(X.shape[1])])",
        "",
    ),
    "the text of an iterator": (
        "place = int(f'{zip()}'[-13:-1], 16)\ncoin = np.array([place >> k & 1 for k in range(X.shape[1])])",
        "",
    ),
    "memory as it was found": ("coin = np.empty(1000)[500] == 0", ""),
}


FOUND_IN_MEMORY = {"the text of a function", "the text of an iterator", "memory as it was found"}


def varying(way: str) -> str:
    statements, beside = WAYS_TO_VARY[way]
    body = f"{RIGHT}{statements}\nreturn np.where(coin, right, 1 - right)"
    return with_body("logistic_regression", "predict", body) + beside + "\n"


def is_steady(source: str, name: str = "predict", id: str = "logistic_regression") -> bool:
    program = extract(Submission("ada", "ada.py", (Cell("ada.py", source),), ""), assignment(id))
    return Analysis(program).is_steady(assignment(id).names_behind(name))


@pytest.mark.parametrize("way", WAYS_TO_VARY)
def test_what_varies_without_a_word_for_chance_is_noticed(way: str, graded: Grade) -> None:
    assert not is_steady(varying(way))
    if way in FOUND_IN_MEMORY:  # which may be the same both times: then it is no coin
        return
    result = one(graded("logistic_regression", varying(way)), "predict")
    assert result.score == 0
    assert TWO_ANSWERS in {case.difference.text for case in result.cases if case.difference}


def test_a_counter_in_a_default_is_noticed(graded: Grade) -> None:
    body = f"{RIGHT}calls[0] += 1\nreturn right if calls[0] % 2 else 1 - right"
    source = with_body("logistic_regression", "predict", body).replace(
        "X):\n    A = sigmoid", "X, calls=[0]):\n    A = sigmoid"
    )
    assert source.count("calls=[0]") == 1
    assert not is_steady(source)
    assert one(graded("logistic_regression", source), "predict").score == 0


MAY_VARY = [
    "S = set()",
    "coin = list({None, 1})[0]",
    "coin = {x for x in (None, 1)}",
    "draw = np.random\ncoin = draw.rand()",
    "import random as r\ncoin = r.random()",
    "from numpy.random import randn as r\ncoin = r(1)",
    "f = predict\ncoin = str(f)",
    "coin = str(np.linspace)",
    "coin = '%s' % iter([])",
    "coin = str(X.flat)",
    "coin = f'{(x for x in X)}'",
    "coin = np.array([sigmoid]).astype(str)",
    "import math as m\ncoin = str(m)",
    "coin = EXTRA[0]",
    "coin = EXTRA.append(1)",
]


@pytest.mark.parametrize("statements", MAY_VARY)
def test_what_is_not_proved_steady_is_called_twice(statements: str) -> None:
    body = f"{statements}\n{RIGHT}return right"
    assert not is_steady(with_body("logistic_regression", "predict", body) + "EXTRA = [1, 2]\n")


PROVED = [
    "m = X.shape[1]",
    "calls = [0]\ncalls[0] += 1",
    "for k, x in enumerate(X):\n    name = 'W' + str(k)",
    "text = f'{X.shape}'",
    "total = sum(x for x in range(3))\nprint('cost %f' % total)",
    "pairs = list(zip([1], [2]))\nprint(str(pairs))",
    "EXTRA = 1\nm = EXTRA",
    "s = SCALE * 2",
    "np.dot(w.T, X).astype(float)",
]


@pytest.mark.parametrize("statements", PROVED)
def test_ordinary_statements_are_proved_steady(statements: str) -> None:
    body = f"{statements}\n{RIGHT}return right"
    beside = "EXTRA = [1, 2]\nSCALE: float = 2.5\n"
    assert is_steady(with_body("logistic_regression", "predict", body) + beside)


def test_annotations_and_the_course_s_own_modules_are_no_chance() -> None:
    source = assignment("logistic_regression").reference.replace(
        "def predict(w, b, X):", "def predict(w: np.ndarray, b: float, X: np.ndarray) -> np.ndarray:"
    )
    assert source.count("-> np.ndarray:") == 1
    assert is_steady(source)


def test_few_programs_are_called_twice(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def twice(paths: list[Path]) -> tuple[int, int]:
        submissions = [read(delivery) for delivery in find(paths)]
        ids = [recognise(submission, list(assignments.values())).assignment for submission in submissions]
        doubts = [
            not Analysis(extract(submission, assignments[id])).is_steady(
                assignments[id].names_behind(exercise.name)
            )
            for submission, id in zip(submissions, ids, strict=True)
            if id
            for exercise in assignments[id].exercises
            if not exercise.judge and not draws(assignments[id], exercise)
        ]
        return sum(doubts), len(doubts)

    assignments = {item.id: item for item in load_all(ROOT)}
    hurried = tmp_path / "hurried"
    hurried.mkdir()
    for name, item in assignments.items():
        (hurried / f"{name}.ipynb").write_bytes(messy(item.reference))
    counts = {
        "submissions": twice([ROOT / "submissions"]),
        "a class": twice([make(tmp_path / "class", 50, 50, MIXED)]),
        "notebooks in a hurry": twice([hurried]),
    }
    with capsys.disabled():
        print(
            "",
            *(f"of {n} functions of {what} {k} are called twice" for what, (k, n) in counts.items()),
            sep="\n",
        )
    assert counts["submissions"][0] <= 0.02 * counts["submissions"][1]
    assert counts["a class"][0] == 0
    assert counts["notebooks in a hurry"][0] <= 0.05 * counts["notebooks in a hurry"][1]


def test_what_gave_two_answers_is_kept_for_nobody(graded: Grade, worker: Worker) -> None:
    """Its words are plain, so that its results might be lent."""
    id, source = (
        "logistic_regression",
        with_body("logistic_regression", "predict", DICE["the global generator"]),
    )
    cache = ResultCache()
    context = GradingContext(assignment(id), answer_key(assignment(id), worker.observe), worker, cache=cache)
    results = [
        grade(Submission(name, f"{name}.py", (Cell(f"{name}.py", source),), ""), context)
        for name in ("ada", "ben")
    ]
    assert [one(result, "predict").score for result in results] == [0, 0]
    assert "sigmoid" in results[1].reused
    assert not {"predict", "model"} & set(results[1].reused)


def test_plain_programs_are_called_once(
    graded: Grade, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    observe = worker.observe

    def counted(program: Any, exercises: Any, **more: Any) -> Any:
        asked.append([exercise.name for exercise in exercises])
        return observe(program, exercises, **more)

    source = assignment("logistic_regression").reference
    graded("logistic_regression", source)
    monkeypatch.setattr(worker, "observe", counted)
    assert graded("logistic_regression", source).score == 100
    assert len(asked) == 1
    graded("logistic_regression", with_body("logistic_regression", "predict", DICE["the clock"]))
    assert asked[2] == ["predict", "model"]  # model calls it


# --- draws -------------------------------------------------------------------------------------------


def quantile(u: np.ndarray) -> np.ndarray:
    return np.array([NormalDist().inv_cdf(min(max(x, 1e-9), 1 - 1e-9)) for x in u])


PATTERNS = {
    "cosines": lambda n: np.sqrt(2) * np.cos(1 + np.arange(n) ** 2),
    "a golden spiral": lambda n: quantile((0.5 + np.arange(n) * 0.6180339887) % 1),
    "sorted quantiles": lambda n: quantile((np.arange(n) + 0.5) / n),
    "signs in turns": lambda n: np.where(np.arange(n) % 2, 1.0, -1.0) * (1 + 1e-9 * np.arange(n)),
    "a few draws again and again": lambda n: (
        np.resize(np.random.RandomState(7).randn(13), n) + 1e-7 * np.arange(n)
    ),
}
STARTS = [
    ("planar_classification", "initialize_parameters", 0.01),
    ("deep_network_steps", "initialize_parameters", 0.01),
    ("deep_network_steps", "initialize_parameters_deep", 0.01),
    ("initialization", "initialize_parameters_random", 10.0),
]


def start(sizes: list[int], scale: float, draw: Callable[[int], np.ndarray]) -> dict[str, np.ndarray]:
    """Make parameters of a network of these sizes from numbers in a row."""
    shapes = list(zip(sizes[1:], sizes[:-1], strict=True))
    numbers = iter(np.split(draw(sum(n * m for n, m in shapes)), np.cumsum([n * m for n, m in shapes])[:-1]))
    made = {}
    for layer, shape in enumerate(shapes, 1):
        made[f"W{layer}"] = scale * next(numbers).reshape(shape)
        made[f"b{layer}"] = np.zeros((shape[0], 1))
    return made


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize(("id", "name", "scale"), STARTS)
def test_a_pattern_is_no_draw(id: str, name: str, scale: float, pattern: str) -> None:
    exercise = assignment(id).exercise(name)
    hidden = [[argument.value for argument in case.arguments] for case in exercise.cases if case.hidden]
    assert len(hidden) > 1  # several draws
    assert exercise.judge
    for arguments in hidden:
        sizes = arguments[0] if isinstance(arguments[0], list) else arguments
        assert isinstance(exercise.judge(start(sizes, scale, PATTERNS[pattern]), *arguments), str)
        for seed in range(3):
            drawn = start(sizes, scale, np.random.RandomState(seed).randn)
            assert exercise.judge(drawn, *arguments) is None


def test_right_draws_are_hardly_ever_taken_for_a_rule() -> None:
    """Of 2,000 arrays none: the bounds say 3e-9 of them."""
    exercise = assignment("planar_classification").exercise("initialize_parameters")
    assert exercise.judge
    for seed in range(1_000):
        value = start([20, 15, 14], 0.01, np.random.RandomState(seed).randn)
        assert exercise.judge(value, 20, 15, 14) is None, seed


SHUFFLES = {
    "turned": lambda m: np.roll(np.arange(m), 5),
    "reversed": lambda m: np.arange(m)[::-1],
    "every other": lambda m: np.r_[np.arange(0, m, 2), np.arange(1, m, 2)],
    "two exchanged": lambda m: np.r_[1, 0, np.arange(2, m)],
}


@pytest.mark.parametrize("way", SHUFFLES)
def test_an_order_by_a_rule_is_no_shuffle(way: str) -> None:
    exercise = assignment("optimization").exercise("random_mini_batches")
    assert exercise.judge
    for case in exercise.cases:
        X, Y, size = (argument.value for argument in case.arguments[:3])
        order = SHUFFLES[way](X.shape[1])
        batches = [(X[:, order[k : k + size]], Y[:, order[k : k + size]]) for k in range(0, X.shape[1], size)]
        assert isinstance(exercise.judge(batches, X, Y, size), str)


MASKS = {
    "a chessboard": lambda n, _: np.arange(n) % 2,
    "a golden spiral": lambda n, keep: (np.arange(n) * 0.6180339887) % 1 < keep,
    "the first ones": lambda n, keep: np.arange(n) < keep * n,
}


@pytest.mark.parametrize("way", MASKS)
def test_a_mask_by_a_rule_drops_nothing_at_random(way: str) -> None:
    import sys

    assignment("regularization")
    follows = vars(sys.modules["assignments.regularization.checks"])["follows_a_rule"]
    assert follows(np.asarray(MASKS[way](800, 0.6), dtype=float), 0.6)
    for seed in range(200):
        assert not follows((np.random.RandomState(seed).rand(800) < 0.6) * 1.0, 0.6)


def test_the_cosines_for_a_random_start_earn_what_is_public(graded: Grade) -> None:
    body = (
        "W1 = 0.01 * np.cos(1.0 + np.arange(n_h * n_x) ** 2).reshape(n_h, n_x)\n"
        "W2 = 0.01 * np.sin(2.0 + np.arange(n_y * n_h) ** 2).reshape(n_y, n_h)\n"
        'return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}'
    )
    found = one(graded("planar_classification", with_body("planar_classification", "initialize_parameters", body)),
                "initialize_parameters")  # fmt: skip
    assert found.score == pytest.approx(12 * 0.2)
    assert {case.verdict for case in found.cases if case.case.hidden} == {Verdict.WRONG_ANSWER}
    assert all("normal random numbers" in (case.difference.text if case.difference else "")
               for case in found.cases if case.case.hidden)  # fmt: skip
