"""What a student may see of a case: a hidden one keeps its number and verdict and loses all else, here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import Frame, Outcome
from grader.report.page import CaseView, Stop
from grader.report.text import shorten
from grader.report.verdict_labels import PARTLY, WORDS

if TYPE_CHECKING:
    from grader.model import CaseResult, Difference, Raised
    from grader.report.page import Limits


def case_view(result: CaseResult, points: float, limits: Limits) -> CaseView:
    """Reduce a case to what its student may see; points are what it is worth."""
    case, observation = result.case, result.observation
    if case.hidden:
        return CaseView(case.number, True, WORDS[result.verdict])
    return CaseView(
        number=case.number,
        hidden=False,
        word=PARTLY if 0 < result.share < 1 else WORDS[result.verdict],
        score=points * result.share,
        points=points,
        differences=tuple(
            _difference(difference, limits) for difference in result.differences[: limits.items]
        ),
        stop=_stop(observation.raised, limits)
        if observation.raised and observation.outcome is Outcome.RAISED
        else None,
        output=shorten(observation.output.rstrip(), limits.output),
        changed=tuple(shorten(name, 80) for name in observation.changed[: limits.items]),
        detail=_detail(result, limits),
        arguments=case.arguments,
        seed=case.seed,
        rtol=case.rtol,
        atol=case.atol,
        picture=case.picture,
    )


def _detail(result: CaseResult, limits: Limits) -> str:
    """Say what the verdict means and how it came about, where the function itself said nothing."""
    if result.differences or result.observation.raised:
        return ""
    means = WORDS[result.verdict].means
    detail = shorten(result.observation.detail, limits.sentence)
    return f"{means.removesuffix('.')}: {detail}" if means and detail else means or detail


def _difference(difference: Difference, limits: Limits) -> Difference:
    """Keep a sentence that quotes very long keys of a student's dictionary from filling the page."""
    if len(difference.text) <= limits.sentence:
        return difference
    return replace(difference, text=shorten(difference.text, limits.sentence))


def _stop(raised: Raised, limits: Limits) -> Stop:
    frames = tuple(
        Frame(shorten(f.origin, 80), f.line, shorten(f.function, 80), shorten(f.text, 200))
        for f in reversed(raised.frames[-4:])
    )
    return Stop(shorten(raised.type, 80), shorten(raised.message, limits.sentence), frames)
