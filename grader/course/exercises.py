"""Turns what an author declares of an exercise into an Exercise: binds its calls, applies its mistakes."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType

from grader.conventions import Conventions
from grader.course.declarations import Declaration, Rewrite
from grader.course.drawing import Drawing
from grader.course.edit import FunctionSource, function_source, slug
from grader.errors import AssignmentError
from grader.model import Exercise, Mistake, Part, Variant


@dataclass(frozen=True, slots=True)
class ExerciseBuilder:
    """What all exercises of an assignment share, and how each is made of it."""

    reference: ModuleType
    source: str  # of the reference
    drawing: Drawing
    conventions: Conventions

    def build(self, declaration: Declaration) -> Exercise:
        """Raises AssignmentError, which names the line of checks.py, where the declaration does not fit."""
        settings, decorations = declaration.settings, declaration.decorations
        name = settings.function or declaration.name
        function = getattr(self.reference, name, None)
        if not callable(function):
            raise AssignmentError(
                f"the reference has no function {name!r}", self.drawing.path, declaration.line
            )
        signature = inspect.signature(function)
        source = function_source(self.source, name)
        cases = self.drawing.cases(declaration, signature)
        if decorations.picture and not any(case.picture for case in cases):
            message = f"no public case of {declaration.name} has an argument that this picture can show"
            raise AssignmentError(message, self.drawing.path, decorations.picture.line)
        return Exercise(
            name=declaration.name,
            names=(name, *settings.aliases),
            title=declaration.title or name,
            points=float(settings.points),
            parts=_parts(settings.returns, settings.extra),
            cases=cases,
            scaling=self.drawing.scaling(declaration, signature),
            needs=tuple(settings.needs),
            hints=tuple(decorations.hints),
            mistakes=tuple(self._mistakes(decorations.mistakes, source)),
            variants=tuple(self._variants(decorations.variants, source)),
            judge=settings.judge,
            canonical=settings.canonical,
            ignore=tuple(settings.ignore),
            shares=tuple(settings.shares),
            shape_credit=settings.shape_credit,
            vectorized_points=decorations.scaling_points,
            seconds=settings.seconds,
            line=declaration.line,
            optional=settings.optional is not None,
            elsewhere=settings.optional,
            quantities=self.conventions.quantities,
        )

    def _mistakes(self, rewrites: Sequence[Rewrite], source: FunctionSource) -> Iterator[Mistake]:
        """Name each mistake by its author's name for it or by its message, and number namesakes."""
        count: Counter[str] = Counter()
        for rewrite in rewrites:
            name = rewrite.name or slug(rewrite.message)
            count[name] += 1
            numbered = name if count[name] == 1 else f"{name}_{count[name]}"
            yield Mistake(numbered, rewrite.message, self._apply(rewrite, source), rewrite.line)

    def _variants(self, rewrites: Sequence[Rewrite], source: FunctionSource) -> Iterator[Variant]:
        for number, rewrite in enumerate(rewrites, 1):
            yield Variant(rewrite.name or f"variant {number}", self._apply(rewrite, source), rewrite.line)

    def _apply(self, rewrite: Rewrite, source: FunctionSource) -> str:
        try:
            return source.replace(rewrite.function) if rewrite.function else source.edit(rewrite.edits)
        except ValueError as error:
            raise AssignmentError(str(error), self.drawing.path, rewrite.line) from error


def _parts(returns: str | Sequence[str] | Mapping[str, float], extra: Sequence[str]) -> tuple[Part, ...]:
    if isinstance(returns, str):
        required = [Part(returns)]
    elif isinstance(returns, Mapping):
        required = [Part(name, float(weight)) for name, weight in returns.items()]
    else:
        required = [Part(name) for name in returns]
    return (*required, *(Part(name, optional=True) for name in extra))
