"""A cell becomes its top-level statements; one that does not parse costs only itself, and a note tells."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from grader.model import Cell, Note
from grader.submission import ipython
from grader.submission.lines import starts
from grader.submission.repair import repair

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_REPAIRS = 40
PARSE_BUDGET = 400_000  # characters; each repair costs another parse
DEFINES = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
STEPS = (
    ipython.without_magics,
    ipython.without_indent,
    ipython.without_prompts,
    ipython.without_anything_like_magics,
)
LIFTED = "if True:"  # keeps an indented statement as it is
NUMBERED = re.compile(r"\b(line) (\d+)")


class Statement(NamedTuple):
    """A statement at the top level of a cell, or one lifted out of a block there."""

    node: ast.stmt
    origin: str
    first_line: int  # of the source, in its cell
    source: str


class Parsed(NamedTuple):
    source: str  # of as many lines as before
    body: list[ast.stmt]


def statements(cell: Cell) -> tuple[list[Statement], list[Note]]:
    """Parse a cell, mending and leaving out what must be."""
    if not cell.source.strip():
        return [], []
    source, parsed = _as_python(cell.source)
    if parsed:
        return list(_split(parsed, cell.origin)), []
    source, parsed, notes = _repaired(source, cell.origin, 0)
    if parsed:
        return list(_split(parsed, cell.origin)), notes
    return _salvaged(source, cell.origin, notes)


def lifted(statement: Statement) -> Iterator[Statement]:
    """Take the statements out of an `if`, `try` or `with` block, at their own lines."""
    lines = statement.source.split("\n")
    for node in _inside(statement.node):
        first = first_line(node)
        if node.lineno == statement.node.lineno:  # if condition: statement
            yield Statement(node, statement.origin, first, _unparsed(node))
            continue
        begin, end = first - statement.first_line, (node.end_lineno or first) + 1 - statement.first_line
        yield Statement(node, statement.origin, first - 1, "\n".join([LIFTED, *lines[begin:end], ""]))


def _inside(node: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "handlers", "orelse", "finalbody"):
        for child in getattr(node, name, ()):
            if isinstance(child, ast.ExceptHandler):
                yield from child.body
            else:
                yield child


def _as_python(source: str) -> tuple[str, Parsed | None]:
    """Undo what IPython adds to Python, trying the code as it is first."""
    if ipython.has_cell_magic(source):
        source = ipython.without_cell_magic(source)
    parsed = _parsed(source)
    for step in STEPS:
        if parsed:
            break
        changed = step(source)
        if changed != source:
            source, parsed = changed, _parsed(changed)
    return source, parsed


def _parsed(source: str) -> Parsed | None:
    result = _parse(source)
    return result if isinstance(result, Parsed) else None


def _parse(source: str) -> Parsed | SyntaxError:
    try:
        return Parsed(source, ast.parse(source).body)
    except SyntaxError as error:
        return error
    except (RecursionError, MemoryError):
        return SyntaxError("it is nested too deeply")
    except ValueError as error:
        return SyntaxError(str(error))


def _repaired(source: str, origin: str, skipped: int) -> tuple[str, Parsed | None, list[Note]]:
    """Mend one thing after another until the code parses or nothing more can be mended."""
    remarks: dict[str, int] = {}
    for _ in range(min(MAX_REPAIRS, 2 + PARSE_BUDGET // (len(source) + 1))):
        result = _parse(source)
        if isinstance(result, Parsed):
            return source, result, [_note(origin, line + skipped, each) for each, line in remarks.items()]
        mended = repair(source, result)
        if mended is None or mended.source == source:
            break
        source = mended.source
        remarks.setdefault(mended.remark, mended.line)
    return source, None, []


def _note(origin: str, line: int, remark: str) -> Note:
    return Note(f"{origin}, line {line} {remark}.", origin, line)


def _salvaged(source: str, origin: str, notes: list[Note]) -> tuple[list[Statement], list[Note]]:
    """Parse each top-level statement by itself."""
    lines = source.split("\n")
    begins = starts(source) or [0]
    kept: list[Statement] = []
    for first, last in zip(begins, [*begins[1:], len(lines)], strict=True):
        piece = "\n".join(lines[first:last])
        statements, more = _piece(piece, origin, first)
        kept += statements
        notes += more
    return kept, notes


def _piece(source: str, origin: str, skipped: int) -> tuple[list[Statement], list[Note]]:
    mended, parsed, notes = _repaired(source, origin, skipped)
    if parsed is None and (whole := _before_dedent(mended)):
        _, parsed, _ = _repaired(whole, origin, skipped)
        notes = [_broken_note(mended, origin, skipped, "")]
    if parsed is None:
        found = DEFINES.search(source)
        return [], [_broken_note(mended, origin, skipped, found[1] if found else "")]
    return [_moved(each, skipped) for each in _split(parsed, origin)], notes


def _moved(statement: Statement, lines: int) -> Statement:
    ast.increment_lineno(statement.node, lines)
    return Statement(statement.node, statement.origin, statement.first_line + lines, statement.source)


def _before_dedent(source: str) -> str:
    """Cut a function off where a line after it stands further left than its body, yet not at the margin."""
    error = _parse(source)
    lines = source.split("\n")
    if not isinstance(error, SyntaxError) or not DEFINES.match(source) or not error.lineno:
        return ""
    body = next((_indent(line) for line in lines[1:] if line.strip()), 0)
    at = min(error.lineno, len(lines)) - 1
    return "\n".join(lines[:at]) if 0 < _indent(lines[at]) < body else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _broken_note(source: str, origin: str, skipped: int, name: str) -> Note:
    error = _parse(source)
    message, line = "invalid syntax", 1
    if isinstance(error, SyntaxError):
        message, line = error.msg or message, error.lineno or 1
    message = NUMBERED.sub(lambda found: f"{found[1]} {int(found[2]) + skipped}", message)
    lost = f"the definition of {name} there does not count" if name else "what it says there is left out"
    return _note(origin, line + skipped, f"is not valid Python ({message}); {lost}")


def _split(parsed: Parsed, origin: str) -> Iterator[Statement]:
    lines = parsed.source.split("\n")
    for place, node in enumerate(parsed.body):
        after = parsed.body[place + 1].lineno if place + 1 < len(parsed.body) else 0
        first, last = first_line(node), node.end_lineno or node.lineno
        if node.col_offset or after == last:  # it shares a line with another, as in a = 1; b = 2
            yield Statement(node, origin, first, _unparsed(node))
        else:
            yield Statement(node, origin, first, "\n".join([*lines[first - 1 : last], ""]))


def _unparsed(node: ast.stmt) -> str:
    try:
        return f"{ast.unparse(node)}\n"
    except RecursionError:
        return "pass\n"


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)])
