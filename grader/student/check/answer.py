"""What a student is told: each function's result, what remains, and the points so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from grader.model import Assignment, ExerciseResult, Note, Result, Status, Verdict
from grader.report.text import number, shorten
from grader.report.verdict_labels import VerdictLabel
from grader.report.view import page
from grader.student.check.guidance import PUBLIC_ONLY, further_notes, hint_offer, reason, telling_cases
from grader.student.check.judging import is_undecided
from grader.wording import join_words, plural

if TYPE_CHECKING:
    from grader.report.page import CaseView, ExerciseView

UNDEFINED = VerdictLabel("not defined yet", "missing", "?", "quiet")
UNSURE = VerdictLabel("not decided here", "part", "?", "part")
STYLES = {"good": "green", "part": "yellow", "bad": "red", "quiet": "bright_black"}
Line = tuple[str, str]  # text, and how it is set: bold, a tone's colour, or plain


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a check; shown as HTML where that can be, else as text."""

    assignment: Assignment
    results: tuple[ExerciseResult, ...]  # of the functions that were asked for
    latest: Mapping[str, ExerciseResult]  # of all functions, as last checked
    ask: str  # how the first hint of an exercise is asked for, with {name}
    stopped: str = ""  # what did not finish, because the student stopped it
    notes: tuple[Note, ...] = ()
    shown_hints: int = 0
    views: tuple[ExerciseView, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "views", tuple(self._views()))

    @property
    def passed(self) -> bool:
        """Whether all that was asked for is right on the public cases."""
        return bool(self.views) and not self.stopped and all(view.right for view in self.views)

    @property
    def so_far(self) -> str:
        """Say the points on public cases, and what remains."""
        earned = sum(result.score for result in self.latest.values())
        graded = [exercise.name for exercise in self.assignment.exercises if exercise.points]
        left = [name for name in graded if not self._is_right(name)]
        points = f"{number(earned)} of {number(self.assignment.points)} points so far"
        if not left:
            return f"{points}: all {len(graded)} functions are right."
        return f"{points}; left: {join_words(left, most=6)}."

    def _is_right(self, name: str) -> bool:
        return name in self.latest and self.latest[name].verdict is Verdict.PASSED

    def _views(self) -> Iterator[ExerciseView]:
        result = Result(self.assignment, "", "", Status.GRADED, self.results, notes=self.notes)
        for view, exercise_result in zip(page(result).exercises, self.results, strict=True):
            if exercise_result.verdict is Verdict.MISSING:
                yield replace(view, word=UNDEFINED)
            else:
                yield replace(view, word=UNSURE) if is_undecided(exercise_result) else view

    def lines(self) -> Iterator[Line]:
        """Write the answer as lines of text."""
        width = max((len(view.name) for view in self.views), default=0)
        for view in self.views:
            yield from _exercise_lines(view, min(width, 44), self)
        if self.stopped:
            yield self.stopped, "bold"
        yield from ((text, "") for text in further_notes(self))
        yield "", ""
        yield self.so_far, "bold"
        yield PUBLIC_ONLY, ""

    def __repr__(self) -> str:
        return "\n".join(text for text, _ in self.lines())

    def _repr_html_(self) -> str:
        from grader.student.check.answer_html import answer_html

        return answer_html(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _exercise_lines(view: ExerciseView, width: int, answer: Answer) -> Iterator[Line]:
    label = view.word
    points = f"{number(view.score)}/{number(view.points)}"
    yield f"{label.sign} {view.name:{width}}  {points:>7}  {label.text}", STYLES[label.tone]
    if why := view.diagnosis or reason(view):
        yield f"    {why}", "bold"
    for case in telling_cases(view):
        yield from ((f"    {line}", "") for line in _case_lines(case))
    yield from ((f"    {note}", "") for note in view.notes)
    yield from ((f"    Hint: {hint}", "cyan") for hint in view.hints[: answer.shown_hints])
    if offer := hint_offer(view, answer):
        yield f"    {offer}", STYLES["quiet"]


def _case_lines(case: CaseView) -> Iterator[str]:
    for difference in case.differences:
        yield f"case {case.number}: {difference.text}"
    if case.stop:
        yield f"case {case.number}: {case.stop.type}: {case.stop.message}"
        if case.stop.frames:
            frame = case.stop.frames[0]
            yield f"    {frame.origin}, line {frame.line}: {frame.text}"
    if case.detail:
        yield case.detail
    if case.output:
        yield f"it printed: {' · '.join(shorten(case.output, 300).splitlines())}"
    if case.changed:
        yield f"it changed its {plural('argument', len(case.changed))} {join_words(case.changed)} in place"


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of help."""

    name: str
    number: int  # 0: there is none, or no other
    total: int
    text: str

    def __repr__(self) -> str:
        head = f"Hint {self.number} of {self.total} for {self.name}: " if self.number else ""
        return head + self.text

    def _repr_html_(self) -> str:
        from grader.student.check.answer_html import hint_html

        return hint_html(self)
