"""The brief, cut where it begins to speak of an exercise, so that each part can stand above its cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

# a heading, or a paragraph that opens with a function's name in bold or as code
_START = re.compile(r"^(?:#{1,6} .*|\*\*`.*|`\w+\(.*)$", re.MULTILINE)
_CALL = re.compile(r"`(\w+)\(")


@dataclass(slots=True)
class Brief:
    """A brief's text before, for and after the exercises."""

    opening: str = ""
    parts: dict[str, str] = field(default_factory=dict)  # exercise -> its text
    closing: str = ""


def cut(text: str, names: Sequence[str]) -> Brief:
    """Give each exercise the text that names it first; a heading goes with what follows it."""
    brief, waiting, current = Brief(), "", ""
    for section in _sections(text):
        first_line = section.split("\n", 1)[0]
        called = [name for name in _CALL.findall(first_line) if name in names and name not in brief.parts]
        if called:
            current = called[0]
            brief.parts[current] = waiting + section
            brief.parts |= dict.fromkeys(called[1:], "")
            waiting = ""
        else:
            waiting += section
            if not current:
                brief.opening, waiting = brief.opening + waiting, ""
    brief.closing = waiting.strip()
    brief.opening = brief.opening.strip()
    brief.parts = {name: part.strip() for name, part in brief.parts.items()}
    return brief


def _sections(text: str) -> list[str]:
    starts = [match.start() for match in _START.finditer(text)]
    edges = [0, *[start for start in starts if start], len(text)]
    return [text[a:b] for a, b in pairwise(edges)]
