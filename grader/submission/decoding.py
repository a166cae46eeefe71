"""Bytes become text, in whatever encoding a student's editor wrote them."""

from __future__ import annotations

import codecs
import re

# utf-32 first: its mark begins with that of utf-16
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# no text is written in these, and some take quadratic time
REFUSED = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "utf_7"})
SURROGATES = re.compile("[\ud800-\udfff]")


def decode(content: bytes) -> tuple[str, str]:
    """Return the text, its line ends all newlines, and a remark where its encoding had to be guessed."""
    named = _marked(content) or _unmarked(content) or _declared(content)
    for encoding in filter(None, (named, "utf-8")):
        try:
            return _tidy(content.decode(encoding)), ""
        except (UnicodeError, LookupError):
            continue
    # latin-1 cannot fail: what matters is ASCII, the rest are comments and printed words
    remark = "The file is not valid UTF-8; it was read as Latin-1, so letters with accents may look wrong."
    return _tidy(content.decode("latin-1")), remark


def clean(text: str) -> str:
    """Drop what no source can hold, so that whatever handles the text later need not care."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _tidy(text: str) -> str:
    return clean(newlines(text))


def _marked(content: bytes) -> str | None:
    return next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)


def _unmarked(content: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 by where the zero bytes of the first characters are."""
    head = content[:4].ljust(4, b"x")
    zeros = "".join("0" if byte == 0 else "x" for byte in head)
    return {"0x0x": "utf-16-be", "x0x0": "utf-16-le", "000x": "utf-32-be", "x000": "utf-32-le"}.get(zeros)


def _declared(content: bytes) -> str | None:
    """Find a coding comment in the first two lines, as Python does."""
    for line in content[:1000].splitlines()[:2]:
        if found := CODING.match(line):
            return _known(found.group(1).decode("ascii"))
    return None


def _known(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return None if known.replace("-", "_") in REFUSED else known
