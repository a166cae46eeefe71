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
from dataclasses import dataclass, field

import numpy as np

from grader.model import Assignment, Chunk, ExerciseResult, Observation, Program, Value
from grader.worker import code_of

ENTRIES = 4096  # results kept by a grading process
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


@dataclass(frozen=True, slots=True)
class Judged:
    """An exercise's result before follow-through and after."""

    first: ExerciseResult
    final: ExerciseResult


@dataclass(slots=True)
class Memory:
    """What was judged lately, oldest first."""

    _known: OrderedDict[str, tuple[str, Judged]] = field(default_factory=OrderedDict)

    def recall(self, key: Key) -> Judged | None:
        placed, judged = self._known.get(key.same, ("", None))
        if judged is None or placed not in {"", key.placed}:
            return None
        self._known.move_to_end(key.same)
        return judged

    def keep(self, key: Key, judged: Judged) -> None:
        observations = [case.observation for result in (judged.first, judged.final) for case in result.cases]
        if sum(_size(seen.value) for seen in observations) > LARGEST:
            return
        tells_lines = any(_tells_lines(seen) for seen in observations)
        self._known[key.same] = (key.placed if tells_lines else "", judged)
        if len(self._known) > ENTRIES:
            self._known.popitem(last=False)


def _tells_lines(seen: Observation) -> bool:
    return bool(seen.detail or (seen.raised and seen.raised.frames))


def _size(value: Value) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else sys.getsizeof(value)


def keys(program: Program, assignment: Assignment) -> dict[str, Key]:
    """Return what each exercise's result follows from, as a key."""
    functions: dict[str, list[Chunk]] = {}
    rest: list[Chunk] = []
    for chunk in program.chunks:
        found = DEFINES.match(chunk.source)
        (functions.setdefault(found[1], []) if found else rest).append(chunk)
    words = {
        name: frozenset(WORD.findall(" ".join(c.source for c in some))) for name, some in functions.items()
    }
    everywhere = frozenset(WORD.findall(" ".join(chunk.source for chunk in rest)))
    return {
        exercise.name: _key(exercise.name, program, rest, functions, _reachable(names | everywhere, words))
        for exercise in assignment.exercises
        for names in [frozenset(assignment.names_behind(exercise.name))]
    }


def _reachable(names: frozenset[str], words: Mapping[str, frozenset[str]]) -> list[str]:
    """Return the functions that can be reached by name, in the order of the program."""
    found: set[str] = set()
    waiting = [name for name in words if name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other in words if other in words[name]]
    return [name for name in words if name in found]


def _key(
    exercise: str,
    program: Program,
    rest: Sequence[Chunk],
    functions: Mapping[str, Sequence[Chunk]],
    names: Sequence[str],
) -> Key:
    chunks = [*rest, *(chunk for name in names for chunk in functions[name])]
    placed = _digest(repr([exercise, *((c.origin, c.first_line, c.source) for c in chunks)]).encode())
    if any(LOOKS_AT_ITSELF.search(chunk.source) for chunk in chunks):
        return Key(placed, placed)
    code = [_code(chunk.source) for chunk in chunks]
    same = _digest(repr([exercise, code, sorted(program.modules)]).encode())
    return Key(same, placed)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _code(source: str) -> bytes | str:
    """Return what is equal for statements that are the same program."""
    code = code_of(source)
    return code.same if code else source
