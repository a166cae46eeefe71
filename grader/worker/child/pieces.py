"""Statements of a submission as code, one or several at a time, and the way to take them apart should one fail."""

from __future__ import annotations

import ast
import linecache
import marshal
from types import CodeType
from typing import TYPE_CHECKING, NamedTuple

from grader.worker.child.compiling import compile_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Statement(NamedTuple):
    """A statement, or several in a row, as it arrives."""

    origin: str
    first_line: int
    source: str
    marshalled: bytes | None  # its code, unless compiling it is left to this process (worker/compiled.py)

    @property
    def text(self) -> str:
        return "\n" * (self.first_line - 1) + self.source

    def parse(self) -> ast.Module:
        return ast.parse(self.text, self.origin)

    def compile(self) -> CodeType:
        if self.marshalled is None:
            return compile_part(self.text, self.origin)
        code = marshal.loads(self.marshalled)  # noqa: S302  # from another child; what is in it runs here anyway
        return _move(code, self.origin, max(self.first_line, 1) - 1)


class Part(NamedTuple):
    """Consecutive statements as one code object, and the way to take them apart should one fail."""

    code: CodeType
    nodes: Callable[[], list[ast.stmt]]


def part_of(nodes: list[ast.stmt], origin: str) -> Part:
    return Part(compile_part(ast.Module(nodes, []), origin), lambda: nodes)


def split_before(nodes: list[ast.stmt], line: int) -> tuple[list[ast.stmt], list[ast.stmt]]:
    """Return the statements before the one at this line, and the others."""
    index = next((index for index, node in enumerate(nodes) if (node.end_lineno or 0) >= line), 0)
    return nodes[:index], nodes[index:]


def failed_line(error: BaseException, code: CodeType) -> int:
    """Return the line of `code` at which the exception was raised."""
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code is code:
            return trace.tb_lineno or 0
        trace = trace.tb_next
    return 0


def _move(code: CodeType, origin: str, lines: int) -> CodeType:
    """Move code that was compiled as if it stood in the first line of a file without a name."""
    constants = tuple(
        _move(constant, origin, lines) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
    )
    first = code.co_firstlineno + lines
    return code.replace(co_consts=constants, co_filename=origin, co_firstlineno=first)


def remember_lines(chunks: Iterable[Statement]) -> None:
    """Let tracebacks and inspect find the source of code that is in no file."""
    lines: dict[str, list[str]] = {}
    for origin, first, source, _ in chunks:
        own = lines.setdefault(origin, [])
        own.extend("\n" for _ in range(first - 1 - len(own)))
        text = source.splitlines(keepends=True)
        own[first - 1 : first - 1 + len(text)] = text
    for origin, own in lines.items():
        linecache.cache[origin] = (sum(map(len, own)), None, own, origin)
