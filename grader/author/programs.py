"""Runs what the author wrote: the reference, its mistakes, its variants, the starter."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from grader.author.calls import answers, bits
from grader.author.desk import Desk
from grader.author.finding import Problem, warning
from grader.grade import Bench, grade
from grader.judge.compare import Tolerance, compare
from grader.judge.parts import canonical, split
from grader.judge.score import share
from grader.model import CaseResult, Exercise, Mistake, Observation, Outcome, Result, Status, Variant
from grader.submission import read

APART = 1e-4  # mistakes nearer to each other than this are one
SLOW = 0.2  # of the time that a call may take


def repeats(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """The reference answers twice the same, to the last bit, in a student's place and in ours."""
    again = desk.observe(exercise, desk.assignment.reference)[: len(exercise.cases)]
    function = desk.functions(desk.assignment.reference)[exercise.names[0]]
    pairs = [
        (desk.expected(exercise), again, "in a new process"),
        (answers(function, exercise), answers(function, exercise), "when it is called again"),
    ]
    for first, second, when in pairs:
        for case, one, two in zip(exercise.cases, bits(first), bits(second), strict=True):
            if one != two:
                yield _unsteady(desk, exercise, f"the answer to case {case.number} is another {when}")
                return


def _unsteady(desk: Desk, exercise: Exercise, what: str) -> Problem:
    from grader.author.desk import lines_of

    line, _ = lines_of(desk.assignment.reference, exercise.names[0])
    message = (
        f"the reference's {exercise.names[0]} is not the same twice: {what}; "
        "draw from np.random (which is seeded before every call), never from default_rng() or the clock"
    )
    return Problem(message, path=desk.reference_path, line=line)


def in_time(desk: Desk, exercise: Exercise) -> Iterator[Problem]:
    """The reference leaves a slower solution most of the time that a call may take; no sound one takes half of it."""
    if desk.slowest(exercise) > SLOW * exercise.seconds:
        yield warning(desk.too_slow(exercise))


# --- whole submissions ------------------------------------------------------------------------------


def reference_submitted(desk: Desk) -> Iterator[Problem]:
    """The reference, handed in as a module, earns every point."""
    result = _graded(desk, "reference.py", desk.assignment.reference)
    if result.status is not Status.GRADED:
        yield Problem(f"the reference cannot be graded: {result.message}")
    for one in result.exercises:
        if one.score != one.exercise.points:
            why = next(filter(None, map(_why, one.cases)), "; ".join(one.notes))
            yield Problem(
                f"the reference, handed in, earns {one.score:g} of {one.exercise.points:g} for "
                f"{one.exercise.name}: {why}",
                line=one.exercise.line,
            )


def starter_submitted(desk: Desk) -> Iterator[Problem]:
    """The starter, handed in as it is given out, earns nothing and breaks nothing."""
    from grader.student.starter import starter

    brief = Path(desk.assignment.folder) / "README.md"
    text = brief.read_text(encoding="utf-8") if brief.is_file() else ""
    result = _graded(desk, "starter.ipynb", starter(desk.assignment, text))
    if result.status is not Status.GRADED:
        yield Problem(f"the starter cannot be graded: {result.message}")
    for one in result.exercises:
        if one.score:
            message = (
                f"the starter earns {one.score:g} for {one.exercise.name}: no case may pass without work"
            )
            yield Problem(message, line=one.exercise.line)


def _graded(desk: Desk, name: str, text: str) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        return grade(read(path), Bench(desk.assignment, desk.key, desk.worker))


# --- mistakes and variants --------------------------------------------------------------------------


def mistake_is_found(desk: Desk, exercise: Exercise, mistake: Mistake) -> Iterator[Problem]:
    """A known mistake costs points, and is told from the right answer and from every other mistake."""
    known = desk.key.mistakes[exercise.name]
    seen = known[mistake.name]
    result = desk.score(exercise, seen)
    at = partial(Problem, line=mistake.line)
    if any(case.observation.outcome is Outcome.INTERNAL_ERROR for case in result.cases):
        detail = next(case.observation.detail for case in result.cases if case.observation.detail)
        yield at(f"the mistake cannot be run: {detail}")
    elif share(result) == 1:
        yield at(
            "the mistake costs no points, no case can tell it from the reference: add a call whose answer it "
            "changes, or narrow rtol and atol"
        )
    elif all(one.outcome is not Outcome.RETURNED for one in seen):
        raised = next((one.raised for one in seen if one.raised), None)
        what = f"raises {raised.type}: {raised.message}" if raised else f"ends by {seen[0].outcome}"
        yield warning(f"the mistake {what} in every case, so it explains no wrong value", mistake.line)
    yield from _twins(exercise, mistake, known)


def _twins(
    exercise: Exercise, mistake: Mistake, known: Mapping[str, Sequence[Observation]]
) -> Iterator[Problem]:
    for other in exercise.mistakes:
        if other.name == mistake.name:
            return
        if not told_apart(exercise, known[mistake.name], known[other.name]):
            yield Problem(
                f"no case tells this mistake from that of line {other.line} ({other.name}), so a student may "
                "read the wrong sentence: add a call on which they differ, or make one of them",
                line=mistake.line,
            )


def told_apart(exercise: Exercise, some: Sequence[Observation], others: Sequence[Observation]) -> bool:
    """Tell whether two versions did something different in some call."""
    return any(not _alike(exercise, one, other) for one, other in zip(some, others, strict=True))


def _alike(exercise: Exercise, one: Observation, other: Observation) -> bool:
    if one.outcome is not other.outcome:
        return False
    if one.raised and other.raised:
        return (one.raised.type, one.raised.message) == (other.raised.type, other.raised.message)
    mine, theirs = (split(exercise, canonical(exercise, seen.value)) for seen in (one, other))
    if not (isinstance(mine, dict) and isinstance(theirs, dict)):
        return type(mine) is type(theirs)
    tolerance = Tolerance(APART, 1e-12, exercise.ignore)
    return mine.keys() == theirs.keys() and all(
        compare(mine[name], theirs[name], name, tolerance) is None
        and compare(theirs[name], mine[name], name, tolerance) is None
        for name in mine
    )


def variant_passes(desk: Desk, exercise: Exercise, variant: Variant) -> Iterator[Problem]:
    """A legitimate other solution earns every point."""
    result = desk.score(exercise, desk.observe(exercise, variant.source))
    if result.score != exercise.points:
        why = next(filter(None, map(_why, result.cases)), "; ".join(result.notes))
        differs = any(case.difference for case in result.cases)
        advice = (
            "; widen rtol and atol, or accept its form with judge=, canonical= or ignore=" if differs else ""
        )
        yield Problem(
            f"this right solution earns {result.score:g} of {exercise.points:g}: {why}{advice}",
            line=variant.line,
        )


def _why(result: CaseResult) -> str:
    number, seen = result.case.number, result.observation
    if seen.raised:
        return f"case {number} raises {seen.raised.type}: {seen.raised.message}"
    if result.difference:
        return f"case {number}: {result.difference.text}"
    return f"case {number}: {seen.outcome} {seen.detail}" if seen.outcome is not Outcome.RETURNED else ""
