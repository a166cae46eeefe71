"""How a verdict is said: a label, an icon and a tone, so that colour is never the only sign."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import ExerciseResult, Status, Verdict
from grader.wording import is_or_are, plural


@dataclass(frozen=True, slots=True)
class VerdictLabel:
    text: str
    icon: str  # a symbol of icons.svg
    sign: str  # its like in text
    tone: str  # good, part, bad or quiet
    means: str = ""  # a sentence, where nothing else says more


RIGHT = VerdictLabel("right", "right", "✓", "good")
PARTLY = VerdictLabel("partly right", "part", "◐", "part")
WORDS = {
    Verdict.PASSED: RIGHT,
    Verdict.WRONG_ANSWER: VerdictLabel("wrong answer", "wrong", "✗", "bad"),
    Verdict.RUNTIME_ERROR: VerdictLabel("stopped with an error", "error", "!", "bad", "Its process ended."),
    Verdict.TIME_LIMIT: VerdictLabel(
        "ran too long", "time", "!", "bad", "It was still running when its time was up."
    ),
    Verdict.MEMORY_LIMIT: VerdictLabel(
        "out of memory", "memory", "!", "bad", "It asked for more memory than it is allowed."
    ),
    Verdict.MISSING: VerdictLabel("not found", "missing", "?", "bad", "There is no function of this name."),
    Verdict.NOT_ATTEMPTED: VerdictLabel(
        "not attempted", "empty", "○", "quiet", "Nothing is written here yet."
    ),
    Verdict.SKIPPED: VerdictLabel("not run", "skipped", "–", "quiet", "It was not run."),
    Verdict.INTERNAL_ERROR: VerdictLabel(
        "not graded", "failed", "!", "quiet", "The grader failed here; this is not your fault."
    ),
}


ABSENT = VerdictLabel(
    "not asked for",
    "skipped",
    "–",
    "quiet",
    "Only another edition of the course asks for it; its points go to the other exercises.",
)


def label_of(result: ExerciseResult) -> VerdictLabel:
    """Say an exercise's verdict; points earned beside points lost make it partly right.

    Where there is nothing to earn, the verdict alone says it: 0 of 0 points may be wrong.
    """
    if not result.exercise.points:
        absent = result.exercise.optional and result.verdict is Verdict.SKIPPED
        return ABSENT if absent else WORDS[result.verdict]
    if result.score >= result.exercise.points:
        return RIGHT
    return PARTLY if result.score > 0 else WORDS[result.verdict]


def summary(status: Status, passed: int, total: int) -> str:
    """Say in one sentence how it went."""
    if status is Status.UNREADABLE:
        return "This file could not be read, so nothing was graded and there is no score."
    if status is Status.INTERNAL_ERROR:
        return "The grader failed on this submission. That is not your fault, and there is no score."
    noun = plural("exercise", total)
    if passed == total:
        return "Everything is right." if total < 3 else f"All {total} {noun} are right."
    if passed == 0:
        return f"None of the {total} {noun} is right yet." if total > 1 else "The exercise is not right yet."
    return f"{passed} of {total} {noun} {is_or_are(passed)} right."
