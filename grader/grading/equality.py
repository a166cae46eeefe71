"""Which programs are equal in what an exercise's result follows from.

A result follows from the exercise's function, from what that function and the functions it needs can reach by
name, and from every statement that is more than the definition of a function. Where it may be found is told by
words, which costs next to nothing; whether it may be another's, by the syntax trees of both programs, which are
looked at once the words agree. Names of files, line numbers and comments do not count, unless the result
tells of them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from grader.grading.analysis import Analysis
from grader.grading.plainness import STATEMENTS, inert
from grader.memo import memoize_text
from grader.model import Assignment, Chunk, Program

WORD = re.compile(r"\w+")
SPARE = re.compile(r"#[^\n]*|\s+")


class Proof(NamedTuple):
    """What a result follows from; programs whose proofs are equal do the same."""

    same: bytes
    placed: bytes  # and stand in the same lines of as many files or cells
    origins: tuple[str, ...]  # which may have other names


class Key:
    """Where the result of one exercise may be found, and whether it fits."""

    def __init__(
        self, exercise: str, behind: Sequence[str], analysis: Analysis, statements: Sequence[_Statement]
    ) -> None:
        self._exercise, self._behind, self._analysis = exercise, behind, analysis
        self.same = _digest(exercise, [words.rest for words, _ in statements]).hex()
        self.placed = _digest(exercise, [(words.text, line) for words, line in statements]).hex()

    @property
    def program(self) -> Program:
        return self._analysis.program

    @cached_property
    def proof(self) -> Proof | None:
        """Return what the result follows from; None where that is not plain."""
        program = self.program
        chunks = self._analysis.plain_reach(self._behind) if program.is_alone else None
        if chunks is None:
            return None
        definitions = [(name, program.definitions.get(name)) for name in self._behind]
        attempts = [
            (name, definition.attempted, definition.bypass) for name, definition in definitions if definition
        ]
        common = self._exercise, attempts, sorted(program.modules)
        placed, origins = _with_places(chunks)
        same = _digest(common, [self._analysis.look(chunk).form for chunk in chunks])
        return Proof(same, _digest(common, placed), origins)

    @property
    def lends(self) -> bool:
        """Say whether nothing in the whole program, which ran in one process, can have meddled with the result."""
        return self._analysis.plain and self.proof is not None


def keys(program: Program, assignment: Assignment) -> dict[str, Key]:
    """Return where each exercise's result may be found."""
    statements = [(_words(chunk.source), chunk.first_line) for chunk in program.chunks]
    words: dict[str, frozenset[str]] = {}
    for statement, _ in statements:
        words[statement.defines] = words.get(statement.defines, frozenset()) | statement.words
    everywhere = words.pop("", frozenset())
    analysis = Analysis(program)
    exercise_keys = {}
    for exercise in assignment.exercises:
        behind = assignment.names_behind(exercise.name)
        names = {"", *_reachable(everywhere.union(behind), words)}
        needed = [(statement, line) for statement, line in statements if statement.defines in names]
        exercise_keys[exercise.name] = Key(exercise.name, behind, analysis, needed)
    return exercise_keys


class _Words(NamedTuple):
    """What a statement's text tells at a glance."""

    defines: str  # a function that does nothing while it is defined; empty: every exercise depends on it
    words: frozenset[str]  # a guess at the names it reads
    rest: bytes  # of what is left without blanks and comments, or what looks like one
    text: bytes


_Statement = tuple[_Words, int]  # and the line it begins in


@memoize_text(STATEMENTS)
def _words(source: str) -> _Words:
    words = frozenset(WORD.findall(source))
    return _Words(inert(source), words, _digest(SPARE.sub("", source)), _digest(source))


def _reachable(names: frozenset[str], words: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the functions that can be reached by name."""
    reached: set[str] = set()
    waiting = [name for name in words if name in names]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += words.keys() & words[name]
    return reached


def _with_places(chunks: Sequence[Chunk]) -> tuple[list[tuple[int, int, str]], tuple[str, ...]]:
    """Return statements with their places, origins as numbers; and the origins."""
    origins = tuple(dict.fromkeys(chunk.origin for chunk in chunks))
    numbers = {origin: number for number, origin in enumerate(origins)}
    return [(numbers[chunk.origin], chunk.first_line, chunk.source) for chunk in chunks], origins


def _digest(*parts: object) -> bytes:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()
