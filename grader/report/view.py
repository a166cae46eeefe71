"""What a student may see of a result: hidden cases keep their number and verdict and lose all else, here."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model import (
    CaseResult,
    Diagnosis,
    Difference,
    ExerciseResult,
    Note,
    Outcome,
    Raised,
    Result,
    Status,
    Verdict,
)

OUTPUT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Word:
    """How a verdict is said: never by colour alone."""

    text: str
    icon: str
    tone: str  # good, part, bad or quiet


WORDS = {
    Verdict.PASSED: Word("right", "✓", "good"),
    Verdict.WRONG_ANSWER: Word("wrong answer", "✗", "bad"),
    Verdict.RUNTIME_ERROR: Word("stopped with an error", "!", "bad"),
    Verdict.TIME_LIMIT: Word("ran too long", "◷", "bad"),
    Verdict.MEMORY_LIMIT: Word("used too much memory", "▣", "bad"),
    Verdict.MISSING: Word("not found", "?", "bad"),
    Verdict.NOT_ATTEMPTED: Word("not attempted", "○", "quiet"),
    Verdict.SKIPPED: Word("not run", "–", "quiet"),
    Verdict.INTERNAL_ERROR: Word("not graded: the grader failed", "⚠", "quiet"),
}
PARTLY = Word("partly right", "◐", "part")


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case; of a hidden one, all fields after `word` are empty."""

    number: int
    hidden: bool
    word: Word
    differences: tuple[Difference, ...] = ()
    raised: Raised | None = None
    output: str = ""
    changed: tuple[str, ...] = ()
    detail: str = ""
    rtol: float = 0.0
    atol: float = 0.0


@dataclass(frozen=True, slots=True)
class CodeView:
    """The student's function as written, and the lines of it where a public case stopped."""

    origin: str
    first_line: int
    source: str
    errors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExerciseView:
    name: str
    title: str
    score: float
    points: float
    word: Word
    right: bool
    cases: tuple[CaseView, ...]
    diagnosis: Diagnosis | None
    carried: bool  # the diagnosis is a helper's
    followed_through: tuple[str, ...]
    hints: tuple[str, ...]
    notes: tuple[str, ...]
    code: CodeView | None


@dataclass(frozen=True, slots=True)
class Page:
    """One submission's report, as far as its student may read it."""

    title: str
    week: str
    student: str
    path: str
    status: Status
    message: str
    score: float | None
    points: float | None
    exercises: tuple[ExerciseView, ...]
    first: ExerciseView | None  # what to fix first
    notes: tuple[Note, ...]
    environment: tuple[tuple[str, str], ...]

    @property
    def right(self) -> int:
        return sum(exercise.right for exercise in self.exercises)


def page(result: Result) -> Page:
    """Reduce a result to what its student may see."""
    exercises = tuple(_exercise(done) for done in result.exercises)
    assignment = result.assignment
    return Page(
        title=assignment.title if assignment else "",
        week=assignment.week if assignment else "",
        student=result.student,
        path=result.path,
        status=result.status,
        message=result.message,
        score=result.score,
        points=result.max_score,
        exercises=exercises,
        first=_first(result.exercises, exercises),
        notes=result.notes,
        environment=tuple(result.environment.items()),
    )


def _exercise(done: ExerciseResult) -> ExerciseView:
    exercise, right = done.exercise, done.score >= done.exercise.points
    return ExerciseView(
        name=exercise.name,
        title=exercise.title,
        score=done.score,
        points=exercise.points,
        word=_word(done, right),
        right=right,
        cases=tuple(_case(case) for case in done.cases),
        diagnosis=done.diagnosis,
        carried=done.diagnosis is not None and done.diagnosis.source != "own",
        followed_through=done.followed_through,
        hints=() if right else exercise.hints,
        notes=done.notes,
        code=_code(done),
    )


def _word(done: ExerciseResult, right: bool) -> Word:
    if right:
        return WORDS[Verdict.PASSED]
    return PARTLY if done.score > 0 else WORDS[done.verdict]


def _case(done: CaseResult) -> CaseView:
    case, saw, word = done.case, done.observation, WORDS[done.verdict]
    if case.hidden:
        return CaseView(case.number, True, word)
    return CaseView(
        case.number,
        False,
        PARTLY if 0 < done.share < 1 else word,
        done.differences,
        saw.raised if saw.outcome is Outcome.RAISED else None,
        saw.output,
        saw.changed,
        saw.detail,
        case.rtol,
        case.atol,
    )


def _code(done: ExerciseResult) -> CodeView | None:
    definition = done.definition
    if definition is None:
        return None
    return CodeView(definition.origin, definition.first_line, definition.source, _error_lines(done))


def _error_lines(done: ExerciseResult) -> tuple[int, ...]:
    """List the lines of this very function where a public case stopped, for the marks beside the code."""
    assert done.definition is not None
    lines = set()
    for case in done.cases:
        if case.observation.raised and not case.case.hidden:
            frames = case.observation.raised.frames
            own = [f.line for f in frames if f.function == done.definition.name]
            lines.update(own[-1:])
    return tuple(sorted(lines))


def _first(done: tuple[ExerciseResult, ...], views: tuple[ExerciseView, ...]) -> ExerciseView | None:
    """Choose what to fix first: what no other failure is to blame for, and most other failures need."""
    failed = {
        d.exercise.name: d.exercise.needs for d, view in zip(done, views, strict=True) if not view.right
    }
    roots = [name for name, needs in failed.items() if not any(need in failed for need in needs)]
    if not roots:
        return None
    name = max(roots, key=lambda root: sum(root in needs for needs in failed.values()))
    return next(view for view in views if view.name == name)
