"""Equal programs are judged once: a memory of what was judged lately, by what it follows from (equal.py).

Only what would come out again is kept: a call that ran out of time or memory, or that ended its process, may
have suffered from what ran before it, and is run again for everybody.
"""

from __future__ import annotations

import re
import sys
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from grader.grading.equality import Key, keys
from grader.model import CaseResult, ExerciseResult, Frame, Observation, Outcome, Program, Value

__all__ = ["CachedResult", "Key", "ResultCache", "keys"]

ENTRIES = 2048  # results kept by a grading process
ROOM = 32 << 20  # bytes of returned values and of programs in all that is kept
LARGEST = 200_000  # bytes of returned values, and of the program, in a result that is kept
STEADY = {Outcome.RETURNED, Outcome.RAISED, Outcome.MISSING}


@dataclass(frozen=True, slots=True)
class CachedResult:
    """An exercise's result before follow-through and after."""

    first: ExerciseResult
    final: ExerciseResult

    def of(self, program: Program) -> CachedResult:
        """Return it as that of a program it fits: with the functions as they are written there."""
        return CachedResult(_own(self.first, program), _own(self.final, program))

    @property
    def steady(self) -> bool:
        """Say whether it follows from the program alone."""
        seen = [*_seen(self.first), *_seen(self.final)]
        return all(
            one.outcome in STEADY and not (one.outcome is Outcome.MISSING and one.detail) for one in seen
        )


@dataclass(slots=True)
class ResultCache:
    """What was judged lately, oldest first."""

    _known: OrderedDict[str, tuple[Key, CachedResult, int]] = field(default_factory=OrderedDict)
    _held: int = 0  # bytes

    def recall(self, key: Key) -> CachedResult | None:
        """Return what was judged of an equal program."""
        for name in (key.same, key.placed):
            before, judged, _ = self._known.get(name, (None, None, 0))
            if before is None or judged is None or not before.lends:
                continue
            was, now = before.proof, key.proof
            if was is None or now is None or was.same != now.same:
                continue
            if name == key.placed and was.placed != now.placed:
                continue
            self._known.move_to_end(name)
            # what is kept by the program alone tells of no place, and may have come from more or fewer cells
            moved = name == key.placed and was.origins != now.origins
            return _moved(judged, was.origins, now.origins) if moved else judged
        return None

    def keep(self, key: Key, judged: CachedResult) -> None:
        seen = [*_seen(judged.first), *_seen(judged.final)]
        size = sum(_size(one.value) + len(one.output) for one in seen)
        text = sum(len(chunk.source) for chunk in key.program.chunks)
        if max(size, text) > LARGEST or _names_origin(judged, {one.origin for one in key.program.chunks}):
            return
        name = key.placed if any(map(_tells_lines, seen)) else key.same
        size += text
        self._held += size - self._known.pop(name, (key, judged, 0))[2]
        self._known[name] = key, judged, size
        while len(self._known) > ENTRIES or self._held > ROOM:
            self._held -= self._known.popitem(last=False)[1][2]


def _own(result: ExerciseResult, program: Program) -> ExerciseResult:
    """Return a result with this program's definition; the very same where that changes nothing (report)."""
    definition = program.definition(result.exercise)
    return result if definition == result.definition else replace(result, definition=definition)


def _tells_lines(seen: Observation) -> bool:
    return bool(seen.detail or seen.raised)


def _names_origin(judged: CachedResult, origins: Collection[str]) -> bool:
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
    return [case.observation for case in (*result.cases, *([result.counterexample] if result.counterexample else []))]


def _moved(judged: CachedResult, before: Sequence[str], now: Sequence[str]) -> CachedResult:
    """Return it with the places of its errors in the files or cells of another program."""
    names = dict(zip(before, now, strict=True))

    def frame(one: Frame) -> Frame:
        return replace(one, origin=names.get(one.origin, one.origin))

    def case(one: CaseResult) -> CaseResult:
        raised = one.observation.raised
        if not raised or not raised.frames:
            return one
        moved = replace(raised, frames=tuple(map(frame, raised.frames)))
        return replace(one, observation=replace(one.observation, raised=moved))

    def result(one: ExerciseResult) -> ExerciseResult:
        diagnosis, counterexample = one.diagnosis, case(one.counterexample) if one.counterexample else None
        frames = {each for seen in _seen(one) if seen.raised for each in seen.raised.frames}
        if diagnosis and frames:
            places = {re.escape(each.place): frame(each).place for each in frames}
            said = re.sub("|".join(places), lambda found: places[re.escape(found[0])], diagnosis.message)
            diagnosis = replace(diagnosis, message=said)
        return replace(one, cases=tuple(map(case, one.cases)), diagnosis=diagnosis, counterexample=counterexample)

    return CachedResult(result(judged.first), result(judged.final))


def _size(value: Value) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else sys.getsizeof(value)
