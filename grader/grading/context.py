"""All that grading submissions of one assignment takes, and judging what was observed of one function."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.grading.cache import ResultCache
from grader.grading.counterexample import RedrawnCases
from grader.grading.question_bounds import Questions
from grader.grading.repeatability import marked
from grader.judge.diagnose import diagnose
from grader.judge.score import score_exercise
from grader.model import Assignment, Exercise, ExerciseResult, Observation, Program
from grader.version import __version__
from grader.worker import StandIn, Worker

if TYPE_CHECKING:
    from grader.course.key import AnswerKey

Results = dict[str, ExerciseResult]  # by exercise


@dataclass(frozen=True, slots=True)
class Policy:
    """What the course decided about marks."""

    follow_through: bool = True  # a failed helper costs its own points only


@dataclass(frozen=True, slots=True)
class GradingContext:
    """An assignment with its answer key, and a worker to run programs in."""

    assignment: Assignment
    key: AnswerKey
    worker: Worker
    policy: Policy = Policy()
    memory: ResultCache | None = None  # of programs judged before; None: every program is run
    draws: RedrawnCases = field(
        default_factory=RedrawnCases
    )  # hidden cases drawn anew, for those that need a counterexample
    questions: Questions = field(default_factory=Questions)  # what stand-ins may be asked

    def observe(
        self,
        program: Program,
        exercises: Sequence[Exercise],
        stand_ins: Mapping[str, Mapping[str, StandIn]] | None = None,
    ) -> dict[str, tuple[Observation, ...]]:
        """Make the calls of some exercises; of what may answer in two ways, a second time."""

        def observed(asked: Sequence[Exercise]) -> dict[str, tuple[Observation, ...]]:
            return self.worker.observe(program, asked, stand_ins=stand_ins)

        return marked(self.assignment, program, observed(exercises), observed)

    def score_all(self, program: Program, observed: Mapping[str, Sequence[Observation]]) -> Results:
        """Judge the exercises that were observed."""
        return {
            name: self.score(program, self.assignment.exercise(name), seen) for name, seen in observed.items()
        }

    def score(self, program: Program, exercise: Exercise, observed: Sequence[Observation]) -> ExerciseResult:
        """Compare with the answer key, and find the cause of what is wrong."""
        expected = self.key.expected[exercise.name]
        result = score_exercise(exercise, expected, observed, program.definition(exercise))
        if any(seen.otherwise for seen in observed):
            return result  # its values are chance: none of them has a cause
        table = self.key.causes.get(exercise.name)
        return replace(result, diagnosis=diagnose(exercise, result, expected, table))

    def environment(self) -> dict[str, str]:
        """Name what a result depends on besides the submission."""
        import numpy as np

        return {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "grader": __version__,
            "sandbox": str(self.worker.tier),
            "answer_key": f"sha256:{self.key.digest}",
        }
