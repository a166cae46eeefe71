"""Name the cause of wrong values: the known mistake that gives the same ones in every case.

A mistake explains an exercise when it did what the student's function did, call by call, and at least one
call returned a wrong value: functions that merely raise alike prove nothing. Where no single mistake explains
everything, each wrong part may have its own; then the first part's is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.judge.compare import Tolerance, compare
from grader.judge.parts import canonical, split
from grader.model import Diagnosis, Exercise, ExerciseResult, Observation, Outcome, Value, Verdict

MATCH = 1e-6  # relative to a part's largest value; other mistakes are nearly always 1e-2 or more away


def diagnose(
    exercise: Exercise, result: ExerciseResult, mistakes: Mapping[str, Sequence[Observation]]
) -> Diagnosis | None:
    """Return the known mistake that explains every wrong value, if there is one."""
    if result.verdict in {Verdict.PASSED, Verdict.MISSING, Verdict.NOT_ATTEMPTED, Verdict.INTERNAL_ERROR}:
        return None
    actual = [_parts(exercise, case.observation) for case in result.cases]
    wrong = _wrong_parts(result)
    if not wrong:
        return None
    known = {
        name: [_parts(exercise, seen) for seen in observations] for name, observations in mistakes.items()
    }
    messages = {mistake.name: mistake.message for mistake in exercise.mistakes}
    whole = next((name for name, seen in known.items() if _same(exercise, seen, actual)), None)
    if whole:
        return Diagnosis(whole, messages[whole])
    explained = [_explain_part(exercise, part, known, actual) for part in wrong]
    if explained[0] and all(explained):
        return Diagnosis(explained[0], messages[explained[0]])
    return None


Parts = Mapping[str, Value] | None  # of one call; None where it returned nothing that can be cut


def _parts(exercise: Exercise, observation: Observation) -> Parts:
    if observation.outcome is not Outcome.RETURNED:
        return None
    parts = split(exercise, canonical(exercise, observation.value))
    return parts if isinstance(parts, dict) else {"": observation.value}


def _wrong_parts(result: ExerciseResult) -> list[str]:
    """Return the names of the parts that are wrong in some call, in the order of the parts."""
    found = {difference.part for case in result.cases for difference in case.differences if case.share < 1}
    order = [part.name for part in result.exercise.parts]
    return sorted(found, key=lambda name: order.index(name) if name in order else -1)


def _same(exercise: Exercise, mistake: Sequence[Parts], actual: Sequence[Parts]) -> bool:
    """Tell whether two functions did the same in every call."""
    return all(
        (theirs is None and mine is None)
        or (
            theirs is not None
            and mine is not None
            and all(_equal(exercise, mine, theirs, name) for name in mine)
        )
        for theirs, mine in zip(mistake, actual, strict=True)
    )


def _explain_part(
    exercise: Exercise, part: str, known: Mapping[str, Sequence[Parts]], actual: Sequence[Parts]
) -> str | None:
    """Return the mistake that gives this part's values in every call."""
    for name, seen in known.items():
        pairs = list(zip(seen, actual, strict=True))
        if all(theirs and mine and _equal(exercise, mine, theirs, part) for theirs, mine in pairs):
            return name
    return None


def _equal(exercise: Exercise, mine: Mapping[str, Value], theirs: Mapping[str, Value], part: str) -> bool:
    if part not in mine or part not in theirs:
        return part not in mine or next((p.optional for p in exercise.parts if p.name == part), False)
    return compare(mine[part], theirs[part], part, Tolerance(MATCH, 1e-12, exercise.ignore)) is None
