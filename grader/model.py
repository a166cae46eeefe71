"""The nouns of grading, as frozen values that stages hand to each other; no I/O, no behaviour beyond sums.

submission ─► program ─► observations ─► differences ─► diagnoses ─► result
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from grader.conventions import Conventions, Quantities

# Plain data, all that worker/wire.py carries: None, bool, int, float, complex, str, bytes, list, tuple,
# dict, and numpy.ndarray of booleans, numbers or fixed-width text.
Value = Any


class Outcome(StrEnum):
    """What one call did."""

    RETURNED = "returned"
    RAISED = "raised"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    CRASHED = "crashed"  # the process ended, or its reply was no reply
    MISSING = "missing"  # no function of that name
    SKIPPED = "skipped"  # not called: an earlier call of the exercise hung or crashed
    INTERNAL_ERROR = "internal_error"  # our fault, never scored


class Verdict(StrEnum):
    """What a case or an exercise earned; declared in the order in which an exercise shows its cases' worst."""

    INTERNAL_ERROR = "internal_error"
    MISSING = "missing"
    NOT_ATTEMPTED = "not_attempted"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    RUNTIME_ERROR = "runtime_error"
    WRONG_ANSWER = "wrong_answer"
    SKIPPED = "skipped"
    PASSED = "passed"


class Tier(StrEnum):
    """How well a worker is isolated, weakest first."""

    PROCESS = "process"  # a separate process and its limits: no security boundary
    KERNEL = "kernel"  # + Landlock, seccomp, rlimits
    FULL = "full"  # + bubblewrap's namespaces: files, network, processes


