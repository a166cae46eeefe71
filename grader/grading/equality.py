"""Which programs are equal in what an exercise's result follows from.

A result follows from the exercise's function, from what that function and the functions it needs can reach by
name, and from every statement that is more than the definition of a function. Where it may be found is told by
words, which costs next to nothing; whether it may be another's, by the syntax trees of both programs, which are
looked at once the words agree. Names of files, line numbers and comments do not count, unless the result
tells of them.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import NamedTuple

from grader.grading.allowlist import IDLE, MODULES, NAMES
from grader.grading.plainness import STATEMENTS, Import, Look, inert, look
from grader.memo import memoize_text
from grader.model import Assignment, Chunk, Program
from grader.submission.extraction.imports import strip_version

WORD = re.compile(r"\w+")
SPARE = re.compile(r"#[^\n]*|\s+")
USABLE = MODULES | {"numpy.linalg", "numpy.random"}
SERVED = frozenset(
    {"submission", "assignments", "grader"}
)  # what a child has and this process finds elsewhere


class Proof(NamedTuple):
    """What a result follows from; programs whose proofs are equal do the same."""

    same: bytes
    placed: bytes  # and stand in the same lines of as many files or cells
    origins: tuple[str, ...]  # which may have other names


class Key:
    """Where the result of one exercise may be found, and whether it fits."""

    def __init__(self, exercise: str, behind: Sequence[str], whole: _Whole, told: Sequence[_Told]) -> None:
        self._exercise, self._behind, self._whole = exercise, behind, whole
        self.same = _digest(exercise, [words.rest for words, _ in told]).hex()
        self.placed = _digest(exercise, [(words.text, line) for words, line in told]).hex()

    @property
    def program(self) -> Program:
        return self._whole.program

    @cached_property
    def proof(self) -> Proof | None:
        """Return what the result follows from; None where that is not plain."""
        program = self.program
        needed = self._whole.needed(self._behind)
        seen = [self._whole.look(chunk) for chunk in needed or ()]
        if needed is None or not _harmless(seen, program.modules):
            return None
        definitions = [(name, program.definitions.get(name)) for name in self._behind]
        attempts = [(name, one.attempted) for name, one in definitions if one]
        common = self._exercise, attempts, sorted(program.modules)
        placed, origins = _placed(needed)
        same = _digest(common, [one.form for one in seen])
        return Proof(same, _digest(common, placed), origins)

    @property
    def lends(self) -> bool:
        """Say whether nothing in the whole program, which ran in one process, can have meddled with the result."""
        return self._whole.plain and self.proof is not None


class _Whole:
    """A program, looked at once for all its exercises."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._looks: dict[str, Look] = {}

    def look(self, chunk: Chunk) -> Look:
        """Look at a statement's tree."""
        if chunk.source not in self._looks:
            self._looks[chunk.source] = look(chunk.source)
        return self._looks[chunk.source]

    @cached_property
    def plain(self) -> bool:
        return _harmless(list(map(self.look, self.program.chunks)), self.program.modules)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where which functions are defined, and under no name all other statements."""
        places: dict[str, list[int]] = {}
        for place, chunk in enumerate(self.program.chunks):
            places.setdefault(_words(chunk.source).defines, []).append(place)
        return places

    def needed(self, names: Iterable[str]) -> list[Chunk] | None:
        """Return what can be reached, by the names in the trees; None where something is not plain."""
        chunks, places = self.program.chunks, self._places
        found: set[int] = set()
        waiting = [*places.get("", ()), *(place for name in names for place in places.get(name, ()))]
        while waiting:
            place = waiting.pop()
            if place in found:
                continue
            found.add(place)
            seen = self.look(chunks[place])
            if not seen.plain:
                return None
            waiting += [other for name in seen.reads & places.keys() for other in places[name]]
        return [chunk for place, chunk in enumerate(chunks) if place in found]


def keys(program: Program, assignment: Assignment) -> dict[str, Key]:
    """Return where each exercise's result may be found."""
    told = [(_words(chunk.source), chunk.first_line) for chunk in program.chunks]
    words: dict[str, frozenset[str]] = {}
    for one, _ in told:
        words[one.defines] = words.get(one.defines, frozenset()) | one.words
    everywhere = words.pop("", frozenset())
    whole = _Whole(program)
    found = {}
    for exercise in assignment.exercises:
        behind = assignment.names_behind(exercise.name)
        names = {"", *_reachable(everywhere.union(behind), words)}
        needed = [(one, line) for one, line in told if one.defines in names]
        found[exercise.name] = Key(exercise.name, behind, whole, needed)
    return found


