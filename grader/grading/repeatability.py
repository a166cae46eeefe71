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
from typing import NamedTuple

from grader.course.randomness import draws
from grader.judge.score import score_case
from grader.memo import memoize_text
from grader.model import Assignment, Case, Exercise, Observation, Outcome, Program, Verdict
from grader.submission.extraction.scope import names

Observed = dict[str, tuple[Observation, ...]]
Again = Callable[[Sequence[Exercise]], Mapping[str, tuple[Observation, ...]]]

OTHER_SEED = 0x5EED
TWO_ANSWERS = (
    "The same call, made twice, gave two answers. This function's answer follows from its arguments alone: "
    "take out what draws random numbers, reads a clock or remembers earlier calls."
)
DEFINES = re.compile(r"(?:@[^\n]*\n|\s)*(?:async\s+)?def\s+(\w+)")
WORD = re.compile(r"\w+|\*")
STATEMENTS = 4096  # of which is kept what they can reach
IMPORT = re.compile(
    r"(?:^[ \t]*|[;:][ \t]*)(?:import|from)[ \t](?:\\\n|[^\n;#(])*(?:\([^)]*\))?", re.MULTILINE
)
MODULES = re.compile(
    r"\b(?:random|secrets|time|datetime|os|sys|uuid|threading|multiprocessing|concurrent|asyncio|ctypes|gc|io"
    r"|pathlib|importlib|builtins|inspect|scipy|sklearn|tempfile|subprocess|socket|signal)\b"
)
SEED = re.compile(r"\b(?:np|numpy)\.random\.seed\([^()\n]*\)")
CHANCE = re.compile(
    r"""
      \.\s*random | \brandom\s*\.                                          # NumPy's generators, Python's
    | \b(?:getattr|eval|exec|globals|locals|vars|__(?!name__|main__|init__)\w+__)\b  # ways to all of them
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
    parts = [_part(chunk.source) for chunk in program.chunks]
    reads: dict[str, frozenset[str]] = {}
    for part in parts:
        reads[part.defines] = reads.get(part.defines, frozenset()) | part.reads
    reached, waiting = set[str](), {"", *assignment.names_behind(name)} & reads.keys()
    while waiting:
        now = waiting.pop()
        reached.add(now)
        waiting |= reads[now] & reads.keys() - reached
    read = frozenset[str]().union(*(reads[one] for one in reached))
    return any(
        part.chancy or not part.imports.isdisjoint(read | {"*"}) for part in parts if part.defines in reached
    )


class _Part(NamedTuple):
    """What a statement can reach."""

    defines: str  # a function's name; empty: it is executed for every function
    reads: frozenset[str]  # names of the program that the function reads
    imports: frozenset[str]  # the words of imports that bring chance in; a function's own say no more
    chancy: bool  # by itself


@memoize_text(STATEMENTS)
def _part(source: str) -> _Part:
    found = DEFINES.match(source)
    known = names(source) if found else None
    rest = source if found else SEED.sub("", IMPORT.sub("", source))
    reads = known.reads if known else frozenset(WORD.findall(rest))
    brought = [line for line in IMPORT.findall(source) if MODULES.search(line)]
    imports = frozenset(word for line in brought for word in WORD.findall(line)) - {"import", "from", "as"}
    inside = any(line[0] in "\n \t;:" for line in brought)  # a function, a class or a branch
    chancy = inside or CHANCE.search(rest) is not None
    return _Part(found[1] if found else "", reads, imports, chancy)