# --- the assignment: what an author declares ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Argument:
    name: str  # the reference's name for it
    value: Value
    optional: bool = (
        False  # only one edition has it: dropped where the student's function has no place for it
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """How a wrong answer is drawn that holds a value for each column of an argument."""

    kind: str  # boundary: a column is a point of the plane; images: it is an image
    argument: str
    shape: tuple[int, ...]  # of a column: (2,), or an image's rows, columns and perhaps 3 colours


@dataclass(frozen=True, slots=True)
class Case:
    """One call of an exercise's function."""

    number: int  # from 1, in the order of the checks
    arguments: tuple[Argument, ...]
    hidden: bool
    seed: int  # of numpy's global generator and of random, set right before the call
    weight: float = 1.0  # the case's share of the exercise's points, relative to the other cases
    rtol: float = 1e-5
    atol: float = 1e-8
    edge: bool = False  # its right answer is trivial on purpose: 0, or empty
    count_steps: bool = False  # count the student's Python-level steps instead of judging the value
    picture: Picture | None = None  # how a wrong answer is shown; None: as numbers, and where it is hidden


@dataclass(frozen=True, slots=True)
class Part:
    """A named piece of what a function returns: an element of the returned tuple, or all of it."""

    name: str
    weight: float = 1.0
    optional: bool = False  # only one edition returns it


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known wrong solution, executable, with the sentence that explains it."""

    name: str
    message: str
    source: str  # the reference module with the mistake in it
    line: int  # of checks.py


@dataclass(frozen=True, slots=True)
class Variant:
    """A legitimate other solution, executable; it must score full marks."""

    name: str
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """One function the student writes, with all that is known about judging it."""

    name: str
    names: tuple[str, ...]  # the function's accepted names, the course's first
    title: str
    points: float
    parts: tuple[Part, ...]  # one part called "" when the returned value has no name
    cases: tuple[Case, ...]
    scaling: tuple[Case, ...] = ()  # two cases, few and many examples, whose steps are counted
    needs: tuple[str, ...] = ()  # the exercises its function calls
    hints: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    variants: tuple[Variant, ...] = ()
    judge: Callable[..., str | None] | None = None
    canonical: Callable[[Value], Value] | None = None
    ignore: tuple[str, ...] = ()  # glob patterns of dictionary keys that are not compared
    shares: tuple[str, ...] = ()  # glob patterns of dictionary keys, each an equal share of its part's points
    shape_credit: float = 0.0  # share of a part's points for right values in another shape
    vectorized_points: float = 0.0  # share of the points that a loop over the examples costs
    seconds: float = 5.0  # processor time of one call; wall time ends it too, later (worker/clock.py)
    line: int = 0  # of checks.py
    optional: bool = False  # only one edition asks for it: in another's submissions the rest carry its points
    elsewhere: Callable[[str], bool] | None = None  # tells another edition by all that a submission says
    quantities: Quantities = field(
        default_factory=Quantities
    )  # its course's words for what a value is off by


@dataclass(frozen=True, slots=True)
class Assignment:
    id: str
    title: str
    week: str
    exercises: tuple[Exercise, ...]
    reference: str  # source of the reference module
    modules: Mapping[str, str]  # support modules that students import: name without version suffix -> source
    folder: str
    digest: str  # of all that decides its answer key
    secret: bytes = field(default=b"", repr=False)  # what its hidden cases were drawn from
    conventions: Conventions = field(default_factory=Conventions)  # what its course calls things
    given: tuple[str, ...] = ()  # functions and classes of the reference that students get as they are

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    def exercise(self, name: str) -> Exercise:
        return next(exercise for exercise in self.exercises if exercise.name == name)

    def needs(self, name: str) -> frozenset[str]:
        """Return every exercise that a function calls, directly or through others."""
        direct = frozenset(self.exercise(name).needs)
        return direct.union(*(self.needs(need) for need in direct))

    def names_behind(self, name: str) -> list[str]:
        """Return the names of an exercise's function and of every function it needs."""
        return [spelling for one in (name, *self.needs(name)) for spelling in self.exercise(one).names]


# --- the submission: what a student hands in ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a notebook, or the whole of a module."""

    origin: str  # "cell 3", with the number it was run under "cell 3 (In [7])", or the file's name
    source: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader repaired, left out or noticed; a sentence for the student."""

    text: str
    origin: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    student: str
    path: str
    cells: tuple[Cell, ...]
    digest: str  # of the file's bytes
    notes: tuple[Note, ...] = ()
    prose: str = ""  # what a notebook's text cells say, as much of it as tells the edition
    texts: tuple[Cell, ...] = ()  # those text cells that define a function
    modules: Mapping[str, str] = field(default_factory=dict)  # the student's own, by name, and their source
    files: Mapping[str, bytes] = field(default_factory=dict)  # data handed in beside it, by name


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive statements that the worker executes; line numbers are those of the origin."""

    origin: str
    first_line: int
    source: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A function as the student wrote it."""

    name: str
    origin: str
    first_line: int
    source: str
    attempted: bool  # False: the template's placeholders are all there is
    bypass: str = ""  # a sentence, where it reads variables of the notebook and not its parameters


@dataclass(frozen=True, slots=True)
class Program:
    """What extraction keeps of a submission: definitions and what they need, never a training run."""

    chunks: tuple[Chunk, ...]
    definitions: Mapping[str, Definition]
    modules: Mapping[str, str] = field(default_factory=dict)  # support modules, name -> source
    notes: tuple[Note, ...] = ()
    own_modules: Mapping[str, str] = field(default_factory=dict)  # the student's own, name -> source
    files: Mapping[str, bytes] = field(default_factory=dict)  # data handed in beside it, by name

    @property
    def is_alone(self) -> bool:
        """Whether nothing goes with it into the process that runs it, so that its statements tell all of it."""
        return not self.own_modules and not self.files

    def definition(self, exercise: Exercise) -> Definition | None:
        """Return the definition of an exercise's function, under any of its names."""
        return next((self.definitions[name] for name in exercise.names if name in self.definitions), None)


# --- what happened, and what it means ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Frame:
    origin: str
    line: int
    function: str
    text: str = ""

    @property
    def place(self) -> str:
        """Name it as sentences do."""
        return f"{self.origin}, line {self.line}" if self.origin else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class Raised:
    type: str
    message: str
    frames: tuple[Frame, ...] = ()  # of the student's code only, outermost first


@dataclass(frozen=True, slots=True)
class Observation:
    """What one call did; all of it is claimed by the student's process, none of it is a verdict."""

    outcome: Outcome
    value: Value = None
    raised: Raised | None = None
    output: str = ""  # what it printed, capped
    changed: tuple[str, ...] = ()  # arguments it changed in place
    steps: int | None = None  # Python-level steps, where the case counts them
    seconds: float = 0.0  # of the processor, as far as that was looked at
    detail: str = ""  # how a crash or a limit came about, for a person
    unsettled: bool = False  # the machine may have caused it: it is run again before it costs a point
    otherwise: str = ""  # a sentence, where the same call did something else the second time

    @property
    def is_mishap(self) -> bool:
        """Whether it need not be the submission's doing: a failure of ours, or what the machine may have caused."""
        return self.unsettled or self.outcome is Outcome.INTERNAL_ERROR


class DifferenceKind(StrEnum):
    VALUE = "value"
    SHAPE = "shape"  # right values, another shape
    TYPE = "type"
    MISSING = "missing"  # a key, a part or a value is not there
    JUDGED = "judged"  # an author's judge said so


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a part departs from what is expected."""

    part: str
    kind: DifferenceKind
    text: str  # one sentence: where, actual, expected, how many, how far
    actual: Value = None  # the array or number the sentence is about
    expected: Value = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The cause that explains every wrong value of an exercise."""

    name: str
    message: str
    source: str = "own"  # or the helper exercise it is carried over from


@dataclass(frozen=True, slots=True)
class CaseResult:
    case: Case
    verdict: Verdict
    share: float  # of the case's points that was earned, 0 to 1
    differences: tuple[Difference, ...]
    observation: Observation
    accepted_by_judge: bool = False  # it is not the reference's answer: the author's judge says it is right

    @property
    def difference(self) -> Difference | None:
        return self.differences[0] if self.differences else None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class ExerciseResult:
    exercise: Exercise
    score: float
    verdict: Verdict
    cases: tuple[CaseResult, ...]
    diagnosis: Diagnosis | None = None
    definition: Definition | None = None
    followed_through: tuple[str, ...] = ()  # helpers the reference stood in for when the points were earned
    notes: tuple[str, ...] = ()
    counterexample: CaseResult | None = (
        None  # of a failed hidden case, its number: an input drawn anew that fails too
    )


@dataclass(frozen=True, slots=True)
class Execution:
    """What running a notebook's cells from top to bottom did; it decides no mark."""

    ok: bool
    cell: str = ""  # the first that failed, as in: cell 7
    error: str = ""  # what it raised, or why it was stopped
    stopped_by: str = ""  # time, output, memory, crash, isolation, start; empty where nobody stopped it
    seconds: float = 0.0
    figures: tuple[bytes, ...] = ()  # PNG
    memory: str = ""  # how its processes' was limited: together by the kernel, or watched from outside

    @property
    def begun(self) -> bool:
        """Whether it was run at all; where not, that is no fault of the notebook's, and another time it may be."""
        return self.stopped_by not in ("isolation", "start")


class Status(StrEnum):
    GRADED = "graded"
    UNREADABLE = "unreadable"
    INTERNAL_ERROR = "internal_error"


@dataclass(frozen=True, slots=True)
class Result:
    """One submission, graded; a report is made from this alone."""

    assignment: Assignment | None
    student: str
    path: str
    status: Status
    exercises: tuple[ExerciseResult, ...] = ()
    message: str = ""
    notes: tuple[Note, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    execution: Execution | None = None  # where --execute asked for it
    unsettled: bool = False  # the machine may have cost it points: a class grades it once more, alone
    reused: tuple[
        str, ...
    ] = ()  # exercises whose result was found by another submission that is equal in them

    @property
    def score(self) -> float | None:
        """Points earned, or None where nothing could be graded: never a zero for a failure of ours."""
        if self.status is not Status.GRADED:
            return None
        return round(sum(exercise.score for exercise in self.exercises), 6)

    @property
    def max_score(self) -> float | None:
        return self.assignment.points if self.assignment else None
