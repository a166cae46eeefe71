"""What an author's checks declare, as values: nothing is bound to the reference yet, and nothing is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from grader.model import Picture, Value

T = TypeVar("T")
Edits = tuple[tuple[str, str], ...]
Inputs = Callable[..., Iterator["Call"]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the student's function, as its author wrote it."""

    args: tuple[Value, ...]
    kwargs: Mapping[str, Value]
    hidden: bool
    weight: float
    optional: Mapping[str, Value]
    rtol: float | None
    atol: float | None
    edge: bool


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A mistake or a variant as declared: edits of the reference's function, or a function in its place."""

    edits: Edits
    function: Callable[..., Any] | None
    message: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """Something an author declares of an exercise, and the line of checks.py that declares it."""

    value: T
    line: int


@dataclass(slots=True)
class Decorations:
    """What the decorators of one exercise declare, top one first."""

    inputs: Inputs
    hints: list[str] = field(default_factory=list)
    mistakes: list[Rewrite] = field(default_factory=list)
    variants: list[Rewrite] = field(default_factory=list)
    scaling: Callable[..., Call] | None = None
    scaling_points: float = 0.0
    invariants: list[Located[Callable[..., str | None]]] = field(default_factory=list)
    equivalents: list[Located[tuple[str, str]]] = field(default_factory=list)
    picture: Located[Picture] | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of `@hw.exercise`, which explains them."""

    points: float
    returns: str | Sequence[str] | Mapping[str, float]
    extra: Sequence[str]
    needs: Sequence[str]
    aliases: Sequence[str]
    function: str | None
    rtol: float
    atol: float
    judge: Callable[..., str | None] | None
    canonical: Callable[[Value], Value] | None
    ignore: Sequence[str]
    shares: Sequence[str]
    shape_credit: float
    seconds: float
    optional: Callable[[str], bool] | None

    def __post_init__(self) -> None:
        if not isinstance(self.points, int | float):
            raise TypeError("an exercise is worth points: @hw.exercise(points=...)")
        if self.optional is not None and not callable(self.optional):
            raise TypeError(
                "optional takes what tells another edition by its text: optional=lambda text: ..."
            )


@dataclass(frozen=True, slots=True)
class Declaration:
    """An exercise as declared: its inputs and decorators, and the settings of `@hw.exercise`."""

    name: str
    title: str
    line: int
    decorations: Decorations
    settings: Settings
