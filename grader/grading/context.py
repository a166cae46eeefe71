"""All that grading submissions of one assignment takes, and judging what was observed of one function."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.grading.cache import ResultCache, Results
from grader.grading.counterexample import RedrawnCases
from grader.grading.question_bounds import QuestionBounds
from grader.grading.static_analysis import StaticAnalysis, analyse
from grader.judge.diagnose import diagnose
from grader.judge.score import score_exercise
from grader.model import Assignment, Exercise, ExerciseResult, Observation, Program, Submission
from grader.version import __version__
from grader.worker import Worker

if TYPE_CHECKING:
    from grader.course.key import AnswerKey


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
    cache: ResultCache | None = None  # of programs judged before; None: every program is run
    analyse: Callable[[Submission, Assignment], StaticAnalysis] = analyse  # whoever reads a stranger's text
    redrawn: RedrawnCases = field(
        default_factory=RedrawnCases
    )  # hidden cases, for those that need a counterexample
    bounds: QuestionBounds = field(default_factory=QuestionBounds)  # of what stand-ins may be asked

    def judge(self, program: Program, observations: Mapping[str, Sequence[Observation]]) -> Results:
        """Judge the exercises that were observed."""
        return {
            name: self.judge_exercise(program, self.assignment.exercise(name), calls)
            for name, calls in observations.items()
        }

    def judge_exercise(
        self, program: Program, exercise: Exercise, observations: Sequence[Observation]
    ) -> ExerciseResult:
        """Compare with the answer key, and find the cause of what is wrong."""
        expected = self.key.expected[exercise.name]
        definition, table = program.definition(exercise), self.key.causes.get(exercise.name)
        result = score_exercise(exercise, expected, observations, definition)
        if not any(observation.otherwise for observation in observations):
            return replace(result, diagnosis=diagnose(exercise, result, expected, table))
        # its values are chance, which has no cause but a mistake that is known to draw
        first = score_exercise(
            exercise,
            expected,
            [replace(observation, otherwise="") for observation in observations],
            definition,
        )
        cause = diagnose(exercise, first, expected, table)
        mistake = cause if cause and cause.name in self.key.mistakes[exercise.name] else None
        return replace(result, diagnosis=mistake)

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
