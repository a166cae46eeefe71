"""Compiles statements for other children, behind the same walls: what the compiler is fed is strangers' text."""

from __future__ import annotations
import __future__

import ast
import marshal
import warnings
from types import CodeType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from grader.worker.child.channel import Channel

WORD = "compile"  # what a child is told that is to do this, instead of a program
MOST_CODE = 1 << 18  # bytes of a statement's code: of what is larger every child makes its own
MOST_MEMORY = 64 << 10  # kB this process may grow by and still go on

HINTS_ARE_TEXT = __future__.annotations.compiler_flag  # nobody evaluates them: a type hint costs no mark


def compile_part(source: str | ast.Module, origin: str) -> CodeType:
    """Compile statements of a student's, with their asserts."""
    code = compile(source, origin, "exec", HINTS_ARE_TEXT, dont_inherit=True, optimize=0)
    return cast("CodeType", code)


def serve(channel: Channel) -> None:
    """Answer each statement with its code, or None, and whether this process has seen its best days."""
    import resource

    warnings.simplefilter("ignore")  # invalid escapes and the like are the student's affair
    limit = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + MOST_MEMORY
    while True:
        for source in channel.receive():
            code = compile_to_bytes(source)
            channel.send((code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > limit))


def compile_to_bytes(source: str) -> bytes | None:
    """Compile a statement, as if it stood in the first line of a file without a name, and marshal its code."""
    try:
        marshalled = marshal.dumps(compile_part(source, ""))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return marshalled if len(marshalled) <= MOST_CODE else None