class _Words(NamedTuple):
    """What a statement's text tells at a glance."""

    defines: str  # a function that does nothing while it is defined; empty: every exercise depends on it
    words: frozenset[str]  # a guess at the names it reads
    rest: bytes  # of what is left without blanks and comments, or what looks like one
    text: bytes


_Told = tuple[_Words, int]  # and the line it begins in


@memoize_text(STATEMENTS)
def _words(source: str) -> _Words:
    words = frozenset(WORD.findall(source))
    return _Words(inert(source), words, _digest(SPARE.sub("", source)), _digest(source))


def _reachable(names: frozenset[str], words: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the functions that can be reached by name."""
    found: set[str] = set()
    waiting = [name for name in words if name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += words.keys() & words[name]
    return found


def _placed(chunks: Sequence[Chunk]) -> tuple[list[tuple[int, int, str]], tuple[str, ...]]:
    """Return statements with their places, origins as numbers; and the origins."""
    origins = tuple(dict.fromkeys(chunk.origin for chunk in chunks))
    numbers = {origin: number for number, origin in enumerate(origins)}
    return [(numbers[one.origin], one.first_line, one.source) for one in chunks], origins


def _digest(*parts: object) -> bytes:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()


# --- what is imported --------------------------------------------------------------------------------


def _harmless(seen: Sequence[Look], modules: Mapping[str, str]) -> bool:
    """Say whether statements are plain and use nothing imported that might not be."""
    idle: set[str] = set()
    for one in seen:
        if not one.plain:
            return False
        for each in one.imports:
            names = _unproved(each, modules)
            if names is None:
                return False
            idle |= names
    return not any(idle & one.reads - _imported(one) for one in seen)


def _imported(one: Look) -> set[str]:
    """Return the names that a statement's being an import and no more accounts for."""
    own = {each.bound for each in one.imports}
    return own if one.reads <= own else set()


def _unproved(each: Import, modules: Mapping[str, str]) -> frozenset[str] | None:
    """Return the names an import binds that nothing is known of; None where the import itself is not harmless."""
    root, star = each.module.partition(".")[0], each.name == "*"
    if each.module in modules:
        taken = _taken(modules[each.module])
        return taken if star else frozenset({each.bound} if each.name in taken else ())
    if root == "matplotlib":
        return frozenset()
    if root in MODULES | IDLE:
        usable = each.module in USABLE and (not each.name or each.name in NAMES)
        return None if star else frozenset() if usable else frozenset({each.bound})
    if strip_version(root) in map(strip_version, modules):  # a child finds it, whatever version is asked for
        return None
    return frozenset() if _absent(root) else None


@lru_cache(maxsize=64)
def _taken(source: str) -> frozenset[str]:
    """Return the names that one of the course's modules imports, and that might be anything."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)]
    return frozenset(
        (alias.asname or alias.name).partition(".")[0]
        for node in nodes
        for alias in node.names
        if (node.module if isinstance(node, ast.ImportFrom) else alias.name) not in USABLE
    )


@lru_cache(maxsize=256)
def _absent(root: str) -> bool:
    """Say whether no such module is installed, so that importing it binds nothing of use."""
    if not root.strip("_") or root.startswith("_") or root in SERVED or root in sys.modules:
        return False
    try:
        return find_spec(root) is None
    except (ImportError, ValueError):
        return False
