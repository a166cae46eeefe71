"""Statements that a walled process compiles, and that are moved into their place in the child."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from grader.worker import Worker
from grader.worker.child.compiling import compile_part, compile_to_bytes
from grader.worker.child.pieces import Statement
from grader.worker.compiled import LONGEST, Codes

ROOT = Path(__file__).resolve().parents[1]
REFERENCES = sorted((ROOT / "reference").glob("[a-z]*.py"))
ODD = """\
@(lambda f: f)
class A:
    x: int = [lambda y=y: (y, [z for z in range(y)]) for y in range(3)]

    async def f(self, *, a=f"{1 + 1}"):
        \'\'\'Several
        lines.\'\'\'
        try:
            return await self.f(a=1)
        except* ValueError as error:
            raise RuntimeError from error


"""


def statements(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    return (ast.get_source_segment(source, node) or "" for node in ast.parse(source).body)


def told(code: CodeType) -> Iterator[object]:
    """Tell all that a code object is, and those in it."""
    yield from (code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
    yield from (code.co_filename, code.co_name, code.co_qualname, code.co_flags, code.co_exceptiontable)
    yield from (code.co_argcount, code.co_kwonlyargcount)
    # a module's code begins in line 1 wherever its first statement stands, before anything of it runs
    yield from (code.co_firstlineno if code.co_name != "<module>" else 1, list(code.co_positions())[1:])
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from told(constant)
        else:
            yield repr(constant)


@pytest.fixture(scope="module")
def codes() -> Iterator[Codes]:
    with Worker() as worker:
        yield worker._codes


def nested(depth: int) -> str:
    """Return a function whose `finally` blocks are copied for every `return` around them."""
    blocks = "".join(
        "\n".join([" " * at + f"if z: return {number}" for number in range(28)])
        + f"\n{' ' * (at - 1)}finally:\n"
        for at in range(depth + 1, 1, -1)
    )
    opened = "".join(f"{' ' * at}try:\n" for at in range(1, depth + 1))
    return f"def sigmoid(z):\n{opened}{blocks}{' ' * 2}return z\n"


BOMBS = {
    "returns in finally": nested(3),
    "constant tuples": "x = " + " + ".join("((1,) * 256)" for _ in range(1_300)) + "\n",
    "finally in finally": "def f():\n"
    + "".join(f"{' ' * at}try: pass\n{' ' * at}finally:\n" for at in range(1, 19))
    + " " * 19
    + "x = 1\n",
    "nested brackets": "x = " + "[" * 150 + "]" * 150 + "\n",
    "constant text": "x = (" + " + ".join("'a' * 4000" for _ in range(1_200)) + ")\n",
}


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("line", [1, 40])
def test_code_that_was_moved_is_the_code_that_would_have_been_compiled_there(path, line, codes):
    sources = [*statements(path), ODD]
    for source, code in zip(sources, codes.get(sources), strict=True):
        assert code is not None
        moved = Statement("cell 3", line, source, code).compile()
        there = compile_part("\n" * (line - 1) + source, "cell 3")
        assert list(told(moved)) == list(told(there))


def test_very_long_statements_and_what_is_not_python_are_left_to_the_child(codes):
    sources = ["x = [" + "1, " * LONGEST + "]", "def f(x, x): pass", "x = '\0'", "y = 2"]
    assert [code is None for code in codes.get(sources)] == [True, True, True, False]


def test_what_is_known_is_not_compiled_again(codes, monkeypatch):
    first = codes.get(["z = 3\n"])
    monkeypatch.setattr(codes, "_compile", lambda sources: pytest.fail(f"asked for {sources}"))
    assert codes.get(["z = 3\n", "z = 3\n"]) == first * 2


def test_a_process_that_hangs_or_dies_costs_what_it_hung_on_and_is_replaced(codes, monkeypatch):
    monkeypatch.setattr("grader.worker.compiled.SECONDS", 0.5)
    codes.get(["a = 1"])
    process = codes._process._child
    found = codes.get(["b = 1", BOMBS["finally in finally"], "c = 1"])
    assert found[0] is not None
    assert found[1] is None
    assert codes._process._child is not process
    monkeypatch.undo()
    assert codes.get(["c = 1"])[0] is not None  # what stood behind it waits for the next time
    monkeypatch.setattr(codes, "_compile", lambda sources: pytest.fail("the bomb is tried again"))
    assert codes.get([BOMBS["finally in finally"]]) == [None]


def test_a_process_that_was_killed_is_replaced(codes):
    codes.get(["d = 1"])
    codes._process._child._kill()
    codes.get(["e = 1"])
    assert codes.get(["f = 1"])[0] is not None


def test_what_is_kept_has_bounds(monkeypatch):
    monkeypatch.setattr("grader.worker.compiled.ROOM", 2_000)
    with Worker() as worker:
        codes = worker._codes
        codes.get([f"a = {number}" for number in range(100)])
        held = [len(codes._codes.peek(name) or b"") for name in codes._codes]
        assert 0 < sum(held) == codes._codes.size <= 2_000


def test_a_warning_of_the_compiler_is_the_student_s_affair(recwarn):
    assert compile_to_bytes("def f(x):\n    return x is 1, '\\d'\n") or not recwarn


def test_a_statement_without_code_is_compiled_in_the_child():
    namespace: dict[str, object] = {}
    exec(Statement("cell 1", 3, "y = 2\n", None).compile(), namespace)
    assert namespace["y"] == 2


GRADED = """
import sys
from pathlib import Path

def most_held():
    # in kB; what its parent held is not counted
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

from grader.course import load
from grader.course.key import answer_key
from grader.grading.cache import ResultCache
from grader.grading.grade import GradingContext, grade
from grader.model import Cell, Submission
from grader.worker import Worker

assignment = load(Path(sys.argv[1]), "logistic_regression")
with Worker() as worker:
    key = answer_key(assignment, worker.observe)
    context = GradingContext(assignment, key, worker, cache=ResultCache())
    before = most_held()
    result = grade(Submission("bomb", "bomb", (Cell("a.py", sys.stdin.read()),), ""), context)
    right = grade(Submission("right", "right", (Cell("r.py", assignment.reference),), ""), context)
    after = most_held()
    print(result.status, right.score, (after - before) // 1024, after // 1024)
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_the_compiler_explodes_nowhere_but_behind_the_walls(bomb):
    run = subprocess.run(
        [sys.executable, "-c", GRADED, str(ROOT)],
        input=BOMBS[bomb],
        capture_output=True,
        text=True,
        check=True,
    )
    status, score, more, most = run.stdout.split()
    assert (status, float(score)) == ("graded", 100)
    assert int(more) < 60, run.stdout  # megabytes
    assert int(most) < 300, run.stdout
