"""By what an exercise's result may be found again: the text of all that was executed for it.

A result follows from the statements that its process executed, and from nothing else of a submission; so the name it
is kept under is made of them, and whatever is kept under a name came from just these statements, whoever handed them
in and whatever was said of them. Two sets of statements will do for an exercise: all of the program, or its slice,
the statements that its function can reach, where those alone were executed (cache.py). That a program's own statements
are plain, so that the same come to the same result, is said of it by its own reader, which can cheat itself alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.grading.static_analysis import StaticAnalysis
from grader.model import Assignment, Chunk, Program


@dataclass(frozen=True, slots=True)
class Key:
    """The names that an exercise's result has where some statements are executed for it."""

    same: str  # of a result that tells of no place
    placed: str  # of one that does: so many files or cells, and the lines in them
    origins: tuple[str, ...]  # which may have other names


@dataclass(frozen=True, slots=True)
class ExerciseKeys:
    """Where the result of one exercise may be found; nowhere, where what is executed for it is not plain."""

    whole: Key | None  # the whole program is executed
    slice: Key | None  # its slice is
    sliced: Program  # that slice, to be executed alone


def exercise_keys(analysis: StaticAnalysis, assignment: Assignment) -> dict[str, ExerciseKeys]:
    """Return where each exercise's result may be found."""
    program = analysis.program
    whole = _Texts(program.chunks) if analysis.plain else None
    keys = {}
    for exercise in assignment.exercises:
        about = _about(exercise.name, program, assignment)
        places = analysis.slices.get(exercise.name)
        chunks = tuple(program.chunks[place] for place in places) if places is not None else ()
        keys[exercise.name] = ExerciseKeys(
            whole.key(about) if whole else None,
            _Texts(chunks).key(about) if places is not None else None,
            replace(program, chunks=chunks),
        )
    return keys


def _about(name: str, program: Program, assignment: Assignment) -> tuple[object, ...]:
    """Return what else a result follows from: what is said of the functions, and the modules they are given."""
    definitions = [(each, program.definitions.get(each)) for each in assignment.names_behind(name)]
    functions = [
        (each, definition.attempted, definition.bypass, definition.source)
        for each, definition in definitions
        if definition
    ]
    return name, functions, sorted(program.modules.items())


class _Texts:
    """Statements that are executed, as text, and where they stand."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._origins = tuple(dict.fromkeys(chunk.origin for chunk in chunks))
        numbers = {origin: number for number, origin in enumerate(self._origins)}
        self._same = _digest([chunk.source for chunk in chunks])
        self._places = _digest([(numbers[chunk.origin], chunk.first_line) for chunk in chunks])

    def key(self, about: tuple[object, ...]) -> Key:
        same = _digest((about, self._same))
        return Key(same, _digest((same, self._places)), self._origins)


def _digest(parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
