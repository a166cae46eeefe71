"""A submission becomes a program: definitions and what they need are kept, runs are dropped."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.model import Chunk, Definition, Note, Program
from grader.submission.extraction import dependencies, imports, notices
from grader.submission.extraction.attempted import is_attempted
from grader.submission.extraction.classified import classify, places
from grader.submission.extraction.kinds import FUNCTIONS, Kind
from grader.submission.extraction.order import in_order
from grader.submission.extraction.statements import Patience, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.model import Assignment, Submission
    from grader.submission.extraction.classified import ClassifiedStatement, Place

ANNOTATIONS = "from __future__ import annotations"
MAX_NOTES = 60
MAX_NOTE = 600  # characters: a name of a student's may be as long as a cell


def extract(submission: Submission, assignment: Assignment) -> Program:
    """Keep what the assignment's functions need; never run any of it."""
    wanted = frozenset(name for exercise in assignment.exercises for name in exercise.names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are the student's affair
        patience = Patience()
        parsed = [statements(cell, patience) for cell in submission.cells]
        found = classify((each for some, _ in parsed for each in some), assignment.modules)
        kept = dependencies.select_needed(found, wanted)
        functions = places(kept, wanted)
        reading, undefined = _globals(found, kept, functions, wanted)
    notes = [*submission.notes, *(note for _, some in parsed for note in some)]
    notes += [*notices.refusal_notes(found), *notices.repetition_notes(functions), *reading]
    return Program(
        tuple(_chunks(kept, found)),
        {name: _definition(name, some[-1], undefined) for name, some in functions.items()},
        imports.support((each.statement for each in found), assignment.modules),
        _bounded(notes),
    )


def _chunks(kept: Sequence[ClassifiedStatement], found: Sequence[ClassifiedStatement]) -> Iterator[Chunk]:
    stand_ins = _stand_ins(kept, found)
    for item in in_order(kept):
        statement = item.statement
        lacks = sorted(item.names.eager & stand_ins.keys()) if item.kind is Kind.DEFINITION else []
        for name in lacks:
            yield Chunk(statement.origin, statement.first_line, f"{name} = {stand_ins[name]}\n")
        yield Chunk(statement.origin, statement.first_line, statement.source)
        for name in lacks:
            yield Chunk(statement.origin, statement.first_line, f"del {name}\n")


def _stand_ins(kept: Sequence[ClassifiedStatement], found: Sequence[ClassifiedStatement]) -> dict[str, str]:
    """Return what lets functions be defined that would miss a name only while they are.

    The default value that a run would have set is not needed once the argument is given; an annotation
    is not even evaluated where the notebook says so, and `list` bears what annotations are made of.
    """
    read = frozenset(name for each in kept if each.kind is Kind.DEFINITION for name in each.names.eager)
    unknown = read - dependencies.bound_names(kept) - dependencies.BUILTINS
    if not unknown:
        return {}
    unevaluated = any(each.statement.source.startswith(ANNOTATIONS) for each in kept)
    runs = dependencies.set_by(_dropped(found, kept))
    return {name: "None" if name in runs else "list" for name in unknown if name in runs or unevaluated}


def _globals(
    found: Sequence[ClassifiedStatement],
    kept: Sequence[ClassifiedStatement],
    functions: Mapping[str, Sequence[Place]],
    wanted: frozenset[str],
) -> tuple[list[Note], frozenset[str]]:
    """Return notes on the globals that functions read and should not, and the names that nothing sets."""
    read = (
        frozenset(name for some in functions.values() for name in some[-1].names.reads)
        - dependencies.BUILTINS
    )
    sure = dependencies.bound_names(each for each in kept if each.kind not in dependencies.MADE)
    if read <= sure:
        return [], frozenset()
    bound = dependencies.bound_names(kept)
    runs = dependencies.set_by(_dropped(found, kept))
    concerned = dependencies.reachable(kept, wanted)
    reachable = dependencies.bound_names(concerned)
    used = {name: some[-1] for name, some in functions.items() if name in reachable}
    later = _replaced(found, kept, read - sure)
    return list(notices.globals_read(used, runs, bound, later)), read - bound - runs


def _dropped(
    found: Iterable[ClassifiedStatement], kept: Iterable[ClassifiedStatement]
) -> list[ClassifiedStatement]:
    ids = {id(each) for each in kept}
    return [each for each in found if id(each) not in ids]


def _replaced(
    found: Sequence[ClassifiedStatement], kept: Sequence[ClassifiedStatement], read: frozenset[str]
) -> frozenset[str]:
    """Return the names among those read that a dropped statement sets after the last kept one did."""
    ids = {id(each) for each in kept}
    last: dict[str, bool] = {}
    for item in found:
        last.update((name, id(item) not in ids) for name in item.sets if name in read)
    bound = dependencies.bound_names(kept)
    return frozenset(name for name, dropped in last.items() if dropped and name in bound)


def _definition(name: str, place: Place, undefined: frozenset[str]) -> Definition:
    tried = True
    if isinstance(place.node, FUNCTIONS):
        try:
            tried = is_attempted(place.node, place.source, place.line, place.names.lazy & undefined)
        except RecursionError:
            tried = True
    return Definition(name, place.origin, place.line, place.source, tried)


def _bounded(notes: Sequence[Note]) -> tuple[Note, ...]:
    notes = [
        each if len(each.text) <= MAX_NOTE else replace(each, text=f"{each.text[:MAX_NOTE]} ...")
        for each in notes
    ]
    if len(notes) <= MAX_NOTES:
        return tuple(notes)
    return (*notes[:MAX_NOTES], Note(f"... and {len(notes) - MAX_NOTES} more remarks of this kind."))
