"""A cell becomes its top-level statements; one that does not parse costs only itself, and a note tells."""

from __future__ import annotations

import ast
import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from grader.model import Cell, Note
from grader.submission.extraction import ipython, newer
from grader.submission.extraction.cell_magics import CellMagic, cell_magic, functions_in
from grader.submission.extraction.lines import statement_starts
from grader.submission.extraction.repair import repair
from grader.wording import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_REPAIRS = 40
LARGE = 100_000  # characters; what is so large is mended but twice as a whole, then statement by statement
PATIENCE = 1_000_000  # characters parsed for mending, in all of a submission
DEFINES = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
STEPS = (
    ipython.without_magics,
    ipython.without_indent,
    ipython.without_prompts,
    ipython.without_anything_like_magics,
)
LIFTED = b"if True:"  # keeps an indented statement as it is
FSTRING = re.compile(r"[fF][rR]?[\"']")
MAX_FIELDS = 200_000_000  # brackets times characters: before Python 3.12, f-strings take the time of both
NUMBERED = re.compile(r"\b(line) (\d+)")


class Statement(NamedTuple):
    """A statement at the top level of a cell, or one lifted out of a block there."""

    node: ast.stmt
    origin: str
    first_line: int  # of the source, in its cell
    source: str


class ParsedCell(NamedTuple):
    source: str  # of as many lines as before
    body: list[ast.stmt]


class BrokenPiece(NamedTuple):
    source: str
    error: SyntaxError


class Patience:
    """How much more of a submission may be parsed for mending it: each mended line costs another parse."""

    def __init__(self) -> None:
        self._left = PATIENCE

    def bears(self, source: str) -> bool:
        self._left -= len(source)
        return self._left > 0


def parse_cell(cell: Cell, patience: Patience) -> tuple[list[Statement], list[Note]]:
    """Parse a cell, mending and leaving out what must be."""
    if not cell.source.strip():
        return [], []
    magic = cell_magic(cell.source)
    if magic.is_foreign:
        return [], list(_foreign_notes(magic, cell.origin))
    result, notes = _as_python(magic.rest), list[Note]()
    if isinstance(result, BrokenPiece) and not magic.is_known and not functions_in(magic.rest):
        return [], []
    if isinstance(result, BrokenPiece):
        result, notes = _mend(result, cell.origin, 0, patience)
    if isinstance(result, BrokenPiece):
        result, salvage_notes = _salvage(result.source, cell.origin, patience)
        notes += salvage_notes
    return list(_split(result, cell.origin)), notes


def _foreign_notes(magic: CellMagic, origin: str) -> Iterator[Note]:
    """Tell of the functions in a cell that is not Python."""
    if names := functions_in(magic.rest):
        lost = f"its {plural('definition', len(names))} of {join_words(names, most=6)}"
        does = "does" if len(names) == 1 else "do"
        text = f"{origin} begins with %%{magic.name}, so it is not Python and {lost} {does} not count."
        yield Note(text, origin)


def lift(statement: Statement) -> Iterator[Statement]:
    """Take the statements out of an `if`, `try` or `with` block, at their own lines."""
    lines = [line.encode() for line in statement.source.split("\n")]
    for node in _inside(statement.node):
        first, last = first_line(node), node.end_lineno or node.lineno
        own = lines[first - statement.first_line : last + 1 - statement.first_line]
        after = own[-1][node.end_col_offset :].lstrip()
        if own[node.lineno - first][: node.col_offset].strip() or after.startswith(b";"):
            yield Statement(node, statement.origin, first, _segment(own, node, first))  # else: a = 1; b = 2
        else:
            text = b"\n".join([LIFTED, *own, b""]).decode()
            yield Statement(node, statement.origin, first - 1, text)


def _inside(node: ast.stmt) -> Iterator[ast.stmt]:
    for name in ("body", "handlers", "orelse", "finalbody"):
        for child in getattr(node, name, ()):
            if isinstance(child, ast.ExceptHandler):
                yield from child.body
            else:
                yield child


def _as_python(source: str) -> ParsedCell | BrokenPiece:
    """Undo what IPython adds to Python, trying the code as it is first."""
    result = _parse(source)
    for step in STEPS:
        if isinstance(result, ParsedCell):
            break
        changed = step(source)
        if changed != source:
            source, result = changed, _parse(changed)
    return result


def _parse(source: str) -> ParsedCell | BrokenPiece:
    if source.count("{") * len(source) > MAX_FIELDS and FSTRING.search(source):
        return BrokenPiece(source, SyntaxError("its f-strings are too long"))
    try:
        return ParsedCell(source, ast.parse(source).body)
    except SyntaxError as error:
        return BrokenPiece(source, error)
    except (RecursionError, MemoryError):
        return BrokenPiece(source, SyntaxError("it is nested too deeply"))
    except ValueError as error:
        return BrokenPiece(source, SyntaxError(str(error)))


