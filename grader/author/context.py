"""What verifying one assignment takes: each piece is made when it is first asked for, and kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from grader.author.answers import namespace
from grader.course import key as keys
from grader.course import load
from grader.course.calls import silence
from grader.course.declarations import Declaration, Decorations
from grader.course.importing import course_on_path
from grader.course.secret import OPEN
from grader.course.vocabulary import Assignment as Checks
from grader.errors import GraderError
from grader.judge.score import score_case, score_exercise
from grader.model import Assignment, Case, CaseResult, Exercise, ExerciseResult, Observation
from grader.worker import Worker

T = TypeVar("T")
FRESH_SEEDS = (1, 2, 3)
ASK_AGAIN = 0.2  # of the time that a call may take


class VerificationContext:
    """An assignment, its checks as declared, its key and a worker; it knows nothing of the expectations that use it."""

    def __init__(self, course: Path, id: str, worker: Worker, pythons: Sequence[str] = ()) -> None:
        self.course, self.worker, self.pythons = course, worker, tuple(pythons)
        self.assignment: Assignment = load(course, id, secret=OPEN)
        checks = vars(sys.modules[f"assignments.{id}.checks"]).values()
        self.checks = next(value for value in checks if isinstance(value, Checks))
        self._memo: dict[tuple[Any, ...], Any] = {}

    def get(self, make: Callable[..., T], *arguments: Any) -> T:
        """Return `make(self, *arguments)`, made when it is first asked for; exercises go by their names."""
        key = (make, *(item.name if isinstance(item, Exercise) else item for item in arguments))
        if key not in self._memo:
            self._memo[key] = make(self, *arguments)
        value: T = self._memo[key]
        return value

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

    @property
    def brief(self) -> str:
        """What students read; empty where the author has not written it yet."""
        path = Path(self.assignment.folder) / "README.md"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def declaration(self, exercise: Exercise) -> Declaration:
        return next(item for item in self.checks.declarations if item.name == exercise.name)

    def decorations(self, exercise: Exercise) -> Decorations:
        """Return what the author's decorators say of an exercise."""
        return self.declaration(exercise).decorations

    @cached_property
    def key(self) -> keys.AnswerKey:
        return keys.answer_key(self.assignment, self.worker.observe)

    @cached_property
    def failure(self) -> GraderError | None:
        """Why there is no answer key; None where there is one."""
        try:
            _ = self.key
        except GraderError as error:
            return error
        return None

    @cached_property
    def fresh(self) -> list[tuple[int, Assignment]]:
        """The assignment with its hidden cases drawn from other seeds."""
        return [(seed, load(self.course, self.id, seed, OPEN)) for seed in FRESH_SEEDS]

    def expected_answers(self, exercise: Exercise) -> tuple[Observation, ...]:
        return self.key.expected[exercise.name]

    def observe(self, exercise: Exercise, source: str) -> tuple[Observation, ...]:
        """Run a version of the reference through the worker, as a submission would be."""
        return self.worker.observe(keys.program(self.assignment, source), [exercise])[exercise.name]

    def score(self, exercise: Exercise, observations: Sequence[Observation]) -> ExerciseResult:
        return score_exercise(exercise, self.expected_answers(exercise), observations, None)

    def score_case(
        self, exercise: Exercise, case: Case, expected: Observation, actual: Observation
    ) -> CaseResult:
        with silence():
            return score_case(exercise, case, expected, actual)

    def observed_reference(self, exercise: Exercise) -> tuple[Observation, ...]:
        """Return what the reference did in every case, in a student's process; run when it is first asked for."""
        return self.get(_observed_reference, exercise)

    def functions(self, source: str) -> Mapping[str, Any]:
        """Return the names of a version of the reference, executed in this process."""
        with course_on_path(self.course):
            return namespace(source)

    def slowest(self, exercise: Exercise) -> float:
        """Return what the reference's slowest call takes; asked twice, since other work may keep the machine busy."""
        return self.get(_slowest, exercise)


def _slowest(context: VerificationContext, exercise: Exercise) -> float:
    seconds = max(observation.seconds for observation in context.observed_reference(exercise))
    if seconds <= ASK_AGAIN * exercise.seconds:
        return seconds
    repeated = _observed_reference(context, exercise)
    return min(seconds, max(observation.seconds for observation in repeated))


def _observed_reference(context: VerificationContext, exercise: Exercise) -> tuple[Observation, ...]:
    return context.observe(exercise, context.assignment.reference)[: len(exercise.cases)]
