"""An order of execution in which what is read is there, for notebooks whose cells were run in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.submission.extraction.classified import ClassifiedStatement


def execution_order(statements: Sequence[ClassifiedStatement]) -> list[ClassifiedStatement]:
    """Keep the notebook's order, except that what is read at once comes before its reader.

    Star imports come first: they must not replace a function that the student wrote.
    """
    sequence = sorted(statements, key=lambda statement: not statement.is_star)
    binders = _first_binders(sequence)
    ordered: list[ClassifiedStatement] = []
    begun: set[int] = set()
    for statement in sequence:
        if id(statement) not in begun:
            _append(statement, binders, begun, ordered)
    return ordered


def _append(
    statement: ClassifiedStatement,
    binders: Mapping[str, ClassifiedStatement],
    begun: set[int],
    ordered: list[ClassifiedStatement],
) -> None:
    """Append a statement behind what it reads; a circle is broken where it closes."""
    begun.add(id(statement))
    stack: list[tuple[ClassifiedStatement, Iterator[str]]] = [
        (statement, iter(sorted(statement.names.eager)))
    ]
    while stack:
        reader, unread = stack[-1]
        needed = next((binders[name] for name in unread if name in binders), None)
        if needed is None:
            ordered.append(reader)
            stack.pop()
        elif id(needed) not in begun:
            begun.add(id(needed))
            stack.append((needed, iter(sorted(needed.names.eager))))


def _first_binders(statements: Sequence[ClassifiedStatement]) -> dict[str, ClassifiedStatement]:
    binders: dict[str, ClassifiedStatement] = {}
    for statement in statements:
        for name in statement.names.bound:
            binders.setdefault(name, statement)
    return binders
