"""Bytes become text, in whatever encoding a student's editor wrote them."""

from __future__ import annotations

import codecs
import re
import unicodedata
from contextlib import suppress

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
ASCII_BASED = frozenset(
    {None, "utf-8", "utf-8-sig"}
)  # line ends are the same bytes, and nothing is a surrogate
# bytes, for a letter takes up to four in memory, and what is no UTF-8 is copied as it is tidied
MAX_OTHER = 5_000_000
MAX_UTF_16 = 20_000_000
MAX_WIDE = 27_000_000
WIDE = re.compile(rb"[\xf0-\xff]")  # begins a letter that has every letter of the text take four
RUN = 30  # marks on one letter; a script has up to five, and to order them takes the square of their number


class UndecodableError(ValueError):
    """Says in one clause why bytes are not read as text."""


def decode(content: bytes) -> tuple[str, str]:
    """Return the text, its line ends all newlines, and a remark where its encoding had to be guessed."""
    encoding = _encoding_by_mark(content) or _encoding_by_zeros(content) or _encoding_by_comment(content)
    if encoding and encoding not in ASCII_BASED:
        if len(content) > MAX_OTHER and not encoding.startswith("utf"):
            raise UndecodableError(
                f"larger than {MAX_OTHER // 1_000_000} MB and not in UTF-8; save it in UTF-8"
            )
        with suppress(UnicodeError, LookupError):
            return _tidy(content.decode(encoding)), ""
    if len(content) > MAX_WIDE and WIDE.search(content):
        raise UndecodableError("too large to be read; clear its outputs, save it, and hand it in again")
    tidy = _tidy_bytes(content)
    try:
        return tidy.decode("utf-8-sig"), ""
    except UnicodeError:
        # latin-1 cannot fail: what matters is ASCII, the rest are comments and printed words
        remark = (
            "The file is not valid UTF-8; it was read as Latin-1, so letters with accents may look wrong."
        )
        return tidy.decode("latin-1"), remark


def longest_pile(text: str) -> int:
    """Return how many accents and other marks stand on one letter, where they are more than any script has."""
    if text.isascii():
        return 0
    beyond_ascii = {letter for letter in set(text) if not letter.isascii()}
    marks = "".join(letter for letter in beyond_ascii if _is_mark(letter))
    if not marks:
        return 0
    invisible = "".join(letter for letter in set(text) if letter not in "\n\t" and _is_invisible(letter))
    visible = text.translate(dict.fromkeys(map(ord, invisible))) if invisible else text
    return max((len(run[0]) for run in re.finditer(f"[{marks}]{{{RUN + 1},}}", visible)), default=0)


def _is_invisible(character: str) -> bool:
    """Whether mending may leave it out, so that what it stood between comes together."""
    return unicodedata.category(character) in {"Cc", "Cf"}


def _is_mark(character: str) -> bool:
    """Whether it is, or is taken for, one that is ordered among those on the letter before."""
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) > 0


def clean(text: str) -> str:
    """Drop what no source can hold, so that whatever handles the text later need not care."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text if text.isascii() else SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _tidy_bytes(content: bytes) -> bytes:
    """Do to bytes what `_tidy` does to text, which may be four times as large."""
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in content else content
    return content.replace(b"\x00", b"") if b"\x00" in content else content


def _tidy(text: str) -> str:
    return clean(newlines(text))


def _encoding_by_mark(content: bytes) -> str | None:
    return next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)


def _encoding_by_zeros(content: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 by where the zero bytes of the first characters are."""
    head = content[:4].ljust(4, b"x")
    zeros = "".join("0" if byte == 0 else "x" for byte in head)
    return {"0x0x": "utf-16-be", "x0x0": "utf-16-le", "000x": "utf-32-be", "x000": "utf-32-le"}.get(zeros)


def _encoding_by_comment(content: bytes) -> str | None:
    """Find a coding comment in the first two lines, as Python does."""
    for line in content[:1000].splitlines()[:2]:
        if match := CODING.match(line):
            return _python_encoding(match.group(1).decode("ascii"))
    return None


def _python_encoding(name: str) -> str | None:
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        return None
    return None if encoding.replace("-", "_") in REFUSED else encoding
