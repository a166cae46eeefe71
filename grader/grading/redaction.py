"""What is kept of calls that stand-ins answered for: what they earned, and nothing that could carry the answers.

A helper can be broken on purpose, so that its stand-in answers whatever it is asked. So no value, no output and no text
of such a call gets into a result: what a student reads there is what the function did with the student's own helpers.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from dataclasses import replace

from grader.judge.ratios import CONSTANT
from grader.model import (
    CaseResult,
    Definition,
    Diagnosis,
    Difference,
    DifferenceKind,
    ExerciseResult,
    Frame,
    Observation,
    Outcome,
    Raised,
    Verdict,
)
from grader.wording import join_words

UNSAID = "its message is not shown, for it was called with the course's own"


def unsaid(seen: Observation) -> Observation:
    """Return what a call did without what it said, so that no sentence about it quotes that."""
    ours = seen.outcome is Outcome.INTERNAL_ERROR
    return Observation(
        seen.outcome, seen.value, steps=seen.steps, seconds=seen.seconds, detail=seen.detail if ours else ""
    )


def sayable(diagnosis: Diagnosis | None) -> Diagnosis | None:
    """Return a diagnosis unless a number of the student's stands in its sentence."""
    return None if diagnosis and diagnosis.name == CONSTANT else diagnosis


def shown(
    first: ExerciseResult, second: ExerciseResult, seen: Sequence[Observation], helpers: Sequence[str]
) -> ExerciseResult:
    """Return the second result of a function, for which stand-ins answered, with what may be shown of the first.

    `seen` is what the calls of the second did and said.
    """
    names = join_words(helpers)
    cases = [
        _case(before, after, _raised(one.raised, first.definition, names))
        for before, after, one in zip(first.cases, second.cases, seen, strict=False)
    ]
    return replace(second, cases=tuple(cases), diagnosis=sayable(second.diagnosis))


def _case(before: CaseResult, after: CaseResult, raised: Raised | None) -> CaseResult:
    bare = replace(after.observation, value=None, raised=raised, seconds=0.0)
    if after.verdict in {Verdict.PASSED, Verdict.INTERNAL_ERROR}:
        return replace(after, differences=(), observation=bare)
    parts = list(dict.fromkeys(one.part for one in after.differences))
    known = tuple(one for one in before.differences if one.part in parts)
    if before.verdict is after.verdict and (known or not parts) and _alike(before.observation.raised, raised):
        return replace(after, differences=known, observation=before.observation)
    return replace(after, differences=tuple(map(_differs, parts)), observation=bare)


def _differs(part: str) -> Difference:
    says = (
        f"{part or 'the result'} is not as expected, with the course's own helpers in place of yours either"
    )
    return Difference(part, DifferenceKind.JUDGED, says)


def _alike(before: Raised | None, after: Raised | None) -> bool:
    """Say whether two errors are of one kind and in one place, as far as that may be told."""
    if before is None or after is None:
        return before is after
    place = [(frame.origin, frame.line) for frame in after.frames]
    return before.type == after.type and place == [
        (frame.origin, frame.line) for frame in before.frames if (frame.origin, frame.line) in place
    ]


def _raised(raised: Raised | None, definition: Definition | None, helpers: str) -> Raised | None:
    """Return the type and place of an error, the type only if Python has it, the place only in the function."""
    if raised is None:
        return None
    known = getattr(builtins, raised.type, None)
    named = isinstance(known, type) and issubclass(known, BaseException)
    places = [frame for frame in raised.frames if definition and _within(frame, definition)]
    frames = [replace(frame, function=definition.name) for frame in places[-1:] if definition]
    return Raised(raised.type if named else "Exception", f"{UNSAID} {helpers}", tuple(frames))


def _within(frame: Frame, definition: Definition) -> bool:
    lines = range(definition.first_line, definition.first_line + len(definition.source.splitlines()))
    return frame.origin == definition.origin and frame.line in lines
