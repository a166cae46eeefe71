"""Equal programs are judged once: recent results are kept by what was executed for them (equality.py).

The first program that is met is executed as a whole, and its results are found again by whoever hands in all of it.
Of an exercise whose slice was met before, in a program that differs elsewhere, the slice is executed alone, and its
result is then found by everybody who has that slice: nothing else of anybody's program was there to meddle with it.

Only what would come out again is kept: a call that ran out of time or memory, or that ended its process, may
have suffered from what ran before it, and one that gave two answers may give a third. They are run again for
everybody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.grading.equality import ExerciseKeys, Key, exercise_keys
from grader.grading.static_analysis import StaticAnalysis
from grader.memo import LRUCache
from grader.model import (
    Assignment,
    CaseResult,
    ExerciseResult,
    Frame,
    Observation,
    Outcome,
    Program,
    Raised,
)
from grader.values import byte_size

Results = dict[str, ExerciseResult]  # by exercise

ENTRIES = 2048  # results kept by a grading process
MET = 8192  # slices of which is kept that they were met
ROOM = 32 << 20  # bytes of returned values in all that is kept
LARGEST = 200_000  # bytes of returned values in a result that is kept
ENTRY = 2_000  # bytes that keeping one takes besides
STEADY = {Outcome.RETURNED, Outcome.RAISED, Outcome.MISSING}


@dataclass(frozen=True, slots=True)
class CachedResult:
    """An exercise's result before follow-through and after."""

    initial: ExerciseResult
    final: ExerciseResult

    def fit(self, program: Program) -> CachedResult:
        """Return it as that of an equal program: with the functions as they are written there."""
        return CachedResult(_fit(self.initial, program), _fit(self.final, program))

    @property
    def steady(self) -> bool:
        """Whether it follows from the program alone."""
        return all(map(_is_steady, self.observations))

    @property
    def observations(self) -> list[Observation]:
        return [*_observations(self.initial), *_observations(self.final)]


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is known of a program from equal ones, and where the rest of it is to be kept."""

    keys: Mapping[str, ExerciseKeys] = field(default_factory=dict)  # by exercise
    results: Mapping[str, CachedResult] = field(default_factory=dict)  # of the exercises that are known
    proved: frozenset[str] = frozenset()  # those of them that are known by their slices
    alone: frozenset[str] = frozenset()  # exercises whose slice is to be executed alone

    @property
    def initial(self) -> Results:
        return {name: result.initial for name, result in self.results.items()}

    @property
    def final(self) -> Results:
        return {name: result.final for name, result in self.results.items()}

    @property
    def programs(self) -> dict[str, Program]:
        """What is executed for those exercises that have a program to themselves."""
        return {name: self.keys[name].sliced for name in self.alone}


@dataclass(slots=True)
class ResultCache:
    """Recent results, oldest first."""

    _results: LRUCache[str, tuple[Key, CachedResult]] = field(default_factory=lambda: LRUCache(ENTRIES, ROOM))
    _met: LRUCache[str, bool] = field(default_factory=lambda: LRUCache(MET))  # slices, by their keys

    def look_up(self, analysis: StaticAnalysis, assignment: Assignment) -> Lookup:
        """Return the results of a program's exercises that were judged before, in an equal program."""
        keys = exercise_keys(analysis, assignment)
        by_slice = {name: result for name, pair in keys.items() if (result := self._recall(pair.slice))}
        by_whole = {name: result for name, pair in keys.items() if (result := self._recall(pair.whole))}
        known = by_whole | by_slice
        alone: set[str] = set()
        for name in sorted(keys.keys() - known.keys(), key=lambda name: len(assignment.needs(name))):
            # its result follows from its helpers' as well, and so those must come from their slices, too
            if self._is_met(keys[name].slice) and assignment.needs(name) <= by_slice.keys() | alone:
                alone.add(name)
        results = {name: result.fit(analysis.program) for name, result in known.items()}
        return Lookup(keys, results, frozenset(by_slice), frozenset(alone))

    def store(self, lookup: Lookup, assignment: Assignment, initial: Results, final: Results) -> None:
        """Keep what was not known before, as far as it and all it needs follow from what was executed alone."""
        results = {name: CachedResult(initial[name], final[name]) for name in final}
        steady = {name for name, result in results.items() if result.steady}
        for name in results.keys() - lookup.results.keys():
            keys = lookup.keys[name]
            if steady.issuperset((name, *assignment.needs(name))):
                self._keep(keys.slice if name in lookup.alone else keys.whole, results[name])
                if keys.slice:
                    self._met.put(keys.slice.same, True)

    def _is_met(self, key: Key | None) -> bool:
        return key is not None and self._met.get(key.same) is not None

    def _recall(self, key: Key | None) -> CachedResult | None:
        """Return what was judged where the same statements were executed."""
        if key is None:
            return None
        if same := self._results.get(key.same):
            return same[1]
        if placed := self._results.get(key.placed):
            old, judged = placed
            return _move(judged, old.origins, key.origins) if old.origins != key.origins else judged
        return None

    def _keep(self, key: Key | None, judged: CachedResult) -> None:
        if key is None:
            return
        observations = judged.observations
        size = sum(byte_size(observation.value) + len(observation.output) for observation in observations)
        if size > LARGEST or _names_origin(judged, key.origins):
            return
        name = key.placed if any(map(_tells_lines, observations)) else key.same
        self._results.put(name, (key, judged), size + ENTRY)


