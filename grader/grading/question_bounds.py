"""How much the reference asks of its own helpers: what bounds the questions of a student's function to stand-ins.

The reference is run once over an exercise's cases with a tally of every function's calls, in the worker like any
other program, when a grading process first needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.course.key import Observe
from grader.course.key import program as reference_program
from grader.model import Assignment, Chunk, Exercise, Observation, Outcome, Program
from grader.worker import Bounds

# A right function may ask more often than the reference: for the cost of every step, which that computes at every
# hundredth, or about one example, unit or number at a time.
TIMES = 8
ONE_BY_ONE = 5000  # questions at most about numbers that the reference asks about at once
SOME = 100  # questions and ...
LITTLE = 64 << 10  # ... bytes that are granted in any case
MUCH = 32 << 20  # bytes that are not exceeded in any case

ORIGIN = "tally"  # of the statements that count
TALLY = '''
def _tallied(functions):
    """Have each function count how often the others are called while it runs, and return that."""
    import functools

    running = []

    def size(value):
        """Return how many numbers a value holds, and its bytes, roughly."""
        if isinstance(value, dict):
            value = [*value.keys(), *value.values()]
        if isinstance(value, (list, tuple)):
            sizes = [size(item) for item in value]
            return sum(count for count, _ in sizes), sum(nbytes for _, nbytes in sizes) + 32
        return getattr(value, "size", 1), getattr(value, "nbytes", 32) + 32

    def tallying(name, function):
        @functools.wraps(function)
        def counting(*args, **kwargs):
            if not running:
                running.append({})
                try:
                    function(*args, **kwargs)
                    return running[0]
                finally:
                    running.clear()
            value = function(*args, **kwargs)
            calls, numbers, asked, answered = running[0].get(name, (0, 0, 0, 0))
            count, nbytes = size((args, kwargs))
            running[0][name] = calls + 1, numbers + count, max(asked, nbytes), max(answered, size(value)[1])
            return value

        return counting

    return {name: tallying(name, function) for name, function in functions.items()}


globals().update(_tallied({name: globals()[name] for name in NAMES}))
'''

Tally = Mapping[
    str, tuple[int, int, int, int]
]  # calls, numbers, most bytes of arguments, of a value; by function


@dataclass(slots=True)
class QuestionBounds:
    """What was found out about one assignment's reference when it was first needed; kept for what follows."""

    _bounds: dict[str, Mapping[str, Bounds]] = field(default_factory=dict)

    def get(self, assignment: Assignment, exercise: Exercise, observe: Observe) -> Mapping[str, Bounds]:
        """Return by helper, under the reference's name, how much a call of an exercise's function may ask of it."""
        if exercise.name in self._bounds:
            return self._bounds[exercise.name]
        observations = _tallying_calls(assignment, exercise, observe)
        tallies = [call.value for call in observations if call.outcome is Outcome.RETURNED]
        helpers = [assignment.exercise(name).names[0] for name in assignment.needs(exercise.name)]
        bounds = {helper: _bounds(helper, tallies) for helper in helpers}
        if not any(call.is_mishap for call in observations):  # else another time they may be others
            self._bounds[exercise.name] = bounds
        return bounds


def _tallying_calls(assignment: Assignment, exercise: Exercise, observe: Observe) -> Sequence[Observation]:
    """Have the reference return, for each case, what it asks."""
    cases = tuple(replace(case, count_steps=False) for case in (*exercise.cases, *exercise.scaling))
    tallied = replace(exercise, cases=cases, scaling=())
    return observe(_tallying_program(assignment), [tallied])[exercise.name]


def _tallying_program(assignment: Assignment) -> Program:
    reference = reference_program(assignment, assignment.reference)
    names = [exercise.names[0] for exercise in assignment.exercises]
    return replace(reference, chunks=(*reference.chunks, Chunk(ORIGIN, 1, f"NAMES = {names!r}\n{TALLY}")))


def _bounds(helper: str, tallies: Sequence[Tally]) -> Bounds:
    if not tallies:  # on a busy machine the reference may run out of time
        return Bounds()
    counts = [tally.get(helper, (0, 0, 0, 0)) for tally in tallies]
    calls, numbers, asked, answered = (max(column) for column in zip(*counts, strict=True))
    return Bounds(
        questions=max(TIMES * calls + min(numbers, ONE_BY_ONE), SOME),
        question_bytes=min(TIMES * asked + LITTLE, MUCH),
        answer_bytes=min(TIMES * answered + LITTLE, MUCH),
    )
