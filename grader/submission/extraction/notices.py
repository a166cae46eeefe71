"""What a student is told of the notebook besides marks: definitions that do not count, globals that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.extraction import scope
from grader.submission.extraction.kinds import DEFINITIONS, Kind
from grader.wording import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.submission.extraction.classified import ClassifiedStatement, Place


def refusal_notes(items: Iterable[ClassifiedStatement]) -> Iterator[Note]:
    """Name the definitions that parse, but that Python refuses to compile: def f(x, x)."""
    for item in items:
        if item.kind is not Kind.RUN or not isinstance(item.node, DEFINITIONS):
            continue
        statement = item.statement
        reason, line = scope.refusal(statement.source)
        line += statement.first_line - 1
        lost = f"the definition of {item.node.name} there does not count"
        yield Note(
            f"{statement.origin}, line {line} is not valid Python ({reason}); {lost}.", statement.origin, line
        )


def repetition_notes(functions: Mapping[str, Sequence[Place]]) -> Iterator[Note]:
    for name, found in functions.items():
        if len(found) > 1:
            first, last = found[-2], found[-1]
            where = (
                f"in {first.origin} and again in {last.origin}"
                if first.origin != last.origin
                else f"twice in {last.origin}, in lines {first.line} and {last.line}"
            )
            yield Note(f"{name} is defined {where}; the last one counts.", last.origin, last.line)


def globals_read(
    functions: Mapping[str, Place], runs: frozenset[str], kept: frozenset[str], later: frozenset[str]
) -> Iterator[Note]:
    """Name what functions read that the dropped cells would have set.

    `later` are names whose kept value a dropped cell replaces.
    """
    for name, place in functions.items():
        read = sorted(
            each for each in place.names.reads if each in later or (each in runs and each not in kept)
        )
        if read:
            text = f"{name} reads the notebook's {plural('variable', len(read))} {join_words(read)}; use its arguments."
            yield Note(text, place.origin, place.line)