def _fit(result: ExerciseResult, program: Program) -> ExerciseResult:
    """Return a result with this program's definition; the very same where that changes nothing (report)."""
    definition = program.definition(result.exercise)
    return result if definition == result.definition else replace(result, definition=definition)


def _is_steady(observation: Observation) -> bool:
    """Tell whether a call would come out the same in an equal program."""
    if observation.otherwise or observation.outcome not in STEADY:
        return False
    return observation.outcome is not Outcome.MISSING or not observation.detail


def _tells_lines(observation: Observation) -> bool:
    return bool(observation.detail or observation.raised)


def _names_origin(judged: CachedResult, origins: Collection[str]) -> bool:
    """Say whether a sentence of the result names a file or cell, so that it is this program's alone.

    That a diagnosis names the line of an error does not count: it is renamed with the error's frames.
    """
    texts: list[str] = [*judged.final.notes]
    for result in (judged.initial, judged.final):
        errors = _errors(result)
        texts += [
            text for observation in _observations(result) for text in (observation.detail, observation.output)
        ]
        texts += [error.message for error in errors]
        sentence = result.diagnosis.message if result.diagnosis else ""
        for place in {frame.place for error in errors for frame in error.frames}:
            sentence = sentence.replace(place, "")
        texts.append(sentence)
    return any(origin in text for text in texts if text for origin in origins)


def _observations(result: ExerciseResult) -> list[Observation]:
    shown = [result.counterexample] if result.counterexample else []
    return [case.observation for case in (*result.cases, *shown)]


def _errors(result: ExerciseResult) -> list[Raised]:
    return [observation.raised for observation in _observations(result) if observation.raised]


def _move(judged: CachedResult, old: Sequence[str], new: Sequence[str]) -> CachedResult:
    """Return it with the places of its errors in the files or cells of another program."""
    names = dict(zip(old, new, strict=True))
    return CachedResult(_move_result(judged.initial, names), _move_result(judged.final, names))


def _move_result(result: ExerciseResult, names: Mapping[str, str]) -> ExerciseResult:
    diagnosis, counterexample = result.diagnosis, result.counterexample
    frames = {frame for error in _errors(result) for frame in error.frames}
    if diagnosis and frames:
        places = {frame.place: _move_frame(frame, names).place for frame in frames}
        pattern = "|".join(map(re.escape, places))
        message = re.sub(pattern, lambda match: places[match[0]], diagnosis.message)
        diagnosis = replace(diagnosis, message=message)
    return replace(
        result,
        cases=tuple(_move_case(case, names) for case in result.cases),
        diagnosis=diagnosis,
        counterexample=_move_case(counterexample, names) if counterexample else None,
    )


def _move_case(case: CaseResult, names: Mapping[str, str]) -> CaseResult:
    raised = case.observation.raised
    if not raised or not raised.frames:
        return case
    frames = tuple(_move_frame(frame, names) for frame in raised.frames)
    return replace(case, observation=replace(case.observation, raised=replace(raised, frames=frames)))


def _move_frame(frame: Frame, names: Mapping[str, str]) -> Frame:
    return replace(frame, origin=names.get(frame.origin, frame.origin))
