"""The nouns of a student's page: what a template prints, and `grader check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.model import Argument, Difference, Frame, Note, Picture, Status
    from grader.report.verdict_labels import VerdictLabel


HIDDEN_ONLY = "All public cases are right; a hidden one is not. Which inputs do the public ones leave out?"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a student's text is shown: characters of one thing, or how many of a kind."""

    code: int = 12_000
    output: int = 1_500
    sentence: int = 600
    items: int = 8
    figures: bool = True


@dataclass(frozen=True, slots=True)
class Stop:
    """Where and how a call raised, innermost line first."""

    type: str
    message: str
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case; of a hidden one, all fields after `word` are empty."""

    number: int
    hidden: bool
    word: VerdictLabel
    score: float = 0.0
    points: float = 0.0
    differences: tuple[Difference, ...] = ()
    stop: Stop | None = None
    output: str = ""
    changed: tuple[str, ...] = ()
    detail: str = ""
    arguments: tuple[Argument, ...] = ()
    seed: int = 0
    rtol: float = 0.0
    atol: float = 0.0
    picture: Picture | None = None

    @property
    def right(self) -> bool:
        return self.word.tone == "good"

    @property
    def speaks(self) -> bool:
        """Whether the call itself left something to show."""
        return bool(self.differences or self.stop or self.output)

    @property
    def headline(self) -> str:
        if self.stop:
            return f"{self.stop.type}: {self.stop.message}".removesuffix(": ")
        return self.differences[0].text if self.differences else self.detail


@dataclass(frozen=True, slots=True)
class CodeView:
    """The student's function as written, and the lines of it where a public case stopped."""

    name: str
    origin: str
    first_line: int
    source: str
    errors: tuple[int, ...] = ()
    cut: bool = False

    @property
    def last_line(self) -> int:
        return self.first_line + self.source.count("\n")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class ExerciseView:
    name: str
    title: str
    score: float
    points: float
    word: VerdictLabel
    right: bool
    cases: tuple[CaseView, ...]
    instead: str = ""  # why there are no cases
    diagnosis: str = ""
    diagnosis_from: str = ""  # the helper it is carried over from
    followed_through: str = ""  # a sentence
    needed_by: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    code: CodeView | None = None
    counterexample: CaseView | None = None  # of a hidden case: an input drawn anew that fails too

    @property
    def failed_cases(self) -> tuple[CaseView, ...]:
        """The cases a student can learn from: public ones that are not right."""
        return tuple(case for case in self.cases if not case.hidden and not case.right)

    @property
    def said_once(self) -> str:
        """What there is to say in place of cases, or for all of them alike."""
        if self.instead or self.right or not self.cases:
            return self.instead
        if not self.failed_cases:
            return "" if all(case.right for case in self.cases) else HIDDEN_ONLY
        details = {case.detail for case in self.cases if not case.hidden}
        alike = len(details) == 1 and not any(case.right or case.speaks for case in self.cases)
        return details.pop() if alike else ""

    @property
    def shown_cases(self) -> tuple[CaseView, ...]:
        """The failed cases that hold more than their verdict."""
        if self.said_once:
            return ()
        return tuple(case for case in self.failed_cases if case.speaks or case.detail)

    @property
    def headline(self) -> str:
        """The one sentence that helps most."""
        sentences = (
            self.diagnosis,
            self.said_once,
            *(case.headline for case in self.failed_cases),
            *self.notes,
        )
        return next(filter(None, sentences), self.word.text)


@dataclass(frozen=True, slots=True)
class ExecutionView:
    """Whether the notebook runs from top to bottom, and what it drew."""

    ok: bool
    text: str
    figures: tuple[str, ...]  # PNG, in base64
    left_out: int  # figures for which the page has no room


@dataclass(frozen=True, slots=True)
class Page:
    """One submission's report, as far as its student may read it."""

    title: str
    week: str
    student: str
    path: str
    status: Status
    message: str
    summary: str
    score: float | None
    points: float | None
    exercises: tuple[ExerciseView, ...]
    first: ExerciseView | None  # what to fix first
    notes: tuple[Note, ...]
    environment: dict[str, str]
    limits: Limits
    execution: ExecutionView | None = None
