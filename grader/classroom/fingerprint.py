"""What is a student's own in a program: fingerprints of its functions that the author's source does not have.

Text becomes tokens without comments, layout, strings and the names of variables, so that neither a reworded
comment nor a renamed variable hides a copy; of the hashes of every `GRAM` tokens in a row, the least of each
`WINDOW` is kept (winnowing), so that any common run of GRAM + WINDOW - 1 tokens leaves a common hash.
"""

from __future__ import annotations

import keyword
import re
import zlib
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from grader.memo import memoize_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.model import Assignment, Result

GRAM = 10  # tokens: a line or so
WINDOW = 4
# what opens a string is passed over with all that was looked at, closed or not: else it would be looked at again
_TOKEN = re.compile(
    r"(?P<skip>\#[^\n]*|\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*+(?:\"{3}|\Z)|'{3}(?:[^'\\]|\\.|'(?!''))*+(?:'{3}|\Z)|\s+|\\\n)"
    r"|(?P<text>[rbuf]{0,2}(?:\"(?:\\.|[^\"\\\n])*+\"?|'(?:\\.|[^'\\\n])*+'?))"
    r"|(?P<name>[^\W\d]\w*)|(?P<number>\d[\w.]*|\.\d\w*)|(?P<sign>\*\*=?|//=?|[-+*/%@&|^<>=!:]=|->|.)",
    re.DOTALL | re.IGNORECASE,
)


def fingerprints(result: Result) -> bytes:
    """Return the hashes of what is the student's own, sorted, four bytes each."""
    if result.assignment is None:
        return b""
    own: set[int] = set()
    for exercise in result.exercises:
        if exercise.definition and exercise.definition.attempted:
            own.update(unpack(_pack_source(exercise.definition.source)))
    return pack(own - _author_hashes(result.assignment.digest, *_sources(result.assignment)))


def pack(hashes: set[int] | frozenset[int]) -> bytes:
    """Return hashes sorted, four bytes each, of this machine's byte order."""
    numbers = array("I", sorted(hashes))
    return numbers.tobytes()


def _sources(assignment: Assignment) -> Iterator[str]:
    yield assignment.reference
    for exercise in assignment.exercises:
        yield from (variant.source for variant in exercise.variants)


@lru_cache(maxsize=32)
def _author_hashes(digest: str, *sources: str) -> frozenset[int]:  # noqa: ARG001 - the digest names the entry
    return frozenset().union(*map(winnow, sources))


@memoize_text(2048)
def _pack_source(source: str) -> bytes:
    return pack(winnow(source))


def winnow(source: str) -> frozenset[int]:
    """Return the fingerprints of a source text, whatever it holds."""
    words = list(_tokens(source))
    hashes = [zlib.crc32(" ".join(words[at : at + GRAM]).encode()) for at in range(len(words) - GRAM + 1)]
    return frozenset(
        min(hashes[at : at + WINDOW]) for at in range(max(1, len(hashes) - WINDOW + 1)) if hashes
    )


def _tokens(source: str) -> Iterator[str]:
    previous = ""
    for match in _TOKEN.finditer(source):
        kind, word = match.lastgroup, match[0]
        if kind == "skip":
            continue
        if kind == "text":
            word = "''"
        elif (
            kind == "name"
            and previous != "."
            and not keyword.iskeyword(word)
            and not _is_called(source, match.end())
        ):
            word = "v"
        previous = word
        yield word


def _is_called(source: str, end: int) -> bool:
    return source[end : end + 1] == "("


def unpack(packed: bytes) -> Sequence[int]:
    """Return the hashes that `pack` wrote."""
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers
