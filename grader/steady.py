"""One file earns one mark: what may answer the same call in two ways is called twice, and fails where it does.

Whoever guesses at labels is right now and then, so that the same file would earn other points the next day. A
function whose reference draws no random numbers must answer by its arguments alone. Where a program can reach a
source of chance from such a function, its calls are made a second time: in another process, in the opposite
order, with other seeds. That costs nothing for the many programs that cannot; the few that can may be right, and
are then called twice for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from grader.course.stand_in import draws
from grader.judge.score import score_case
from grader.lately import lately
from grader.model import Assignment, Case, Exercise, Observation, Outcome, Program, Verdict

Observed = dict[str, tuple[Observation, ...]]
Again = Callable[[Sequence[Exercise]], Mapping[str, tuple[Observation, ...]]]

OTHER_SEED = 0x5EED
TWO_ANSWERS = (
    "The same call, made twice, gave two answers. This function's answer follows from its arguments alone: "
    "take out what draws random numbers, reads a clock or remembers earlier calls."
)
DEFINES = re.compile(r"(?:@[^\n]*\n|\s)*(?:async\s+)?def\s+(\w+)")
WORD = re.compile(r"\w+")
STATEMENTS = 4096  # of which is kept what they can reach
CHANCE = re.compile(
    r"""
      (?:\.\s*random|\brandom\s*\.)                                         # NumPy's generators, Python's
    | \b(?:import|from)\b[^\n\#]*\b(?:random|secrets|time|datetime|os|sys|uuid|threading|multiprocessing
        |concurrent|asyncio|ctypes|gc|io|pathlib|importlib|builtins|inspect|scipy|sklearn|tempfile)\b
    | \b(?:getattr|eval|exec|globals|locals|vars|__(?!name__|main__|init__)\w+__|os|sys)\b  # ways to all of them
    | \b(?:open|fromfile|memmap|genfromtxt|loadtxt|datetime64|empty|empty_like|ndarray)\s*\(
    | ^\s*(?:global|nonlocal)\s                                             # what an earlier call may have left
    """,
    re.VERBOSE | re.MULTILINE,
)


def marked(assignment: Assignment, program: Program, observed: Observed, again: Again) -> Observed:
    """Return what was observed, with calls marked that answered otherwise the second time."""
    doubtful = [
        assignment.exercise(name)
        for name, seen in observed.items()
        if any(one.outcome is Outcome.RETURNED for one in seen) and _may_vary(assignment, program, name)
    ]
    if not doubtful:
        return observed
    second = again([_again(exercise) for exercise in doubtful])
    marks = {
        one.name: _compared(one, observed[one.name], second[one.name][: len(one.cases)]) for one in doubtful
    }
    return {**observed, **marks}


def _again(exercise: Exercise) -> Exercise:
    """Return the same calls in the opposite order, with other seeds."""
    cases = [replace(case, seed=case.seed ^ OTHER_SEED) for case in reversed(exercise.cases)]
    return replace(exercise, cases=tuple(cases), scaling=())


def _compared(
    exercise: Exercise, first: Sequence[Observation], second: Sequence[Observation]
) -> tuple[Observation, ...]:
    """Return the first observations; where one of them is contradicted, all that returned are marked."""
    pairs = zip(exercise.cases, first, reversed(second), strict=False)
    if not any(_differ(exercise, case, one, other) for case, one, other in pairs):
        return tuple(first)
    return tuple(
        replace(one, otherwise=TWO_ANSWERS) if one.outcome is Outcome.RETURNED else one for one in first
    )


def _differ(exercise: Exercise, case: Case, one: Observation, other: Observation) -> bool:
    """Tell whether two observations of a call contradict each other; what ended the process contradicts nothing."""
    if one.outcome is not Outcome.RETURNED or other.outcome not in {Outcome.RETURNED, Outcome.RAISED}:
        return False
    if score_case(exercise, case, one, one).verdict is not Verdict.PASSED:
        return False  # malformed, or not equal to itself: it is wrong in any case
    return score_case(exercise, case, one, other).verdict is not Verdict.PASSED


def _may_vary(assignment: Assignment, program: Program, name: str) -> bool:
    """Tell whether a function that should be steady can reach something that is not."""
    if assignment.exercise(name).judge or draws(assignment, assignment.exercise(name)):
        return False
    parts = [(_defined(chunk.source), chunk.source) for chunk in program.chunks]
    reached, waiting = set[str](), set(assignment.names_behind(name))
    while waiting:
        words = {word for defines, source in parts if defines in waiting for word in _words(source)}
        reached |= waiting
        waiting = (words & {defines for defines, _ in parts}) - reached
    return any(_chancy(source) for defines, source in parts if not defines or defines in reached)


@lately(STATEMENTS)
def _defined(source: str) -> str:
    found = DEFINES.match(source)
    return found[1] if found else ""


@lately(STATEMENTS)
def _words(source: str) -> frozenset[str]:
    return frozenset(WORD.findall(source))


@lately(STATEMENTS)
def _chancy(source: str) -> bool:
    return CHANCE.search(source) is not None
