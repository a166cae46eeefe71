"""Rewrites submissions as students write them: what stands around a function changes, what it computes does not.

A way of rewriting takes the code of a submission's cells, or of its one file, and returns other code: right functions
stay right, wrong ones wrong in the same way.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from grader.model import Cell, Submission

ROOT = Path(__file__).resolve().parents[1]
Sources = list[str]
Way = Callable[[Sources], Sources]
Function = ast.FunctionDef


def rewritten(submission: Submission, way: Way) -> Submission:
    """Return a submission in other words; a notebook may get cells, a file stays one."""
    is_file = submission.path.endswith(".py")
    sources = way([cell.source for cell in submission.cells])
    if is_file:
        cells = [Cell(submission.cells[0].origin, "\n".join(sources))] if sources else []
    else:
        cells = [Cell(f"cell {number}", source) for number, source in enumerate(sources, 1)]
    return replace(submission, cells=tuple(cells))


def samples() -> Iterator[tuple[str, Path]]:
    """Yield the course's example submissions, each with its assignment."""
    for path in sorted((ROOT / "submissions").glob("*/*.*")):
        yield path.parent.name, path


# --- where something is put ---------------------------------------------------------------------------


def functions(source: str) -> list[Function]:
    """Return the functions of a cell that Python reads, last first: what is put into one moves no other."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return []
    return [node for node in body if isinstance(node, ast.FunctionDef) and node.body[0].lineno > node.lineno][
        ::-1
    ]


def at_top(*lines: str) -> Way:
    return lambda sources: ["\n".join([*lines, ""]), *sources]


def below(*lines: str) -> Way:
    return lambda sources: [*sources, "\n".join(["", *lines, ""])]


def in_each_cell(change: Callable[[str], str]) -> Way:
    return lambda sources: [change(source) for source in sources]


def in_each_function(*lines: str) -> Way:
    """Begin every function with these lines, after what says what it is for."""

    def change(source: str) -> str:
        text = source.split("\n")
        for function in functions(source):
            first = function.body[0]
            is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            at = (first.end_lineno or first.lineno) if is_text else first.lineno - 1
            text[at:at] = [" " * first.col_offset + line for line in lines]
        return "\n".join(text)

    return in_each_cell(change)


def before_each_function(*lines: str) -> Way:
    def change(source: str) -> str:
        text = source.split("\n")
        for function in functions(source):
            at = min([function.lineno, *(each.lineno for each in function.decorator_list)]) - 1
            text[at:at] = lines
        return "\n".join(text)

    return in_each_cell(change)


def with_hints(hint: str) -> Way:
    """Say of every argument, and of what comes back, that it is this."""

    def change(source: str) -> str:
        text = source.split("\n")
        for function in functions(source):
            for argument in function.args.args[::-1]:
                line = text[argument.lineno - 1].encode()
                place = argument.end_col_offset or 0
                text[argument.lineno - 1] = (line[:place] + f": {hint}".encode() + line[place:]).decode()
            line_number = function.lineno - 1
            if re.search(r"\):[ \t]*(#.*)?$", text[line_number]):
                text[line_number] = re.sub(r"\):([ \t]*(?:#.*)?)$", rf") -> {hint}:\1", text[line_number])
        return "\n".join(text)

    return in_each_cell(change)


def one_after_another(*ways: Way) -> Way:
    def change(sources: Sources) -> Sources:
        for way in ways:
            sources = way(sources)
        return sources

    return change


def indented(lines: Iterable[str], by: str = "    ") -> list[str]:
    return [by + line if line.strip() else line for line in lines]


def replacing_functions(change: Callable[[list[str], Function], list[str]]) -> Way:
    """Write every function in other lines."""

    def change_cell(source: str) -> str:
        text = source.split("\n")
        for function in functions(source):
            if not function.decorator_list:
                span = slice(function.lineno - 1, function.end_lineno)
                text[span] = change(text[span], function)
        return "\n".join(text)

    return in_each_cell(change_cell)


def in_a_class(lines: list[str], function: Function) -> list[str]:
    holder = f"Of_{function.name}"
    return [
        f"class {holder}:",
        "    @staticmethod",
        *indented(lines),
        f"{function.name} = {holder}.{function.name}",
    ]


def under_another_name(lines: list[str], function: Function) -> list[str]:
    first = lines[0].replace(f"def {function.name}", f"def own_{function.name}", 1)
    return [first, *lines[1:], f"{function.name} = own_{function.name}"]


def with_type_parameters(lines: list[str], function: Function) -> list[str]:
    return [lines[0].replace(f"def {function.name}", f"def {function.name}[T: (int, float)]", 1), *lines[1:]]


def with_line_first(line: str) -> Way:
    return in_each_cell(lambda source: f"{line}\n{source}" if source.strip() else source)


def with_calls_below(sources: Sources) -> Sources:
    """Call every function as notebooks do, with what only a run can load."""
    names = [function.name for source in sources for function in functions(source)[::-1]]
    calls = [f"result_{name} = {name}(X, Y)\nprint({name}(X), result_{name})" for name in names]
    return [
        *sources,
        "\n".join(["", "X, Y = load_dataset()", *calls, "if __name__ == '__main__':", "    main()", ""]),
    ]


# --- the ways -----------------------------------------------------------------------------------------

REWRITES: dict[str, Way] = {
    "a plot of two axes": one_after_another(
        in_each_function(
            "fig, (ax1, ax2) = plt.subplots(1, 2)",
            "line, = ax1.plot([1, 2])",
            "ax2.set_xlim(0, ax1.get_xlim()[1] * 2)",
        ),
        at_top("import matplotlib.pyplot as plt"),
    ),
    "a histogram": one_after_another(
        in_each_function(
            "n_, bins_, patches_ = plt.hist([1, 2, 2], bins=3)", "lo_, hi_ = plt.ylim()", "plt.show()"
        ),
        at_top("from matplotlib import pyplot as plt"),
    ),
    "a logger": one_after_another(
        in_each_function("logger.debug('called')"),
        at_top("import logging", "logger = logging.getLogger('homework')", "logger.setLevel(logging.INFO)"),
    ),
    "a clock": one_after_another(
        in_each_function("elapsed_ = time.time() - began"), at_top("import time", "began = time.time()")
    ),
    "an object of one's own class": one_after_another(
        in_each_function("rate_ = settings.rate() + settings.table['a']"),
        at_top(
            *("class Settings:", "    def __init__(self):", "        self.table = {}"),
            *(
                "    def rate(self):",
                "        return 0.5",
                "settings = Settings()",
                "settings.table['a'] = 1",
            ),
        ),
    ),
    "a table that a loop fills": one_after_another(
        in_each_function("assert squares_[3] == 9"),
        at_top("squares_ = {}", "for number_ in range(5):", "    squares_[number_] = number_ ** 2"),
    ),
    "the value of one's own function": one_after_another(
        in_each_function("assert scale_ == 6"),
        at_top(
            "def make_scale_(n):", "    return n * make_scale_(n - 1) if n else 1", "scale_ = make_scale_(3)"
        ),
    ),
    "a generator made once": one_after_another(
        in_each_function("draw_ = dice_.random() + stream_.normal()"),
        at_top(
            "import random",
            "import numpy as np",
            "dice_ = random.Random(3)",
            "stream_ = np.random.default_rng(1)",
        ),
    ),
    "hints of a module that is not there": one_after_another(
        with_hints("torch.Tensor | Undefined"), at_top("import torch")
    ),
    "hints with the future import": one_after_another(
        with_hints("'Matrix' | list[float, ...]"), at_top("from __future__ import annotations")
    ),
    "numba": one_after_another(
        before_each_function("@njit(parallel=True, cache=True)"), at_top("from numba import njit, prange")
    ),
    "decorators of one's own and of beartype": one_after_another(
        before_each_function("@beartype", "@timed_"),
        at_top(
            *(
                "import functools, time",
                "from beartype import beartype",
                "def timed_(f):",
                "    @functools.wraps(f)",
            ),
            *(
                "    def run(*args, **kwargs):",
                "        start = time.time()",
                "        value = f(*args, **kwargs)",
            ),
            *("        run.spent = time.time() - start", "        return value", "    return run"),
        ),
    ),
    "a progress bar": one_after_another(
        in_each_function("for _ in tqdm(range(2), desc='x'):", "    pass"),
        at_top("from tqdm.notebook import tqdm"),
    ),
    "magics": one_after_another(
        at_top("%matplotlib inline", "%load_ext autoreload", "!ls -l", "files_ = !ls"),
        below("%time print(1)", "?print"),
    ),
    "timed cells": with_line_first("%%time"),
    "in a try": replacing_functions(
        lambda lines, _: ["try:", *indented(lines), "except ImportError:", "    print('no')"]
    ),
    "under an if": replacing_functions(lambda lines, _: ["if np is not None:", *indented(lines)]),
    "a class around it": replacing_functions(in_a_class),
    "another name": replacing_functions(under_another_name),
    "helper modules that are not there": one_after_another(
        in_each_function("text_ = f'{'a'}'"),
        at_top("import my_plots", "from my_tests import *", "from .own import draw"),
    ),
    "type parameters": replacing_functions(with_type_parameters),
    "runs below": with_calls_below,
}