def _mend(
    result: ParsedCell | BrokenPiece, origin: str, skipped: int, patience: Patience
) -> tuple[ParsedCell | BrokenPiece, list[Note]]:
    """Mend one thing after another until the code parses or nothing more can be mended."""
    remarks: dict[str, int] = {}
    for _ in range(min(MAX_REPAIRS, 2 + LARGE // (len(result.source) + 1))):
        if isinstance(result, ParsedCell):
            return result, [_note(origin, line + skipped, remark) for remark, line in remarks.items()]
        mended = repair(result.source, result.error)
        if mended is None or mended.source == result.source or not patience.bears(mended.source):
            break
        result = _parse(mended.source)
        remarks.setdefault(mended.remark, mended.line)
    return result, []


def _note(origin: str, line: int, remark: str) -> Note:
    return Note(f"{origin}, line {line} {remark}.", origin, line)


def _salvage(source: str, origin: str, patience: Patience) -> tuple[ParsedCell, list[Note]]:
    """Parse each top-level statement by itself, and leave out those that will not do."""
    lines = source.split("\n")
    begins = statement_starts(source) or [0]
    kept = [""] * begins[0]
    notes: list[Note] = []
    for first, last in zip(begins, [*begins[1:], len(lines)], strict=True):
        piece, piece_notes = _salvage_piece("\n".join(lines[first:last]), origin, first, patience)
        piece_lines = piece.split("\n")
        kept += [*piece_lines, *[""] * (last - first - len(piece_lines))]
        notes += piece_notes
    together = _parse("\n".join(kept))
    if isinstance(
        together, BrokenPiece
    ):  # each parses, but one changes how the others are read: barry_as_FLUFL
        return ParsedCell("", []), [*notes, _broken_note(together, origin, 0, "")]
    return together, notes


def _salvage_piece(source: str, origin: str, skipped: int, patience: Patience) -> tuple[str, list[Note]]:
    """Return what of a statement parses, perhaps nothing."""
    result, notes = _mend(_parse(source), origin, skipped, patience)
    if isinstance(result, BrokenPiece) and (whole := _before_dedent(result)):
        notes = [_broken_note(result, origin, skipped, "")]
        result, _ = _mend(_parse(whole), origin, skipped, patience)
    if isinstance(result, BrokenPiece):
        definition = DEFINES.search(source)
        return "", [_broken_note(result, origin, skipped, definition[1] if definition else "")]
    return result.source, notes


def _before_dedent(broken: BrokenPiece) -> str:
    """Cut a function off where a line after it stands further left than its body, yet not at the margin."""
    number = broken.error.lineno
    if not number or not DEFINES.match(broken.source):
        return ""
    lines = broken.source.split("\n")
    body = next((_indent(line) for line in lines[1:] if line.strip()), 0)
    at = min(number, len(lines)) - 1
    return "\n".join(lines[:at]) if 0 < _indent(lines[at]) < body else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _broken_note(broken: BrokenPiece, origin: str, skipped: int, name: str) -> Note:
    message, line = broken.error.msg or "invalid syntax", broken.error.lineno or 1
    message = NUMBERED.sub(lambda match: f"{match[1]} {int(match[2]) + skipped}", message)
    lost = f"the definition of {name} there does not count" if name else "what it says there is left out"
    reason = newer.describe_unread(broken.source, broken.error) or f"is not valid Python ({message})"
    return _note(origin, line + skipped, f"{reason}; {lost}")


def _split(parsed: ParsedCell, origin: str) -> Iterator[Statement]:
    lines = parsed.source.split("\n")
    encoded: list[bytes] = []
    before = 0
    for node, following in zip_longest(parsed.body, parsed.body[1:]):
        first, last = first_line(node), node.end_lineno or node.lineno
        if before == first or (following is not None and following.lineno == last):  # a = 1; b = 2
            encoded = encoded or [line.encode() for line in lines]
            yield Statement(node, origin, first, _segment(encoded, node, 1))
        else:
            yield Statement(node, origin, first, "\n".join([*lines[first - 1 : last], ""]))
        before = last


def _segment(lines: Sequence[bytes], node: ast.stmt, first_line: int) -> str:
    """Return a statement's own text from the lines it shares with others; its columns count bytes."""
    first, last = node.lineno - first_line, (node.end_lineno or node.lineno) - first_line
    own = [*lines[first : last + 1]]
    own[-1] = own[-1][: node.end_col_offset]
    own[0] = own[0][node.col_offset :]
    return b"\n".join(own).decode() + "\n"


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
