"""What a child is told: its program, then a case's arguments; replies.py reads what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.worker.wire import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.model import Case, Chunk, Program
    from grader.worker.limits import Limits


def first_message(program: Program, codes: Sequence[bytes | None], limits: Limits) -> tuple[Any, ...]:
    """Return what a child is told before anything else; `codes` are those of the program's chunks."""
    chunks = list(map(_chunk_fields, program.chunks, codes))
    own = dict(program.own_modules), dict(program.files)
    return chunks, dict(program.modules), limits.output_bytes, *own


def leave_to_child(sources: Sequence[object]) -> list[bytes | None]:
    """Return no code for these statements: the child compiles them itself."""
    return [None] * len(sources)


def argument_fields(case: Case) -> list[tuple[str, Any, bool]]:
    """Return a case's arguments as plain values: name, value, and whether a function may do without it."""
    return [(argument.name, argument.value, argument.optional) for argument in case.arguments]


def arguments_frame(case: Case) -> bytes:
    """Return the frame of a case's arguments, which child/calling.py opens."""
    return encode(argument_fields(case))


def _chunk_fields(chunk: Chunk, code: bytes | None) -> tuple[str, int, str, bytes | None]:
    return chunk.origin, chunk.first_line, chunk.source, code
