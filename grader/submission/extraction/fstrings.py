"""An f-string that holds its own quotes, a backslash or a comment between braces, in words that older Pythons read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

STRING = re.compile(r"#[^\n]*|(?<!\w)([a-zA-Z]{0,2})(\"{3}|'{3}|\"|')")
CONVERSION = re.compile(r"!([rsa])[ \t]*(?=[:}])")
NEAR = 200  # characters
DEEPEST = 8  # f-strings in one another: each is read again for each that it stands in
CLOSING = {"(": ")", "[": "]", "{": "}"}


class UnreadableError(ValueError):
    """No f-string ends here."""


class FString(NamedTuple):
    """An f-string, as Python 3.12 reads it."""

    begin: int
    end: int
    quoted: str  # without what stands between its braces
    quote: str
    fields: list[str]  # what stands there

    @property
    def needs_it(self) -> bool:
        """Whether older ones do not read it."""
        return any(self.quote in field or "\\" in field or "#" in field for field in self.fields)

    @property
    def text(self) -> str:
        """It, in their words."""
        fields = [rewrite(field)[0] for field in self.fields]
        brackets = [f"({field}\n)" if "#" in field else f"({field})" for field in fields]
        return f"{self.quoted}.format({', '.join(brackets)})"


def rewrite(source: str) -> tuple[str, int]:
    """Return the source with such f-strings as calls of format, and the first one's line; 0 where there is none."""
    pieces, at, line = [], 0, 0
    try:
        for fstring in _fstrings(source):
            if fstring.needs_it and not _stands_by_another(source, fstring) and _parses(text := fstring.text):
                pieces += [source[at : fstring.begin], text]
                at, line = fstring.end, line or source.count("\n", 0, fstring.begin) + 1
    except (UnreadableError, RecursionError):
        return source, 0
    return "".join([*pieces, source[at:]]), line


def _fstrings(source: str) -> Iterator[FString]:
    at = 0
    while opening := STRING.search(source, at):
        at = opening.end()
        if opening[0][0] == "#":
            continue
        if "f" in opening[1].lower():
            fstring = _read(source, opening)
            yield fstring
            at = fstring.end
        else:
            at = _after_string(source, opening[2], at)


def _stands_by_another(source: str, fstring: FString) -> bool:
    """Tell whether it is joined to a string beside it, which would be formatted too."""
    before = source[max(0, fstring.begin - NEAR) : fstring.begin].rstrip()
    after = source[fstring.end : fstring.end + NEAR].lstrip()
    return before[-1:] in ("'", '"') or re.match(r"[a-zA-Z]{0,2}[\"']", after) is not None


def _parses(text: str) -> bool:
    try:
        ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _after_string(source: str, quote: str, at: int) -> int:
    """Return where a string ends that has begun with this quote."""
    while not source.startswith(quote, at):
        if at >= len(source) or (source[at] == "\n" and len(quote) == 1):
            raise UnreadableError
        at += 2 if source[at] == "\\" else 1
    return at + len(quote)


def _read(source: str, opening: re.Match[str], depth: int = 0) -> FString:
    if depth > DEEPEST:
        raise UnreadableError
    prefix, quote = opening[1].lower(), opening[2]
    raw = "r" in prefix
    fields: list[str] = []
    text, at = [], opening.end()
    while not source.startswith(quote, at):
        if at >= len(source) or (source[at] == "\n" and len(quote) == 1):
            raise UnreadableError
        if source.startswith(("{{", "}}"), at):
            text.append(source[at : at + 2])
            at += 2
        elif source[at] == "{":
            field, at = _field(source, at, fields, depth)
            text.append(field)
        elif source[at] == "\\" and not raw:
            end = _after_escape(source, at)
            text.append(source[at:end])
            at = end
        else:
            text.append(source[at])
            at += 1
    quoted = f"{prefix.replace('f', '')}{quote}{''.join(text)}{quote}"
    return FString(opening.start(), at + len(quote), quoted, quote, fields)


def _after_escape(source: str, at: int) -> int:
    """Return where what begins with a backslash ends: one character, or the name of one."""
    if not source.startswith("\\N{", at):
        return at + 2
    end = source.find("}", at)
    if end < 0:
        raise UnreadableError
    return end + 1


def _field(source: str, at: int, fields: list[str], depth: int) -> tuple[str, int]:
    """Take a field's expression out; return what is left between braces, and where it ends."""
    begin = at = at + 1
    open_brackets: list[str] = []
    while open_brackets or not (source[at : at + 1] in ("}", ":") or CONVERSION.match(source, at)):
        opening = STRING.match(source, at)
        if at >= len(source):
            raise UnreadableError
        if opening and opening[0][0] == "#":
            at = opening.end()
        elif opening:
            nested = "f" in opening[1].lower()
            end = opening.end()
            at = _read(source, opening, depth + 1).end if nested else _after_string(source, opening[2], end)
        else:
            if source[at] in CLOSING:
                open_brackets.append(CLOSING[source[at]])
            elif open_brackets and source[at] == open_brackets[-1]:
                open_brackets.pop()
            at += 1
    expression = source[begin:at].strip()
    if not expression or expression.endswith("="):  # {x=} shows its own words
        raise UnreadableError
    fields.append(expression)
    conversion = CONVERSION.match(source, at)
    at = conversion.end() if conversion else at
    specification, at = _specification(source, at, fields, depth)
    return f"{{{'!' + conversion[1] if conversion else ''}{specification}}}", at


def _specification(source: str, at: int, fields: list[str], depth: int) -> tuple[str, int]:
    """Return how a field is written, which may hold fields too, and where the field ends."""
    text = []
    while source[at : at + 1] != "}":
        if at >= len(source) or source[at] == "\n":
            raise UnreadableError
        if source[at] == "{":
            field, at = _field(source, at, fields, depth)
            text.append(field)
        else:
            text.append(source[at])
            at += 1
    return "".join(text), at + 1
