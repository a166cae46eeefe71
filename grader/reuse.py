"""Equal programs are judged once: which of a program's parts an exercise's result follows from, and a memory.

A result follows from the exercise's function, from what that function and the functions it needs can reach by
name, and from every statement of the program that is no function. Two programs are equal in this when their
compiled code is: names of files, line numbers and comments do not count, unless the result tells of them.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from grader.lately import lately
from grader.model import (
    Assignment,
    CaseResult,
    Chunk,
    ExerciseResult,
    Frame,
    Observation,
    Program,
    Value,
)
from grader.worker import same_code

ENTRIES = 2048  # results kept by a grading process
STATEMENTS = 4096  # of which is kept what they tell
ROOM = 32 << 20  # bytes of returned values in all that is kept
LARGEST = 200_000  # bytes of returned values in a result that is kept

DEFINES = re.compile(r"(?:@[^\n]*\n|\s)*(?:async\s+)?def\s+(\w+)")
WORD = re.compile(r"\w+")
LOOKS_AT_ITSELF = re.compile(
    r"\b(?:inspect|traceback|linecache|_getframe|__\w+__|globals|locals|eval|exec)\b"
)


@dataclass(frozen=True, slots=True)
class Key:
    same: str  # equal for equal programs
    placed: str  # equal for programs that are also written alike and stand in the same lines
    origins: tuple[str, ...]  # the files or cells that hold them, which may have other names


@dataclass(frozen=True, slots=True)
class Judged:
    """An exercise's result before follow-through and after."""

    first: ExerciseResult
    final: ExerciseResult

    def of(self, program: Program) -> Judged:
        """Return it as that of a program it fits: with the functions as they are written there."""
        return Judged(_own(self.first, program), _own(self.final, program))


@dataclass(slots=True)
class Memory:
    """What was judged lately, oldest first."""

    _known: OrderedDict[str, tuple[Key, Judged, int]] = field(default_factory=OrderedDict)
    _held: int = 0  # bytes

    def recall(self, key: Key) -> Judged | None:
        name = key.same if key.same in self._known else key.placed
        if name not in self._known:
            return None
        self._known.move_to_end(name)
        before, judged, _ = self._known[name]
        # what is kept by the program alone tells of no place, and may have come from more or fewer cells
        return judged if name == key.same or before.origins == key.origins else _moved(judged, before, key)

    def keep(self, key: Key, judged: Judged) -> None:
        seen = [case.observation for result in (judged.first, judged.final) for case in result.cases]
        size = sum(_size(one.value) + len(one.output) for one in seen)
        if size > LARGEST or _names_origin(judged, key.origins):
            return
        name = key.placed if any(map(_tells_lines, seen)) else key.same
        self._held += size - self._known.pop(name, (key, judged, 0))[2]
        self._known[name] = key, judged, size
        while len(self._known) > ENTRIES or self._held > ROOM:
            self._held -= self._known.popitem(last=False)[1][2]


def _own(result: ExerciseResult, program: Program) -> ExerciseResult:
    """Return a result with this program's definition; the very same where that changes nothing (report)."""
    definition = program.definition(result.exercise)
    return result if definition == result.definition else replace(result, definition=definition)


def _tells_lines(seen: Observation) -> bool:
    return bool(seen.detail or (seen.raised and seen.raised.frames))


def _names_origin(judged: Judged, origins: Sequence[str]) -> bool:
    """Say whether a sentence of the result names a file or cell, so that it is this program's alone.

    That a diagnosis names the line of an error does not count: it is renamed with the error's frames.
    """
    told = [*judged.final.notes]
    for result in (judged.first, judged.final):
        raised = [seen.raised for seen in _seen(result) if seen.raised]
        told += [text for seen in _seen(result) for text in (seen.detail, seen.output)]
        told += [error.message for error in raised]
        said = result.diagnosis.message if result.diagnosis else ""
        for place in {frame.place for error in raised for frame in error.frames}:
            said = said.replace(place, "")
        told.append(said)
    return any(origin in text for text in told if text for origin in origins)


def _seen(result: ExerciseResult) -> list[Observation]:
    return [case.observation for case in (*result.cases, *([result.twin] if result.twin else []))]


def _moved(judged: Judged, before: Key, now: Key) -> Judged:
    """Return it with the places of its errors in the files or cells of another program."""
    names = dict(zip(before.origins, now.origins, strict=True))

    def frame(one: Frame) -> Frame:
        return replace(one, origin=names.get(one.origin, one.origin))

    def case(one: CaseResult) -> CaseResult:
        raised = one.observation.raised
        if not raised or not raised.frames:
            return one
        moved = replace(raised, frames=tuple(map(frame, raised.frames)))
        return replace(one, observation=replace(one.observation, raised=moved))

    def result(one: ExerciseResult) -> ExerciseResult:
        diagnosis, twin = one.diagnosis, case(one.twin) if one.twin else None
        frames = {each for seen in _seen(one) if seen.raised for each in seen.raised.frames}
        if diagnosis and frames:
            places = {re.escape(each.place): frame(each).place for each in frames}
            said = re.sub("|".join(places), lambda found: places[re.escape(found[0])], diagnosis.message)
            diagnosis = replace(diagnosis, message=said)
        return replace(one, cases=tuple(map(case, one.cases)), diagnosis=diagnosis, twin=twin)

    return Judged(result(judged.first), result(judged.final))


def _size(value: Value) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else sys.getsizeof(value)


class _Statement(NamedTuple):
    """What of a program's key a statement tells by itself."""

    defines: str  # a function's name; empty: every exercise depends on it
    same: bytes
    looks: bool  # at its own text or place


class _Part(NamedTuple):
    """What one chunk of a program adds to the keys of what can reach it."""

    told: _Statement
    words: frozenset[str]
    placed: bytes
    origin: str


def keys(program: Program, assignment: Assignment) -> dict[str, Key]:
    """Return what each exercise's result follows from, as a key."""
    parts = list(map(_part, program.chunks))
    words: dict[str, frozenset[str]] = {}
    for part in parts:
        words[part.told.defines] = words.get(part.told.defines, frozenset()) | part.words
    everywhere = words.pop("", frozenset())
    modules = sorted(program.modules)
    found = {}
    for exercise in assignment.exercises:
        names = _reachable(everywhere.union(assignment.names_behind(exercise.name)), words)
        needed = [part for part in parts if not part.told.defines or part.told.defines in names]
        found[exercise.name] = _key(exercise.name, needed, modules)
    return found


def _part(chunk: Chunk) -> _Part:
    words = frozenset(WORD.findall(chunk.source))
    return _Part(_statement(chunk.source), words, _digest(f"{chunk.first_line} {chunk.source}"), chunk.origin)


@lately(STATEMENTS)
def _statement(source: str) -> _Statement:
    found = DEFINES.match(source)
    looks = LOOKS_AT_ITSELF.search(source) is not None
    return _Statement(found[1] if found else "", same_code(source), looks)


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


def _key(exercise: str, parts: Sequence[_Part], modules: Sequence[str]) -> Key:
    origins = tuple(dict.fromkeys(part.origin for part in parts))
    numbers = {origin: number for number, origin in enumerate(origins)}
    looks = any(part.told.looks for part in parts)
    places = origins if looks else len(origins)
    placed = _digest(repr((exercise, places, [(part.placed, numbers[part.origin]) for part in parts])))
    same = placed if looks else _digest(repr((exercise, modules, [part.told.same for part in parts])))
    return Key(same.hex(), placed.hex(), origins)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
