"""Where statements begin in code that the parser refuses: brackets and strings are followed by eye."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(
    r"""(?P<triple>\"{3}|'{3})|(?P<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|(?P<comment>\#[^\n]*)"""
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\n)|(?P<newline>\n)"""
)
# no expression goes on with these at the start of a line, so whatever was open is forgotten
SURE = re.compile(r"(?:def|class|import|from|async[ \t]+def)[ \t]+\w|@\w|if[ \t]+__name__")
# these go on with the statement before
CLAUSE = re.compile(r"(?:elif|else|except|finally)\b|[)\]}]")


def fresh_lines(source: str, foreign: re.Pattern[str] | None = None) -> Iterator[int]:
    """Yield the numbers, from 0, of the lines that do not go on with the line before.

    A line that `foreign` matches is passed over as a whole: what it quotes or opens is not Python's.
    """
    at = _after_foreign(source, 0, foreign)
    depth, number, dead = 0, 0, ""
    yield 0
    while token := TOKEN.search(source, at):
        at = token.end()
        kind = token.lastgroup
        if kind == "triple":
            closing = -1 if dead == token[0] else source.find(token[0], at)
            dead = token[0] if closing < 0 else dead
            number += source.count("\n", at, closing) if closing >= 0 else 0
            at = closing + 3 if closing >= 0 else at
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind in ("joined", "newline"):
            number += 1
            if kind == "newline" and (depth == 0 or SURE.match(source, at)):
                yield number
                depth, at = 0, _after_foreign(source, at, foreign)


def _after_foreign(source: str, at: int, foreign: re.Pattern[str] | None) -> int:
    matched = foreign.match(source, at) if foreign else None
    return matched.end() if matched else at


def statement_starts(source: str) -> list[int]:
    """Return the lines where a top-level statement begins: at the left margin, decorators included."""
    lines = source.split("\n")
    kept: list[int] = []
    decorating = False
    for number in fresh_lines(source):
        line = lines[number]
        if not line or line[0] in " \t#\f" or CLAUSE.match(line):
            continue
        if not decorating:
            kept.append(number)
        decorating = line.startswith("@")
    return kept


def logical_end(lines: list[str], first: int) -> int:
    """Return the last line of the statement that begins in a line: brackets and strings may carry it on."""
    ahead = lines[first : first + 50]
    begins = fresh_lines("\n".join(ahead))
    next(begins)
    return first + next(begins, len(ahead)) - 1
