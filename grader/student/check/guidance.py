"""What is shown of a function that is not right yet, in text and in HTML alike: which case, and how a hint is had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.verdict_labels import ABSENT, WORDS
from grader.wording import plural

if TYPE_CHECKING:
    from grader.report.page import CaseView, ExerciseView
    from grader.student.check.answer import Answer

MEANINGS = {label.means for label in (*WORDS.values(), ABSENT)}
PUBLIC_ONLY = "Public cases only: the full grade also runs hidden ones."


def telling_cases(view: ExerciseView) -> tuple[CaseView, ...]:
    """Return the first failed case with the exercise's own verdict, its worst, or else the first; none if all pass."""
    failed = view.failed_cases
    return tuple(case for case in failed if case.word == view.word)[:1] or failed[:1]


def reason(view: ExerciseView) -> str:
    """Say why there is nothing to check, where the word beside the function's name does not say it all."""
    return "" if view.instead in MEANINGS else view.instead


def further_notes(answer: Answer) -> list[str]:
    """Return what there is to say of the file besides."""
    reasons = {reason(view) for view in answer.views}
    return [note.text for note in answer.notes if note.text not in reasons]


def hint_offer(view: ExerciseView, answer: Answer) -> str:
    """Say how a hint is had, where there is one to be had."""
    left = len(view.hints) - answer.shown_hints
    unwritten = view.word.icon in ("empty", "missing") and len(answer.views) > 1
    if view.right or unwritten or left <= 0:
        return ""
    qualifier = "more " if answer.shown_hints else ""
    return f"{left} {qualifier}{plural('hint', left)}: {answer.ask.format(name=view.name)}"
