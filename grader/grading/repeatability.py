"""One file earns one mark: what may answer the same call in two ways is called twice, and fails where it does.

Whoever guesses at labels is right now and then, so that the same file would earn other points the next day. A
function whose reference draws no random numbers must answer by its arguments alone. Unless that is proved of it
(`StaticAnalysis.steady`), its calls are made a second time: in another process, in the opposite order, with other
seeds. Most programs are proved steady; of the others most are right, and are then called twice for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from grader.course.randomness import draws
from grader.grading.static_analysis import StaticAnalysis
from grader.judge.score import score_case
from grader.model import Assignment, Case, Chunk, Exercise, Observation, Outcome, Program, Verdict
from grader.worker import StandIn, Worker

Observations = dict[str, tuple[Observation, ...]]  # by exercise

OTHER_SEED = 0x5EED
SPARE = 0.25  # of a limit; what took no more the first time does not reach it the second
TWO_ANSWERS = (
    "The same call, made twice, gave two answers. This function's answer follows from its arguments alone: "
    "take out what draws random numbers, reads a clock or remembers earlier calls."
)

ORIGIN = "elsewhere"
# Where objects lie is much the same in every child of one warm process, and elsewhere on another day. So in the
# second process all that is made lies a little further on, and whatever tells of places tells of other ones.
MOVES = """
def _move(id_of, hash_of, mask=0x5A5A5A5A5A50):
    held = [bytes(size) for size in range(0, 512, 8)]
    return (
        lambda value, held=held: id_of(value) ^ mask,
        lambda value: hash_of(value) ^ (mask >> 4 if type(value).__hash__ is object.__hash__ else 0),
    )

id, hash = _move(id, hash)
"""


class Observer:
    """Makes the calls of one submission's program, and keeps what went wrong meanwhile."""

    def __init__(
        self,
        assignment: Assignment,
        analysis: StaticAnalysis,
        worker: Worker,
        apart: Mapping[str, Program] | None = None,
    ) -> None:
        """Take exercises apart whose functions are called in a program of their own, a slice of the whole."""
        self.program = analysis.program
        self.mishaps: list[Observation] = []  # what need not be the submission's doing
        self._assignment, self._worker = assignment, worker
        self._steady, self._apart = analysis.steady, apart or {}

    def run(
        self,
        program: Program,
        exercises: Sequence[Exercise],
        stand_ins: Mapping[str, Mapping[str, StandIn]] | None = None,
    ) -> Observations:
        """Make the calls of some exercises once, of this program or of the reference on its behalf."""
        observations = self._worker.observe(program, exercises, stand_ins=stand_ins)
        self.mishaps += [
            observation for calls in observations.values() for observation in calls if observation.is_mishap
        ]
        return observations

    def observe(
        self,
        exercises: Sequence[Exercise],
        stand_ins: Mapping[str, Mapping[str, StandIn]] | None = None,
    ) -> Observations:
        """Make the calls of some exercises; of what may answer in two ways, a second time."""
        observations: Observations = {}
        for program, group in self._by_program(exercises):
            observations |= self._observe(program, group, stand_ins)
        return observations

    def try_out(self, exercises: Sequence[Exercise]) -> Observations:
        """Make calls once that cost nobody a point: what goes wrong meanwhile is not kept."""
        observations: Observations = {}
        for program, group in self._by_program(exercises):
            observations |= self._worker.observe(program, group)
        return observations

    def _by_program(self, exercises: Sequence[Exercise]) -> Iterator[tuple[Program, list[Exercise]]]:
        """Yield what is executed, and the exercises it is executed for."""
        together = [exercise for exercise in exercises if exercise.name not in self._apart]
        if together:
            yield self.program, together
        for exercise in exercises:
            if program := self._apart.get(exercise.name):
                yield program, [exercise]

    def _observe(
        self,
        program: Program,
        exercises: Sequence[Exercise],
        stand_ins: Mapping[str, Mapping[str, StandIn]] | None,
    ) -> Observations:
        first = self.run(program, exercises, stand_ins)
        doubtful = [exercise for exercise in exercises if self._may_vary(exercise, first[exercise.name])]
        if not doubtful:
            return first
        moved = replace(program, chunks=(Chunk(ORIGIN, 1, MOVES), *program.chunks))
        second = self.run(moved, [_reorder(exercise) for exercise in doubtful], stand_ins)
        in_time = self._has_time_to_spare(first)
        marks = {
            exercise.name: _mark(exercise, first[exercise.name], second[exercise.name], in_time)
            for exercise in doubtful
        }
        return {**first, **marks}

    def _has_time_to_spare(self, observations: Observations) -> bool:
        """Tell whether these calls took so little that the same ones cannot run out of time."""
        limits = self._worker.limits
        total = sum(call.seconds for calls in observations.values() for call in calls)
        return total < SPARE * min(limits.exercise_seconds, limits.submission_seconds) and all(
            call.seconds < SPARE * self._assignment.exercise(name).seconds
            for name, calls in observations.items()
            for call in calls
        )

    def _may_vary(self, exercise: Exercise, observations: Sequence[Observation]) -> bool:
        """Tell whether a function that should be steady has answered, and is not proved to be."""
        returned = any(observation.outcome is Outcome.RETURNED for observation in observations)
        if not returned or exercise.judge or draws(self._assignment, exercise):
            return False
        return exercise.name not in self._steady


def _reorder(exercise: Exercise) -> Exercise:
    """Return the same calls in the opposite order, with other seeds."""
    cases = [replace(case, seed=case.seed ^ OTHER_SEED) for case in reversed(exercise.cases)]
    return replace(exercise, cases=tuple(cases), scaling=())


def _mark(
    exercise: Exercise, first: Sequence[Observation], second: Sequence[Observation], in_time: bool
) -> tuple[Observation, ...]:
    """Return the first observations; where one of them is contradicted, all that returned are marked."""
    pairs = zip(exercise.cases, first, reversed(second), strict=False)
    if not any(_contradict(exercise, case, before, after, in_time) for case, before, after in pairs):
        return tuple(first)
    return tuple(
        replace(observation, otherwise=TWO_ANSWERS)
        if observation.outcome is Outcome.RETURNED
        else observation
        for observation in first
    )


def _contradict(
    exercise: Exercise, case: Case, first: Observation, second: Observation, in_time: bool
) -> bool:
    """Tell whether two observations of a call contradict each other.

    What ends its process, or goes missing, the second time alone does so too: else dice could keep away from it.
    What the machine may have caused contradicts nothing, nor what ran out of time that was short the first time.
    """
    if first.outcome is not Outcome.RETURNED or second.is_mishap:
        return False
    if second.outcome in {Outcome.TIME_LIMIT, Outcome.SKIPPED} and not in_time:
        return False
    if score_case(exercise, case, first, first).verdict is not Verdict.PASSED:
        return False  # malformed, or not equal to itself: it is wrong in any case
    return score_case(exercise, case, first, second).verdict is not Verdict.PASSED
