"""How the grader's sentences put lists, numbers of things and near misses into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def join_words(words: Sequence[str], most: int | None = None, shown: int | None = None) -> str:
    """Join words as a sentence does: a, b and c; of more than `most`, the first so many (`shown`), and 3 more."""
    if most is not None and len(words) > most:
        shown = most if shown is None else shown
        return f"{', '.join(words[:shown])} and {len(words) - shown} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def plural(noun: str, number: float) -> str:
    """Return a noun as it follows a number: value after 1, values after all others."""
    return noun if number == 1 else f"{noun}s"


def count_of(number: int, noun: str, form: str = "") -> str:
    """Say a number of things: 1 value, 3 values; a form of "," writes 12,000 values."""
    return f"{number:{form}} {plural(noun, number)}"


def is_or_are(number: int) -> str:
    return "is" if number == 1 else "are"


def has_or_have(number: int) -> str:
    return "has" if number == 1 else "have"


def it_or_them(number: int) -> str:
    return "it" if number == 1 else "them"


def near_words(word: str, words: Iterable[str], likeness: float = 0.6) -> list[str]:
    """Return the words that a word may be a slip of the pen for, in whatever case, the nearest first.

    Likeness is a share, from 0 (all are near) to 1 (none but the word itself).
    """
    from difflib import get_close_matches

    by_case = {known.casefold(): known for known in words}
    return [
        by_case[near] for near in get_close_matches(word.casefold(), by_case, len(by_case) or 1, likeness)
    ]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Say what there is, the nearest first, where a word is none of it."""
    known = list({name.casefold(): name for name in words}.values())
    near = near_words(word, known)
    listed = ", ".join([*near, *(name for name in known if name not in near)]) or "none"
    return f"did you mean {near[0]!r}? There are: {listed}" if near else f"there are: {listed}"
