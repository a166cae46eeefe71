"""Statements that are compiled here and moved into their place in the child."""

from __future__ import annotations

import ast
import marshal
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from grader.worker.child.program import Statement
from grader.worker.code import LONGEST, code_of, same_code

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


@pytest.mark.parametrize("path", REFERENCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("line", [1, 40])
def test_code_that_was_moved_is_the_code_that_would_have_been_compiled_there(path, line):
    for source in [*statements(path), ODD]:
        code = code_of(source)
        assert code is not None
        moved = Statement("cell 3", line, source, code).compiled()
        there = compile("\n" * (line - 1) + source, "cell 3", "exec", dont_inherit=True)
        assert list(told(moved)) == list(told(there))


def test_comments_layout_and_place_do_not_count():
    written, reworded = "def f(x):\n    return x + 1\n", "\n\ndef f( x ):  # one\n\n  return x+1"
    assert same_code(written) == same_code(reworded)
    assert same_code(written) != same_code("def f(x):\n    return x + 2\n")
    assert same_code("x = 1") != same_code("x = 1.0")


def test_what_the_compiler_would_double_without_end_is_not_compiled_here():
    nested = "".join(f"{' ' * at}try: pass\n{' ' * at}finally:\n" for at in range(1, 20))
    bomb = f"def f():\n{nested}{' ' * 20}x = 1\n"
    assert len(bomb) < 1000
    assert code_of(bomb) is None


def test_very_long_statements_and_what_is_not_python_are_not_compiled_here():
    assert code_of("x = [" + "1, " * LONGEST + "]") is None
    assert code_of("def f(x, x): pass") is None
    assert code_of("x = '\0'") is None


def test_an_ordinary_cleanup_is_compiled_here():
    assert code_of("def f(p):\n    try:\n        return p.read()\n    finally:\n        p.close()\n")


def test_a_warning_of_the_compiler_is_the_student_s_affair(recwarn):
    assert code_of("def f(x):\n    return x is 1, '\\d'\n")
    assert not recwarn


def test_a_statement_without_code_is_compiled_in_the_child():
    namespace: dict[str, object] = {}
    exec(Statement("cell 1", 3, "y = 2\n", None).compiled(), namespace)
    assert namespace["y"] == 2
    assert marshal.loads(code_of("y = 2") or b"").co_filename == ""
