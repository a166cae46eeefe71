"""Python that is newer than the one that grades is read in that one's words, where it has some, and named else."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import NamedTuple

from grader.submission.extraction import fstrings
from grader.submission.extraction.lines import logical_end

Version = tuple[int, int]
PARAMETERS = re.compile(r"^([ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+)\[", re.MULTILINE)
TYPE = re.compile(r"^([ \t]*)type[ \t]+(\w+)[ \t]*(?:\[[^\n]*\][ \t]*)?=(?!=)", re.MULTILINE)
EXCEPT = re.compile(
    r"^([ \t]*except\*?[ \t]+)([\w.]+(?:[ \t]*,[ \t]*[\w.]*(?:Error|Exception|Warning|Interrupt|Exit|StopIteration))+)"
    r"(?=[ \t]*:)",
    re.MULTILINE,
)
LAZY = re.compile(r"^([ \t]*)lazy[ \t]+(?=(?:import|from)[ \t])", re.MULTILINE)
TEMPLATE = re.compile(r"(?<!\w)(?:t|tr|rt)[\"']", re.IGNORECASE)


class Newer(NamedTuple):
    """A newer Python's way of writing, and how it is read."""

    version: Version
    what: str
    how: str
    rewrite: Callable[[str], tuple[str, int]]  # the source and the line of the first change, 0: there is none


class Rewritten(NamedTuple):
    source: str
    line: int
    remark: str


def rewrite(source: str) -> Rewritten | None:
    """Return the source in older words, and a remark that names both versions."""
    for way in WAYS:
        if sys.version_info >= way.version:
            continue
        rewritten, line = way.rewrite(source)
        if line:
            return Rewritten(rewritten, line, f"{describe(way.version, way.what)}; it was read {way.how}")
    return None


def describe(version: Version, what: str) -> str:
    newer, ours = (".".join(map(str, numbers)) for numbers in (version, sys.version_info[:2]))
    return f"is Python {newer} ({what}), and Python {ours} grades this"


def describe_unread(source: str, error: SyntaxError) -> str:
    """Name what is newer in code that has no older words; empty where it is nothing that we know of."""
    lines = source.split("\n")
    line = lines[min(error.lineno or 1, len(lines)) - 1]
    if sys.version_info < (3, 14) and TEMPLATE.search(line):
        return describe((3, 14), "a t-string")
    if sys.version_info < (3, 15) and "unpacking cannot be used in comprehension" in (error.msg or ""):
        return describe((3, 15), "unpacking in a comprehension")
    return ""


def _without_parameters(source: str) -> tuple[str, int]:
    pieces, at, line = [], 0, 0
    for match in PARAMETERS.finditer(source):
        end = _closing_bracket(source, match.end())
        if end:
            pieces += [source[at : match.end() - 1]]
            at, line = end, line or source.count("\n", 0, match.start(1)) + 1
    return "".join([*pieces, source[at:]]), line


def _closing_bracket(source: str, at: int) -> int:
    """Return the place after the bracket that closes one, in the same line; 0 where there is none."""
    depth = 1
    for place in range(at, len(source)):
        depth += {"[": 1, "]": -1}.get(source[place], 0)
        if source[place] == "\n":
            return 0
        if not depth:
            return place + 1
    return 0


def _without_types(source: str) -> tuple[str, int]:
    """Nobody looks at what a hint says, so its name is enough."""
    lines, line = source.split("\n"), 0
    for number, text in enumerate(lines):
        if match := TYPE.match(text):
            end = logical_end(lines, number)
            lines[number : end + 1] = [f"{match[1]}{match[2]} = None", *[""] * (end - number)]
            line = line or number + 1
    return "\n".join(lines), line


def _by_expression(expression: re.Pattern[str], replacement: str) -> Callable[[str], tuple[str, int]]:
    def substitute(source: str) -> tuple[str, int]:
        match = expression.search(source)
        line = source.count("\n", 0, match.start(1)) + 1 if match else 0
        return expression.sub(replacement, source), line

    return substitute


WAYS = (
    Newer((3, 12), "type parameters", "without them", _without_parameters),
    Newer((3, 12), "a type statement", "as a name for nothing", _without_types),
    Newer(
        (3, 12),
        "quotes, a backslash or a comment between an f-string's braces",
        "as a call of format",
        fstrings.rewrite,
    ),
    Newer((3, 14), "except without brackets", "with them", _by_expression(EXCEPT, r"\1(\2)")),
    Newer((3, 15), "a lazy import", "as an import", _by_expression(LAZY, r"\1")),
)
