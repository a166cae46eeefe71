"""All that verifying one assignment takes, each piece made when it is first asked for."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.author.calls import namespace
from grader.course import key as keys
from grader.course import load
from grader.course.importing import course_on_path
from grader.course.secret import OPEN
from grader.course.vocabulary import Assignment as Checks
from grader.course.vocabulary import Declaration, Declared
from grader.errors import GraderError
from grader.judge.parts import canonical, split
from grader.judge.score import score_exercise
from grader.model import Assignment, Difference, Exercise, ExerciseResult, Observation
from grader.worker import Opaque, WireError, Worker
from grader.worker.wire import decode, encode

if TYPE_CHECKING:
    from grader.author.mutation import Score
    from grader.author.probe import Probe

FRESH_SEEDS = (1, 2, 3)
ASK_AGAIN, TOO_SLOW = 0.2, 0.5  # of the time that a call may take


class Desk:
    """An assignment, its checks as declared, its key, and a worker."""

    def __init__(self, course: Path, id: str, worker: Worker, pythons: Sequence[str] = ()) -> None:
        self.course, self.worker, self.pythons = course, worker, tuple(pythons)
        self.assignment: Assignment = load(course, id, secret=OPEN)
        checks = vars(sys.modules[f"assignments.{id}.checks"]).values()
        self.checks = next(value for value in checks if isinstance(value, Checks))
        self._unsound: dict[str, str] = {}
        self._slowest: dict[str, float] = {}
        self._scores: dict[str, Score] = {}

    @property
    def id(self) -> str:
        return self.assignment.id

    @property
    def path(self) -> str:
        """The checks' path, from the course's folder."""
        return f"assignments/{self.id}/checks.py"

    @property
    def reference_path(self) -> str:
        return f"reference/{self.id}.py"

    def declaration(self, exercise: Exercise) -> Declaration:
        return next(one for one in self.checks.declarations if one.name == exercise.name)

    def said(self, exercise: Exercise) -> Declared:
        return self.declaration(exercise).said

    @cached_property
    def key(self) -> keys.AnswerKey:
        return keys.answer_key(self.assignment, self.worker.observe)

    @cached_property
    def broken(self) -> str:
        """Why there is no answer key; empty where there is one."""
        return str(self.failure or "")

    @cached_property
    def failure(self) -> GraderError | None:
        try:
            _ = self.key
        except GraderError as error:
            return error
        return None

    @cached_property
    def probe(self) -> Probe:
        """The verdicts in this process, which must be those of any other."""
        from grader.author.probe import probe

        return probe(self.assignment, self.course)

    @cached_property
    def fresh(self) -> list[tuple[int, Assignment]]:
        """The assignment with its hidden cases drawn from other seeds."""
        return [(seed, load(self.course, self.id, seed, OPEN)) for seed in FRESH_SEEDS]

    def expected(self, exercise: Exercise) -> tuple[Observation, ...]:
        return self.key.expected[exercise.name]

    def observe(self, exercise: Exercise, source: str) -> tuple[Observation, ...]:
        """Run a version of the reference through the worker, as a submission would be."""
        return self.worker.observe(keys.program(self.assignment, source), [exercise])[exercise.name]

    def score(self, exercise: Exercise, seen: Sequence[Observation]) -> ExerciseResult:
        return score_exercise(exercise, self.expected(exercise), seen, None)

    def mutation(self, exercise: Exercise) -> Score:
        """Return how the cases fared against the exercise's mutants."""
        if exercise.name not in self._scores:
            from grader.author.mutation import score

            self._scores[exercise.name] = score(self, exercise)
        return self._scores[exercise.name]

    def functions(self, source: str) -> Mapping[str, Any]:
        """Return the names of a version of the reference, executed in this process."""
        with course_on_path(self.course):
            return namespace(source)

    def unsound(self, exercise: Exercise) -> str:
        """Why nothing more can be said of an exercise; empty where all is well."""
        if exercise.name not in self._unsound:
            self._unsound[exercise.name] = self._why_unsound(exercise)
        return self._unsound[exercise.name]

    def _why_unsound(self, exercise: Exercise) -> str:
        if foreign := foreign_argument(exercise):
            return foreign
        if self.broken:
            return self.broken
        for case, seen in zip(exercise.cases, self.expected(exercise), strict=True):
            cut = split(exercise, canonical(exercise, seen.value))
            if isinstance(cut, Difference):
                return f"case {case.number} of the reference: {cut.text}; name its parts with returns="
        return self.too_slow(exercise) if self.slowest(exercise) > TOO_SLOW * exercise.seconds else ""

    def too_slow(self, exercise: Exercise) -> str:
        return (
            f"the reference takes {self.slowest(exercise):.2g} s of the {exercise.seconds:g} s that a call may "
            "take: make its largest case smaller, or say seconds="
        )

    def slowest(self, exercise: Exercise) -> float:
        """Return what the reference's slowest call takes; asked twice, since other work may keep the machine busy."""
        if exercise.name not in self._slowest:
            times = [self._slowest_once(exercise)]
            if times[0] > ASK_AGAIN * exercise.seconds:
                times.append(self._slowest_once(exercise))
            self._slowest[exercise.name] = min(times)
        return self._slowest[exercise.name]

    def _slowest_once(self, exercise: Exercise) -> float:
        seen = self.observe(exercise, self.assignment.reference)[: len(exercise.cases)]
        return max(observation.seconds for observation in seen)


def foreign_argument(exercise: Exercise) -> str:
    """Name an argument that cannot be sent to a student's process."""
    for case in (*exercise.cases, *exercise.scaling):
        for argument in case.arguments:
            try:
                arrived = decode(encode(argument.value))
            except WireError as error:
                return f"argument {argument.name} of case {case.number} cannot be sent: {error}"
            if opaque := _opaque(arrived):
                return f"argument {argument.name} of case {case.number} holds a {opaque}: give plain data"
    return ""


def _opaque(value: Any) -> str:
    """Return the type's name of something in a value that is no plain data."""
    if isinstance(value, Opaque):
        return value.type_name
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return next((found for item in inside if (found := _opaque(item))), "")


@cache
def lines_of(text: str, name: str) -> tuple[int, int]:
    """Return the first and last line of a function in a module's text, from 1."""
    from grader.course.edit import function_source

    found = function_source(text, name)
    return found.start + 1, found.end
