"""What a student is told of the notebook besides marks: definitions that do not count, globals that are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.model import Note
from grader.submission.extraction import scope
from grader.submission.extraction.cheap import Kind
from grader.submission.extraction.syntax import DEFINITIONS
from grader.wording import join_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.submission.extraction.classified import ClassifiedStatement, FunctionSite


def refusal_notes(statements: Iterable[ClassifiedStatement]) -> Iterator[Note]:
    """Name the definitions that parse, but that Python refuses to compile: def f(x, x)."""
    for statement in statements:
        if statement.kind is not Kind.RUN or not isinstance(statement.node, DEFINITIONS):
            continue
        reason, line = scope.refusal(statement.source)
        line += statement.first_line - 1
        lost = f"the definition of {statement.node.name} there does not count"
        yield Note(
            f"{statement.origin}, line {line} is not valid Python ({reason}); {lost}.", statement.origin, line
        )


def repetition_notes(functions: Mapping[str, Sequence[FunctionSite]]) -> Iterator[Note]:
    for name, sites in functions.items():
        if len(sites) > 1:
            first, last = sites[-2], sites[-1]
            where = (
                f"in {first.origin} and again in {last.origin}"
                if first.origin != last.origin
                else f"twice in {last.origin}, in lines {first.line} and {last.line}"
            )
            yield Note(f"{name} is defined {where}; the last one counts.", last.origin, last.line)


def template_note(name: str, counted: FunctionSite, empty: FunctionSite) -> Note:
    """Tell that a copy of the template stands below the solution."""
    where = empty.origin if counted.origin != empty.origin else f"line {empty.line}"
    text = (
        f"{name} is defined in {counted.origin}, line {counted.line}, and again in {where}, where nothing is filled "
        "in; the first one counts. Delete the second: in your notebook it takes the first one's place."
    )
    return Note(text, empty.origin, empty.line)


def global_notes(
    functions: Mapping[str, FunctionSite],
    set_by_runs: frozenset[str],
    bound: frozenset[str],
    replaced: frozenset[str],
) -> Iterator[Note]:
    """Name what functions read that the dropped cells would have set.

    `bound` are names that the program binds, `replaced` those whose kept value a dropped cell replaces.
    """
    for name, site in functions.items():
        read = sorted(
            variable
            for variable in site.names.reads
            if variable in replaced or (variable in set_by_runs and variable not in bound)
        )
        if read:
            listed = f"{plural('variable', len(read))} {join_words(read)}"
            text = f"{name} reads the notebook's {listed}; use its arguments."
            yield Note(text, site.origin, site.line)
