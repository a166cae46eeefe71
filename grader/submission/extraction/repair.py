"""Code that does not parse for a reason that leaves no doubt what was meant is mended, and a note says so."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from grader.submission.extraction import newer
from grader.submission.extraction.lines import logical_end

if TYPE_CHECKING:
    from collections.abc import Callable


INVISIBLE = frozenset("\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff")
LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2212\u2013\u2014\u2010\u2011", "-"),
        **dict.fromkeys("\u00d7\u2217\u22c5\u00b7", "*"),
        **dict.fromkeys("\u00f7\u2215", "/"),
        **dict.fromkeys("\u3002", "."),
        **dict.fromkeys("\u3001", ","),
    }
)
CODE_POINT = re.compile(r"U\+([0-9A-F]{4,6})")
PRINT = re.compile(r"^([ \t]*)print\b(?![ \t]*[(=.,)])[ \t]*", re.MULTILINE)
EXCEPT = re.compile(r"^([ \t]*except[ \t]+[\w(][\w.()\[\], \t]*?),[ \t]*(\w+)[ \t]*:", re.MULTILINE)
HEADER = re.compile(r"on line (\d+)")


class Repair(NamedTuple):
    source: str
    line: int
    remark: str  # goes on after the place: cell 3, line 7 ...


def repair(source: str, error: SyntaxError) -> Repair | None:
    """Mend the one thing the error is about; None where what was meant is anyone's guess."""
    attempts: tuple[Callable[[str, SyntaxError], Repair | None], ...] = (
        _mend_character,
        _mend_tabs,
        _mend_empty_block,
        _mend_newer,
        _mend_python2,
    )
    return next((mended for attempt in attempts if (mended := attempt(source, error))), None)


def _mend_character(source: str, error: SyntaxError) -> Repair | None:
    code_point = CODE_POINT.search(error.msg or "")
    if not code_point or not error.lineno or "character" not in error.msg:
        return None
    character = chr(int(code_point[1], 16))
    replacement = _ascii_for(character)
    lines = source.split("\n")
    if replacement is None or character not in lines[error.lineno - 1]:
        return None
    # the other quote of a pair is not reported, being inside a string by then
    if replacement and replacement in "'\"":
        table = {key: value for key, value in LOOKALIKES.items() if value == replacement}
    else:
        table = {ord(character): replacement}
    lines[error.lineno - 1] = lines[error.lineno - 1].translate(table)
    name = unicodedata.name(character, f"character U+{code_point[1]}").lower()
    meant = {"": "left out", " ": "read as a space"}.get(replacement, f"read as {replacement}")
    return Repair(
        "\n".join(lines), error.lineno, f"holds a {name}, which Python does not know; it was {meant}"
    )


def _ascii_for(character: str) -> str | None:
    """Return the ASCII character that looks like it, or nothing for what cannot be seen."""
    if character in INVISIBLE or unicodedata.category(character) == "Cc":
        return ""
    if unicodedata.category(character) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character.translate(LOOKALIKES))
    return plain if plain.isascii() and len(plain) == 1 else None


def _mend_tabs(source: str, error: SyntaxError) -> Repair | None:
    """Python 2 took a tab to the next multiple of eight; most editors show four."""
    if not isinstance(error, IndentationError) or not re.search(r"^ *\t", source, re.MULTILINE):
        return None
    for width in (8, 4):
        mended = "\n".join(_expand_tabs(line, width) for line in source.split("\n"))
        if _parses(mended):
            return Repair(
                mended, error.lineno or 1, f"mixes tabs with spaces; a tab was read as {width} columns"
            )
    return None


def _expand_tabs(line: str, width: int) -> str:
    code = line.lstrip(" \t")
    return line[: len(line) - len(code)].expandtabs(width) + code


def _mend_empty_block(source: str, error: SyntaxError) -> Repair | None:
    """Give a `for` or `if` that holds only the template's comments a `pass`."""
    match = HEADER.search(error.msg or "")
    if not match or "expected an indented block" not in error.msg:
        return None
    lines = source.split("\n")
    header = logical_end(lines, int(match[1]) - 1)
    inside = lines[header + 1 : (error.lineno or len(lines)) - 1]
    commented = any(line.lstrip().startswith("#") for line in inside)
    at_end = not any(line.strip() and line.lstrip()[0] != "#" for line in lines[header + 1 :])
    code = lines[header].partition("#")[0].rstrip()
    if not (commented or at_end) or not code.endswith(":"):
        return None
    lines[header] = f"{code} pass"
    return Repair("\n".join(lines), int(match[1]), "begins a block that holds no code; it was read as pass")


def _mend_newer(source: str, _: SyntaxError) -> Repair | None:
    rewritten = newer.rewrite(source)
    return Repair(*rewritten) if rewritten else None


def _mend_python2(source: str, error: SyntaxError) -> Repair | None:
    """Give print its brackets, and `except Error, name` its `as`."""
    mended = EXCEPT.sub(r"\1 as \2:", source).replace("<>", "!=") if EXCEPT.search(source) else source
    if PRINT.search(mended):
        mended = _add_print_brackets(mended)
    if mended == source:
        return None
    return Repair(mended, error.lineno or 1, "is Python 2 (its print or except); it was read as Python 3")


def _add_print_brackets(source: str) -> str:
    lines = source.split("\n")
    number = 0
    while number < len(lines):
        end = number
        if match := PRINT.match(lines[number]):
            end = logical_end(lines, number)
            lines[number] = f"{match[1]}print({lines[number][match.end() :].removeprefix('>>')}"
            lines[end] = _close_bracket(lines[end])
        number = end + 1
    return "\n".join(lines)


def _close_bracket(line: str) -> str:
    """Close the bracket before a comment, where there is one."""
    code = re.match(r"""((?:[^#"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*)(#.*)?$""", line)
    return f"{code[1].rstrip()}) {code[2] or ''}".rstrip() if code else f"{line})"


def _parses(source: str) -> bool:
    try:
        compile(source, "cell", "exec", flags=0x400, dont_inherit=True)  # PyCF_ONLY_AST
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
