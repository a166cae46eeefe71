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
    Diagnosis,
    Difference,
    DifferenceKind,
    ExerciseResult,
    Observation,
    Outcome,
    Raised,
    Verdict,
)
from grader.wording import join_words

UNSAID = "its message is not shown, for it was called with the course's own"


def withhold(observation: Observation) -> Observation:
    """Return what a call did without what it said, so that no sentence about it quotes that."""
    ours = observation.outcome is Outcome.INTERNAL_ERROR
    return Observation(
        observation.outcome,
        observation.value,
        steps=observation.steps,
        seconds=observation.seconds,
        detail=observation.detail if ours else "",
        otherwise=observation.otherwise,
    )


def redact(
    first: ExerciseResult, second: ExerciseResult, observations: Sequence[Observation], helpers: Sequence[str]
) -> ExerciseResult:
    """Return the second result of a function, for which stand-ins answered, with what may be shown of the first.

    `observations` are what the calls of the second did and said.
    """
    cases = [
        _redact_case(before, after, observation.raised, join_words(helpers))
        for before, after, observation in zip(first.cases, second.cases, observations, strict=False)
    ]
    return replace(second, cases=tuple(cases), diagnosis=_redact_diagnosis(second.diagnosis))


def _redact_diagnosis(diagnosis: Diagnosis | None) -> Diagnosis | None:
    """Return a diagnosis unless a number of the student's stands in its sentence."""
    return None if diagnosis and diagnosis.name == CONSTANT else diagnosis


def _redact_case(before: CaseResult, after: CaseResult, raised: Raised | None, helpers: str) -> CaseResult:
    bare = replace(after.observation, value=None, raised=_redact_error(raised, helpers), seconds=0.0)
    if after.verdict in {Verdict.PASSED, Verdict.INTERNAL_ERROR}:
        return replace(after, differences=(), observation=bare)
    parts = list(dict.fromkeys(difference.part for difference in after.differences))
    shown = tuple(difference for difference in before.differences if difference.part in parts)
    same_error = _is_same_error(before.observation.raised, raised)
    if before.verdict is after.verdict and (shown or not parts) and same_error:
        return replace(after, differences=shown, observation=before.observation)
    return replace(after, differences=tuple(map(_difference, parts)), observation=bare)


def _difference(part: str) -> Difference:
    sentence = (
        f"{part or 'the result'} is not as expected, with the course's own helpers in place of yours either"
    )
    return Difference(part, DifferenceKind.JUDGED, sentence)


def _is_same_error(before: Raised | None, after: Raised | None) -> bool:
    """Say whether two errors are of one kind and in one place."""
    if before is None or after is None:
        return before is after
    places = [[(frame.origin, frame.line) for frame in raised.frames] for raised in (before, after)]
    return before.type == after.type and places[0] == places[1]


def _redact_error(raised: Raised | None, helpers: str) -> Raised | None:
    """Return the type of an error, only if Python has it; a line, of thousands, could spell out an answer."""
    if raised is None:
        return None
    builtin = getattr(builtins, raised.type, None)
    is_pythons = isinstance(builtin, type) and issubclass(builtin, BaseException)
    return Raised(raised.type if is_pythons else "Exception", f"{UNSAID} {helpers}")
