"""What a student may see of a result: hidden cases keep their number and verdict and lose all else, here."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import (
    Argument,
    CaseResult,
    Definition,
    Difference,
    ExerciseResult,
    Frame,
    Note,
    Outcome,
    Raised,
    Result,
    Status,
    Verdict,
)
from grader.report.text import plain, shortened
from grader.report.words import PARTLY, WORDS, Word, listed, summary, word


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
    word: Word
    share: float = 0.0
    differences: tuple[Difference, ...] = ()
    stop: Stop | None = None
    output: str = ""
    changed: tuple[str, ...] = ()
    detail: str = ""
    arguments: tuple[Argument, ...] = ()
    seed: int = 0
    rtol: float = 0.0
    atol: float = 0.0

    @property
    def right(self) -> bool:
        return self.word.tone == "good"


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


@dataclass(frozen=True, slots=True)
class ExerciseView:
    name: str
    title: str
    score: float
    points: float
    word: Word
    right: bool
    cases: tuple[CaseView, ...]
    diagnosis: str = ""
    diagnosis_from: str = ""  # the helper it is carried over from
    followed_through: str = ""  # a sentence
    needed_by: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    code: CodeView | None = None

    @property
    def shown_cases(self) -> tuple[CaseView, ...]:
        return tuple(case for case in self.cases if not case.hidden and not case.right)

    @property
    def headline(self) -> str:
        """The one sentence that helps most."""
        if self.diagnosis:
            return self.diagnosis
        for case in self.shown_cases:
            if case.differences:
                return case.differences[0].text
            if case.stop:
                return f"{case.stop.type}: {case.stop.message}"
            if case.detail:
                return case.detail
        return self.word.means or "The public cases are right; a hidden one is not."


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


def page(result: Result, limits: Limits | None = None) -> Page:
    """Reduce a result to what its student may see; a reason that names our own failure is not theirs."""
    limits = limits or Limits()
    graded, assignment = result.status is Status.GRADED, result.assignment
    exercises = tuple(_exercise(done, result, limits) for done in result.exercises) if graded else ()
    return Page(
        title=assignment.title if assignment else "",
        week=assignment.week if assignment else "",
        student=_cut(result.student, 120),
        path=_cut(result.path, 300),
        status=result.status,
        message=_cut(result.message, limits.sentence) if result.status is Status.UNREADABLE else "",
        summary=summary(result.status, sum(exercise.right for exercise in exercises), len(exercises)),
        score=result.score,
        points=result.max_score,
        exercises=exercises,
        first=_first(result.exercises, exercises) if graded else None,
        notes=result.notes[: 4 * limits.items],
        environment=dict(result.environment),
        limits=limits,
    )


def _cut(text: str, limit: int) -> str:
    return shortened(plain(shortened(text, limit)), limit + 60)


def _exercise(done: ExerciseResult, result: Result, limits: Limits) -> ExerciseView:
    exercise, said = done.exercise, word(done)
    right = said.tone == "good"
    carried = done.diagnosis is not None and done.diagnosis.source != "own"
    return ExerciseView(
        name=exercise.name,
        title=exercise.title,
        score=done.score,
        points=exercise.points,
        word=said,
        right=right,
        cases=tuple(_case(case, limits) for case in done.cases),
        diagnosis=_cut(done.diagnosis.message, limits.sentence) if done.diagnosis and not right else "",
        diagnosis_from=_cut(done.diagnosis.source, 80) if carried and done.diagnosis and not right else "",
        followed_through=_followed_through(done, right, carried),
        needed_by=tuple(
            other.exercise.name for other in result.exercises if exercise.name in other.exercise.needs
        ),
        hints=() if right else exercise.hints,
        notes=tuple(_cut(note, limits.sentence) for note in done.notes[: limits.items]),
        code=_code(done.definition, done.cases, limits) if done.definition else None,
    )


def _followed_through(done: ExerciseResult, right: bool, carried: bool) -> str:
    if not done.followed_through:
        return ""
    if right and carried and done.diagnosis:
        return done.diagnosis.message
    names = listed(done.followed_through)
    return f"Judged with a right {names} in the place of yours: what is wrong there costs its points once."


def _case(done: CaseResult, limits: Limits) -> CaseView:
    case, saw = done.case, done.observation
    if case.hidden:
        return CaseView(case.number, True, WORDS[done.verdict])
    return CaseView(
        number=case.number,
        hidden=False,
        word=PARTLY if 0 < done.share < 1 else WORDS[done.verdict],
        share=done.share,
        differences=done.differences[: limits.items],
        stop=_stop(saw.raised, limits) if saw.raised and saw.outcome is Outcome.RAISED else None,
        output=_cut(saw.output.rstrip(), limits.output),
        changed=saw.changed[: limits.items],
        detail=_cut(saw.detail, limits.sentence) or _unsaid(done),
        arguments=case.arguments,
        seed=case.seed,
        rtol=case.rtol,
        atol=case.atol,
    )


def _unsaid(done: CaseResult) -> str:
    """Say what the verdict means where nothing else of the case does."""
    return "" if done.differences or done.observation.raised else WORDS[done.verdict].means


def _stop(raised: Raised, limits: Limits) -> Stop:
    frames = tuple(reversed(raised.frames[-4:]))
    return Stop(_cut(raised.type, 80), _cut(raised.message, limits.sentence), frames)


def _code(definition: Definition, cases: tuple[CaseResult, ...], limits: Limits) -> CodeView:
    """Show the function, and mark the innermost line of it where each public case stopped."""
    source = definition.source.rstrip("\n")
    span = range(definition.first_line, definition.first_line + source.count("\n") + 1)
    errors = set()
    for case in cases:
        raised = case.observation.raised
        if raised and not case.case.hidden:
            own = [f.line for f in raised.frames if f.origin == definition.origin and f.line in span]
            errors.update(own[-1:])
    return CodeView(
        definition.name,
        _cut(definition.origin, 120),
        definition.first_line,
        source[: limits.code],
        tuple(sorted(errors)),
        len(source) > limits.code,
    )


def _first(done: tuple[ExerciseResult, ...], views: tuple[ExerciseView, ...]) -> ExerciseView | None:
    """Choose what to fix first: what no other failure is to blame for, and most other exercises wait for."""
    failed = {
        d.exercise.name: d.exercise.needs for d, view in zip(done, views, strict=True) if not view.right
    }
    waiting = failed | {d.exercise.name: d.followed_through for d in done if d.followed_through}
    roots = [name for name, needs in failed.items() if not any(need in failed for need in needs)]
    if not roots:
        return None
    name = max(roots, key=lambda root: sum(root in needs for needs in waiting.values()))
    return next(view for view in views if view.name == name)


__all__ = ["CaseView", "CodeView", "ExerciseView", "Limits", "Page", "Stop", "Verdict", "page"]
