"""Text from outside, made safe to show: whatever does not print is spelled as Python would spell it."""

from __future__ import annotations

import re

# Two invisible joiners stay: Persian, Indic scripts and emoji need U+200C and U+200D to be read at all.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def plain_text(text: str) -> str:
    r"""Return text that shows as what it is, in any encoding, direction and terminal.

    Colours that a program printed are dropped; every other control, bidirectional or lone surrogate
    character is spelled out (`\x1b`, `\u202e`), so that it neither acts nor hides.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _COLOURS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _INVISIBLE.sub(_spell, text)


def shorten(text: str, limit: int) -> str:
    """Return text as `plain_text` does, cut to `limit` characters, saying how many are left out."""
    clean, left = plain_text(text[:limit]), len(text) - limit
    if left > 0:
        return f"{clean[:limit]} … ({left:,} more characters)"
    return clean if len(clean) <= limit else f"{clean[:limit]} …"


def number(value: float) -> str:
    """Write points or a score: no decimals where there are none."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value != int(value) else str(int(value))


def _spell(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")
